"""Days and working hours. Plain values in, plain values out; nothing here reads the clock."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import holidays

A_DAY = timedelta(days=1)
LONGEST_SEARCH = 400  # days ahead in which a calendar must find its next working hour


@lru_cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_time_zone(name: str) -> bool:
    """Whether the machine knows this zone."""
    return name in _zones()


def start_of_day(day: date, zone: str) -> datetime:
    """The first moment of a local day: the half-open day ends where the next begins."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))


def local_day(moment: datetime, zone: str) -> date:
    """The day on which a moment falls, in a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The national public holidays of a country; none for a country nobody has listed."""
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


@dataclass(frozen=True)
class WorkingCalendar:
    """When somebody, or the shop, works: hours by weekday (0 is Monday), less the days off."""

    zone: str
    hours: dict[int, list[tuple[time, time]]] = field(hash=False)
    country: str = ""
    days_off: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        return bool(self.hours.get(day.weekday())) and not self.is_day_off(day)

    def is_day_off(self, day: date) -> bool:
        return day in self.days_off or (
            bool(self.country) and day in public_holidays(self.country, day.year)
        )

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The working stretches of a day, as moments."""
        if not self.works_on(day):
            return []
        zone = ZoneInfo(self.zone)
        return [
            (datetime.combine(day, start, tzinfo=zone), datetime.combine(day, end, tzinfo=zone))
            for start, end in sorted(self.hours[day.weekday()])
        ]

    def add_hours(self, moment: datetime, hours: float) -> datetime:
        """The moment when so many working hours have passed. Nobody works: plain hours pass."""
        left = timedelta(hours=hours)
        for start, end in self._spans_from(moment):
            stretch = _seconds_between(max(start, moment), end)
            if left <= stretch:
                return _later(max(start, moment), left)
            left -= stretch
        return moment + timedelta(hours=hours)

    def add_days(self, moment: datetime, days: int) -> datetime:
        """The close of the so-many-th working day after the day of a moment."""
        day = moment.astimezone(ZoneInfo(self.zone)).date()
        left = days
        for _ in range(LONGEST_SEARCH):
            if self.works_on(day) and left <= 0:
                break
            day += A_DAY
            left -= self.works_on(day)
        spans = self.spans(day)
        return spans[-1][1] if spans else moment + timedelta(days=days)

    def hours_between(self, start: datetime, end: datetime) -> float:
        """Working hours from one moment to a later one."""
        total = timedelta()
        for opens, closes in self._spans_from(start):
            if opens >= end:
                break
            total += max(_seconds_between(max(opens, start), min(closes, end)), timedelta())
        return total.total_seconds() / 3600

    def hours_on(self, day: date) -> float:
        """Working hours of one day."""
        return sum(_seconds_between(*span).total_seconds() for span in self.spans(day)) / 3600

    def _spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = moment.astimezone(ZoneInfo(self.zone)).date()
        for number in range(LONGEST_SEARCH):
            for start, end in self.spans(first + number * A_DAY):
                if end > moment:
                    yield start, end


def _seconds_between(start: datetime, end: datetime) -> timedelta:
    """True time between two moments: Python subtracts wall clocks within one zone."""
    return timedelta(seconds=end.timestamp() - start.timestamp())


def _later(moment: datetime, by: timedelta) -> datetime:
    return datetime.fromtimestamp(moment.timestamp() + by.total_seconds(), tz=moment.tzinfo)
