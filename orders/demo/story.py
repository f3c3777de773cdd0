"""What happened to the demo shop in a year and a half: seasons, weekdays, two sales, a bad week."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache

from catalog.demo import DAYS
from catalog.demo.departments import DEPARTMENTS
from catalog.models import Shop
from config.lib.clock import WorkingCalendar, local_day, start_of_day
from config.lib.seeds import Weighted

WEEKDAYS = [1.12, 1.05, 1.02, 1.0, 0.92, 0.82, 1.07]
HOURS = [4, 2, 1, 1, 1, 2, 5, 12, 22, 30, 36, 38, 40, 44, 40, 36, 35, 37, 41, 50, 62, 68, 48, 20]
A_DAY = timedelta(days=1)
BLACK_FRIDAY_LENGTH = 4  # Friday to Monday
GARDEN_WEEK_LENGTH = 8
GARDEN_STOCK_LASTS = 2  # days; then the barbecues of the garden week are sold out
STAR = "Barbecue"  # the department whose stock ran out
BAD_WEEK = 9  # days until today in which a carrier was slow


@dataclass(frozen=True, eq=False)
class Story:
    """The calendar of the demo, ending at a moment."""

    now: datetime
    shop: Shop

    @property
    def zone(self) -> str:
        return self.shop.time_zone

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The shop's own working hours."""
        return self.shop.calendar()

    @cached_property
    def today(self) -> date:
        return local_day(self.now, self.zone)

    @cached_property
    def yesterday(self) -> date:
        """The day on which buyers said what they thought of the slow carrier."""
        return self.today - A_DAY

    @cached_property
    def days(self) -> list[date]:
        return [self.today - A_DAY * back for back in range(DAYS, -1, -1)]

    @cached_property
    def black_friday(self) -> date:
        """The last one that is over: the sale that went well."""
        years = [self.today.year, self.today.year - 1]
        fridays = [date(year, 11, 23) for year in years]
        fridays = [day + A_DAY * ((4 - day.weekday()) % 7) for day in fridays]
        return next(day for day in fridays if day + A_DAY * 10 < self.today)

    @cached_property
    def garden_week(self) -> date:
        """The first week of the last June that is over: the sale that ran out of stock."""
        mondays = [date(year, 6, 1) for year in (self.today.year, self.today.year - 1)]
        mondays = [day + A_DAY * (-day.weekday() % 7) for day in mondays]
        return next(day for day in mondays if day + A_DAY * 21 < self.today)

    def starts(self, day: date) -> datetime:
        return _start(day, self.zone)

    def is_black_friday(self, day: date) -> bool:
        return 0 <= (day - self.black_friday).days < BLACK_FRIDAY_LENGTH

    def is_garden_week(self, day: date) -> bool:
        return 0 <= (day - self.garden_week).days < GARDEN_WEEK_LENGTH

    def is_sold_out(self, day: date) -> bool:
        return GARDEN_STOCK_LASTS <= (day - self.garden_week).days < GARDEN_WEEK_LENGTH + 3

    def is_bad_week(self, day: date) -> bool:
        return (self.today - day).days <= BAD_WEEK

    def appetite(self, day: date) -> dict[str, float]:
        """How much each department sells on a day."""
        wanted = {d.name: d.share * _in_season(d.season, day) for d in DEPARTMENTS}
        if self.is_garden_week(day):
            wanted[STAR] *= 3.5 if not self.is_sold_out(day) else 0.5
        return wanted

    def pull(self, day: date) -> float:
        """How many come on a day, one being the plain day of the first year."""
        growth = 1 + 0.25 * (day - self.days[0]).days / DAYS
        event = 2.9 if self.is_black_friday(day) else 1.0
        if self.is_garden_week(day):
            event = 0.72 if self.is_sold_out(day) else 1.9
        return growth * event * WEEKDAYS[day.weekday()] * sum(self.appetite(day).values())

    def elapsed(self, day: date) -> float:
        """The share of a day's traffic that has come by now: all of it, but for today's."""
        if day < self.today:
            return 1.0
        hours = (self.now - self.starts(day)).total_seconds() / 3600
        whole = int(hours)
        part = sum(HOURS[:whole]) + (hours - whole) * HOURS[min(whole, 23)]
        return max(part / sum(HOURS), 0.04)

    def moments(self, rolls, how_many: int, damped: float = 1.0, last: int = DAYS + 1) -> list:
        """So many moments of the last days, oldest first, the busy days and hours denser."""
        days = self.days[-last:]
        by_day = Weighted({day: self.pull(day) ** damped * self.elapsed(day) for day in days})
        by_hour = Weighted(dict(enumerate(HOURS)))
        found = []
        while len(found) < how_many:
            day = by_day.roll(rolls)
            moment = self.now
            while moment >= self.now:
                moment = self.starts(day) + timedelta(hours=by_hour.roll(rolls) + rolls.random())
            found.append(moment.replace(microsecond=0))
        return sorted(found)


def story_until(now: datetime) -> Story:
    return Story(now, Shop.current())


@lru_cache(maxsize=1000)
def _start(day: date, zone: str) -> datetime:
    return start_of_day(day, zone).astimezone(UTC)


def _in_season(season: list[float], day: date) -> float:
    """A month's weight, sliding to the next one's from its middle on."""
    offset = (day.day - 15) / 30
    neighbour = season[(day.month - 1 + (1 if offset > 0 else -1)) % 12]
    return season[day.month - 1] * (1 - abs(offset)) + neighbour * abs(offset)
