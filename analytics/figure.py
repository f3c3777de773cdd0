"""What a KPI was over a period. Plain values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from analytics.kpi import A_DAY, Span, next_month


class Per(StrEnum):
    """The steps in which a course of days is told."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SPAN = "span"

    def begin(self, day: date) -> date:
        """The first day of the step in which a day lies."""
        if self is Per.WEEK:
            return day - day.weekday() * A_DAY
        return day.replace(day=1) if self is Per.MONTH else day

    def after(self, first: date) -> date:
        """The first day of the next step."""
        if self is Per.MONTH:
            return next_month(first)
        return first + (7 if self is Per.WEEK else 1) * A_DAY

    def label(self, first: date, span: Span) -> str:
        """2017-01-05, 2017-W01, 2017-01 or 2017-01-01/2017-12-31."""
        if self is Per.WEEK:
            year, week, _day = first.isocalendar()
            return f"{year}-W{week:02}"
        if self is Per.MONTH:
            return f"{first:%Y-%m}"
        return f"{span.first}/{span.last}" if self is Per.SPAN else str(first)


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
