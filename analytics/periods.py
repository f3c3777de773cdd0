"""The stretches of time a reader can choose, and what each is compared with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from babel import dates
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from analytics.figure import Per
from analytics.kpi import A_DAY, Span
from config.templatetags.regia import reader

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Period:
    """So many days up to one, seen in steps, beside the days they are compared with."""

    key: str
    label: str
    current: Callable[[date], Span]
    before: Callable[[date], Span]
    per: Per
    versus: str

    @property
    def is_by_day(self) -> bool:
        return self.per is Per.DAY

    def seen(self, last: date) -> Span:
        """The days of the small line: fourteen at least, so that a day has a past."""
        current = self.current(last)
        return Span(min(current.first, last - 13 * A_DAY), current.end)

    def comparison(self, last: date) -> str:
        """With what: the same weekday before for a day, else the words of the period."""
        if self.key == "yesterday":
            weekday = dates.format_date(last, "EEEE", locale=reader())
            return gettext("on %(weekday)s") % {"weekday": weekday}
        return gettext(self.versus)


def _last(days):
    return lambda last: Span.of(last - (days - 1) * A_DAY, last)


def _previous(days):
    return lambda last: Span.of(last - (2 * days - 1) * A_DAY, last - days * A_DAY)


def _month(last):
    return Span.of(last.replace(day=1), last)


def _month_before(last):
    """The same days of the month before: its first ones, as many as have passed of this one."""
    end_of_before = last.replace(day=1) - A_DAY
    day = min(last.day, end_of_before.day)
    return Span.of(end_of_before.replace(day=1), end_of_before.replace(day=day))


PERIODS = {
    period.key: period
    for period in (
        Period(
            "yesterday",
            _("Yesterday"),
            _last(1),
            lambda last: Span.of(last - A_WEEK, last - A_WEEK),
            Per.DAY,
            "",
        ),
        Period("week", _("7 days"), _last(7), _previous(7), Per.DAY, _("on the 7 days before")),
        Period("30-days", _("30 days"), _last(30), _previous(30), Per.DAY, _("on 30 days before")),
        Period("month", _("Month"), _month, _month_before, Per.DAY, _("on the month before")),
        Period("year", _("Year"), _last(365), _previous(365), Per.MONTH, _("on the year before")),
        Period(
            "three-years",
            _("Three years"),
            _last(1096),
            _previous(1096),
            Per.MONTH,
            _("on three years before"),
        ),
    )
}
