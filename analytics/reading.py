"""From measurements to figures: what commands print and pages show is computed here, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, Sum, Value
from django.db.models.functions import TruncMonth, TruncWeek

from analytics.kpi import Dimension, Kpi, Span
from analytics.models import Measurement
from catalog.models import Channel, Shop


class Per(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SPAN = "span"

    def label(self, first: date, span: Span) -> str:
        """2017-01-05, 2017-W01, 2017-01 or 2017-01-01/2017-12-31."""
        if self is Per.WEEK:
            year, week, _day = first.isocalendar()
            return f"{year}-W{week:02}"
        if self is Per.MONTH:
            return f"{first:%Y-%m}"
        return f"{span.first}/{span.last}" if self is Per.SPAN else str(first)


PERIODS = {
    Per.DAY: lambda span: F("day"),
    Per.WEEK: lambda span: TruncWeek("day"),
    Per.MONTH: lambda span: TruncMonth("day"),
    Per.SPAN: lambda span: Value(span.first),
}


@dataclass(frozen=True)
class Amount:
    """The amounts of some measurements added up, each currency's and in the shop's money."""

    numerator: Decimal
    denominator: Decimal | None
    numerator_in_shop: Decimal | None = None
    denominator_in_shop: Decimal | None = None
    currencies: frozenset[str] = frozenset()
    unrated: frozenset[str] = frozenset()
    is_restated: bool = False


@dataclass(frozen=True)
class Figure:
    """What a KPI was over a period, for one value of a dimension."""

    first: date
    period: str
    value: str
    numerator: Decimal | None
    denominator: Decimal | None
    currency: str = ""
    unrated: frozenset[str] = frozenset()  # money that cannot be added: nobody told its rate

    @property
    def figure(self) -> Decimal | None:
        """Numerator / denominator, or the amount itself. None: nothing to measure."""
        if self.numerator is None or self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


def figures(
    kpi: Kpi,
    span: Span,
    *,
    channel: Channel | None = None,
    by: Dimension | None = None,
    per: Per = Per.DAY,
) -> list[Figure]:
    """A KPI's figures over a span: one per period with anything to measure, and per value."""
    rows = measurements(kpi, span, channel=channel, by=by)
    rows = rows.annotate(period=PERIODS[per](span), label=_label(by))
    rows = list(added_up(rows, "period", "label").order_by("period", "label"))
    in_shop = speaks_shop_money(rows)
    return [_figure(row, per, span, in_shop) for row in rows]


def measurements(kpi: Kpi, span: Span, *, channel=None, by=None):
    """The rows of one split of a KPI: its totals, unless a dimension is asked for."""
    split = "" if by in (None, Dimension.CHANNEL) else by
    rows = Measurement.objects.filter(
        kpi=kpi.key, dimension=split, day__gte=span.first, day__lt=span.end
    )
    return rows if channel is None else rows.filter(channel=channel)


def added_up(rows, *labels):
    """Measurements added up under each label: the amounts of ratios are added, never averaged."""
    return rows.values(*labels).annotate(
        top=Sum("numerator"),
        bottom=Sum("denominator"),
        top_in_shop=Sum("numerator_in_shop"),
        bottom_in_shop=Sum("denominator_in_shop"),
        currencies=ArrayAgg("currency", distinct=True),
        unrated=ArrayAgg(
            "currency",
            distinct=True,
            filter=Q(numerator_in_shop=None) & ~Q(currency=""),
            default=Value([]),
        ),
    )


def speaks_shop_money(rows: Iterable[dict]) -> bool:
    """Whether these sums hold several currencies, so that only the shop's own can add them."""
    return len({currency for row in rows for currency in row["currencies"]}) > 1


def shop_currency() -> str:
    return Shop.current().currency


def _label(by):
    if by is None:
        return Value("")
    return F("channel__code") if by is Dimension.CHANNEL else F("value")


def _figure(row, per, span, in_shop):
    shared = {"first": row["period"], "value": row["label"] or ""}
    shared["period"] = per.label(row["period"], span)
    if not in_shop:
        currency = row["currencies"][0] if row["currencies"] else ""
        return Figure(**shared, numerator=row["top"], denominator=row["bottom"], currency=currency)
    if row["unrated"]:
        return Figure(**shared, numerator=None, denominator=None, unrated=frozenset(row["unrated"]))
    return Figure(
        **shared,
        numerator=row["top_in_shop"],
        denominator=row["bottom_in_shop"],
        currency=shop_currency(),
    )
