"""Days and working hours. Plain values in, plain values out; nothing here reads the clock."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo, available_timezones

import holidays
from django.utils.translation import gettext_lazy as _

A_DAY = timedelta(days=1)
LONGEST_SEARCH = 400  # days ahead in which a calendar must find its next working hour
FARTHEST = 3660  # days from its first that a timeline unrolls; beyond them plain time passes
AGES = 40_000_000_000  # seconds of plain time beyond the last working stretch there is
WEEKDAYS = list(
    enumerate(
        [
            _("Monday"),
            _("Tuesday"),
            _("Wednesday"),
            _("Thursday"),
            _("Friday"),
            _("Saturday"),
            _("Sunday"),
        ]
    )
)


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
        for _day in range(LONGEST_SEARCH):
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


class Timeline:
    """A calendar unrolled into working stretches, both ways, as far as it is asked.

    Each moment has a position: the working seconds passed since the calendar's first day here.
    So adding working hours is a plain sum and two look-ups in sorted lists. Whole seconds only.
    """

    def __init__(self, calendar: WorkingCalendar, *, since: date):
        self.calendar = calendar
        self.zone = calendar.zone
        self._zone = ZoneInfo(calendar.zone)
        self._first = self._beyond = self._since = since
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.before: list[int] = []
        self._unroll_later()

    # Moments

    def position(self, moment: datetime) -> int:
        """The working seconds passed until a moment."""
        return self.position_at(int(moment.timestamp()))

    def moment(self, position: int) -> datetime:
        """When so many working seconds have passed: at a closing, not at the next opening."""
        return self._moment(self.second_at(position))

    def latest(self, position: int) -> datetime:
        """Until when no more than so many have passed: at an opening, not at the last closing."""
        return self._moment(self.latest_second_at(position))

    def add(self, moment: datetime, hours: float) -> datetime:
        """The moment when so many working hours have passed since another."""
        seconds = in_seconds(hours)
        return self.moment(self.position(moment) + seconds) if seconds else self.opening(moment)

    def subtract(self, moment: datetime, hours: float) -> datetime:
        """The last moment from which so many working hours are left until another."""
        seconds, position = in_seconds(hours), self.position(moment)
        return self.latest(position - seconds) if seconds else self.moment(position)

    def hours_between(self, start: datetime, end: datetime) -> float:
        """Working hours from one moment to another; less than none where that one was before."""
        return (self.position(end) - self.position(start)) / 3600

    def opening(self, moment: datetime) -> datetime:
        """The moment itself where somebody works then, else the next at which somebody does."""
        second = int(moment.timestamp())
        self._reach(second)
        number = bisect_right(self.starts, second) - 1
        return moment if second < self.ends[number] else self.latest(self.position(moment))

    def days_after(self, moment: datetime, days: int) -> datetime:
        """The opening of the so-many-th working day after the day of a moment."""
        return self._days_on(moment, days, A_DAY)

    def days_before(self, moment: datetime, days: int) -> datetime:
        """The opening of the so-many-th working day before the day of a moment."""
        return self._days_on(moment, days, -A_DAY)

    # The same in seconds since 1970, for whoever asks a hundred thousand times

    def position_at(self, second: int) -> int:
        self._reach(second)
        number = bisect_right(self.starts, second) - 1
        return self.before[number] + min(second, self.ends[number]) - self.starts[number]

    def second_at(self, position: int) -> int:
        self.reach_position(position)
        number = bisect_left(self.before, position) - 1
        return self.starts[number] + position - self.before[number]

    def latest_second_at(self, position: int) -> int:
        self.reach_position(position)
        number = bisect_right(self.before, position) - 1
        return self.starts[number] + position - self.before[number]

    def reach_position(self, position: int) -> None:
        """Unroll until a position lies well inside."""
        while position <= self.before[0]:
            self._unroll_earlier()
        while position >= self._total:
            self._unroll_later()

    def _reach(self, second: int) -> None:
        while second < self.starts[0]:
            self._unroll_earlier()
        while second > self.ends[-1]:
            self._unroll_later()

    @property
    def _total(self) -> int:
        """The working seconds from the first day to the last stretch unrolled."""
        return self.before[-1] + self.ends[-1] - self.starts[-1] if self.starts else 0

    def _unroll_later(self) -> None:
        """Add the stretches of the days to come. Where nobody works any more, plain time passes."""
        first, self._beyond = self._beyond, self._beyond + LONGEST_SEARCH * A_DAY
        is_far = (first - self._since).days >= FARTHEST
        edge = self.ends[-1] if self.ends else int(start_of_day(self._since, self.zone).timestamp())
        stretches = [] if is_far else self._stretches(first, self._beyond)
        for start, end in stretches or [(edge, edge + AGES)]:
            self.before.append(self._total)
            self.starts.append(start)
            self.ends.append(end)

    def _unroll_earlier(self) -> None:
        """Add the stretches of the days before, in the same way."""
        beyond, self._first = self._first, self._first - LONGEST_SEARCH * A_DAY
        is_far = (self._since - beyond).days >= FARTHEST
        edge = self.starts[0]
        stretches = [] if is_far else self._stretches(self._first, beyond)
        stretches = stretches or [(edge - AGES, edge)]
        passed = self.before[0] - sum(end - start for start, end in stretches)
        before = accumulate((end - start for start, end in stretches[:-1]), initial=passed)
        self.starts[:0], self.ends[:0] = zip(*stretches, strict=True)
        self.before[:0] = before

    def _stretches(self, first: date, beyond: date) -> list[tuple[int, int]]:
        """The working stretches of some days: none overlaps, none is empty."""
        found, last = [], 0
        for number in range((beyond - first).days):
            for opens, closes in self.calendar.spans(first + number * A_DAY):
                start, end = max(int(opens.timestamp()), last), int(closes.timestamp())
                if start < end:
                    found.append((start, end))
                    last = end
        return found

    def _moment(self, second: int) -> datetime:
        return datetime.fromtimestamp(second, tz=self._zone)

    def _days_on(self, moment: datetime, days: int, step: timedelta) -> datetime:
        """The opening of the so-many-th working day in a direction; none: the moment itself."""
        day, left = moment.astimezone(self._zone).date(), days
        for _day in range(LONGEST_SEARCH + 2 * days):
            if left <= 0:
                break
            day += step
            left -= self.calendar.works_on(day)
        if left > 0:
            return moment + days * step
        return self.calendar.spans(day)[0][0] if days else moment


def in_seconds(hours: float) -> int:
    """Hours as whole seconds."""
    return round(float(hours) * 3600)
