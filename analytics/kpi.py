"""What a KPI is. Plain values; the amounts themselves are measured by `analytics.actions`."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, StrEnum
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

A_DAY = timedelta(days=1)
FARTHEST_ZONE = timedelta(hours=14)


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=28) + 4 * A_DAY).replace(day=1)


@dataclass(frozen=True)
class Span:
    """Whole business days, half open: each channel's own midnight opens and closes them."""

    first: date
    end: date

    @classmethod
    def of(cls, first: date, last: date) -> "Span":
        """From one day to another, both included."""
        return cls(first, last + A_DAY)

    @property
    def last(self) -> date:
        return self.end - A_DAY

    @property
    def number_of_days(self) -> int:
        return (self.end - self.first).days

    def whole_months(self) -> "Span":
        """Its months of which no day is missing; without a day where there is none."""
        first = self.first if self.first.day == 1 else next_month(self.first)
        return Span(first, max(self.end.replace(day=1), first))

    def outside(self, inner: "Span") -> list["Span"]:
        """Its days before and after some of its days."""
        return [Span(self.first, min(inner.first, self.end)), Span(inner.end, self.end)]

    def moments(self) -> tuple[datetime, datetime]:
        """The stretch of time that holds these days in every zone, so that an index helps."""
        start = datetime.combine(self.first, time.min, tzinfo=UTC) - FARTHEST_ZONE
        return start, datetime.combine(self.end, time.min, tzinfo=UTC) + FARTHEST_ZONE


class Kind(Enum):
    FLOW = "flow"  # happened during the day: any past day can be measured again
    LEVEL = "level"  # stood so at closing: an evening missed is lost

    @property
    def label(self) -> str:
        return {Kind.FLOW: _("counted over the day"), Kind.LEVEL: _("as it stood at closing")}[self]


class Unit(Enum):
    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    RATIO = "ratio"
    HOURS = "hours"
    DAYS = "days"
    SCORE = "score"


class Direction(Enum):
    UP = "up"
    DOWN = "down"

    @property
    def label(self) -> str:
        return {Direction.UP: _("more is better"), Direction.DOWN: _("less is better")}[self]


class Dimension(StrEnum):
    """What a figure can be split by. The channel is a column of its own; the others are values."""

    CHANNEL = "channel"
    COUNTRY = "country"
    CATEGORY = "category"
    SOURCE = "source"
    MEDIUM = "medium"
    CAMPAIGN = "campaign"
    DEVICE = "device"
    CARRIER = "carrier"
    ROLE = "role"
    LANGUAGE = "language"

    @property
    def label(self) -> str:
        return DIMENSION_LABELS[self]


DIMENSION_LABELS = {
    Dimension.CHANNEL: _("Channel"),
    Dimension.COUNTRY: _("Country"),
    Dimension.CATEGORY: _("Category"),
    Dimension.SOURCE: _("Source"),
    Dimension.MEDIUM: _("Medium"),
    Dimension.CAMPAIGN: _("Campaign"),
    Dimension.DEVICE: _("Device"),
    Dimension.CARRIER: _("Carrier"),
    Dimension.ROLE: _("Role"),
    Dimension.LANGUAGE: _("Language"),
}


class Source(StrEnum):
    """A kind of fact that feeds figures. It can come late."""

    ORDERS = "orders"
    REFUNDS = "refunds"
    VISITS = "visits"
    PARCELS = "parcels"
    REVIEWS = "reviews"
    PRODUCTS = "products"
    TEAM = "team"  # our own work: never late

    @property
    def label(self) -> str:
        return SOURCE_LABELS[self]


SOURCE_LABELS = {
    Source.ORDERS: _("Orders"),
    Source.REFUNDS: _("Refunds"),
    Source.VISITS: _("Visits"),
    Source.PARCELS: _("Parcels"),
    Source.REVIEWS: _("Reviews"),
    Source.PRODUCTS: _("Products"),
    Source.TEAM: _("The team's work"),
}


@dataclass(frozen=True)
class Kpi:
    """One number the team steers by: an amount, or a ratio of two."""

    key: str
    title: str
    owner: str
    kind: Kind
    unit: Unit
    better: Direction
    measure: Callable  # a flow is asked for a span, a level for a day and the moment it closed
    rows: Any = None  # the facts behind a day
    dimensions: tuple[Dimension, ...] = (Dimension.CHANNEL,)
    sources: tuple[Source, ...] = (Source.ORDERS,)
    is_ratio: bool = True
    is_money: bool = False
    version: int = 1

    @property
    def source_text(self) -> str:
        """The definition as it stands in the code: the docstring of what measures it."""
        return " ".join(inspect.getdoc(self.measure).split())

    @property
    def definition(self) -> str:
        """What the figure means, for the reader, in their language."""
        return gettext(self.source_text)

    @property
    def has_channels(self) -> bool:
        return Dimension.CHANNEL in self.dimensions

    @property
    def adds_up(self) -> bool:
        """Whether days add up to a longer period, so that a day without rows was a zero."""
        return not self.is_ratio and self.kind is Kind.FLOW

    def __str__(self):
        return str(self.title)
