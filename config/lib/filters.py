"""Ways to narrow a list. What the address says is believed only where it is one of the choices."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from config.lib.clock import start_of_day
from config.templatetags import regia


@dataclass(frozen=True)
class Filter:
    """Rows with one of the chosen values: of a field, or in the sense of `by(rows, values)`."""

    key: str
    label: str
    choices: Callable[[], Iterable[tuple[str, str]]]
    field: str = ""
    by: Callable[[QuerySet, list[str]], QuerySet] | None = None
    options: tuple = ()
    values: tuple = ()

    template = "parts/filter.html"

    def of(self, asked):
        """This filter as one reader has set it."""
        options = tuple((str(value), label) for value, label in self.choices())
        wanted = set(asked.getlist(self.key))
        values = tuple(value for value, _label in options if value in wanted)
        return replace(self, options=options, values=values)

    @property
    def is_on(self):
        return bool(self.values)

    @property
    def chosen(self):
        """The choices in words."""
        return ", ".join(str(label) for value, label in self.options if value in self.values)

    def narrow(self, rows):
        if not self.values:
            return rows
        if self.by:
            return self.by(rows, list(self.values))
        return rows.filter(**{f"{self.field}__in": self.values})


@dataclass(frozen=True)
class Period:
    """Rows of the days from … to …, both included, by the reader's clock."""

    key: str
    label: str
    field: str
    first: date | None = None
    last: date | None = None

    template = "parts/filter_period.html"

    def of(self, asked):
        return replace(
            self, first=_day(asked.get(f"{self.key}_from")), last=_day(asked.get(f"{self.key}_to"))
        )

    @property
    def is_on(self):
        return bool(self.first or self.last)

    @property
    def chosen(self):
        """The days in words."""
        days = [regia.day(each) if each else "" for each in (self.first, self.last)]
        return " … ".join(days).strip()

    def narrow(self, rows):
        zone = timezone.get_current_timezone_name()
        if self.first:
            rows = rows.filter(**{f"{self.field}__gte": start_of_day(self.first, zone)})
        if self.last:
            end = start_of_day(self.last + timedelta(days=1), zone)
            rows = rows.filter(**{f"{self.field}__lt": end})
        return rows


def _day(text):
    """A day as browsers send it; years no shop ever had are left out."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 1970 <= day.year <= 2200 else None
