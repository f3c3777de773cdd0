"""What becomes of an order of the demo: paid, sent, delivered, or cancelled on the way."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.lib.clock import local_day
from config.lib.seeds import Weighted
from orders.demo.story import Story

METHODS = {
    "own_shop": Weighted({"card": 52, "paypal": 27, "bank_transfer": 9, "klarna": 12}),
    "marketplace": Weighted({"marketplace": 1}),
    "comparison": Weighted({"card": 70, "paypal": 30}),
}
TRANSIT = {  # working days on the road
    "IT": Weighted({1: 46, 2: 40, 3: 11, 4: 3}),
    "ES": Weighted({3: 42, 4: 38, 5: 15, 7: 5}),
}
PROMISED = {"IT": 3, "ES": 5}  # working days from the courier to the door, as promised
GIVEN_UP_AFTER = timedelta(days=7)  # an unpaid bank transfer
AFTERNOON = 14 * 60, 17 * 60 + 50  # the courier comes
A_DAY = timedelta(days=1)


@dataclass(slots=True)
class Life:
    placed_at: datetime
    method: str = ""
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    cancelled_at: datetime | None = None
    returned_at: datetime | None = None
    ship_by: datetime | None = None
    promised_date: date | None = None

    @property
    def status(self) -> str:
        steps = [
            ("cancelled", self.cancelled_at),
            ("returned", self.returned_at),
            ("delivered", self.delivered_at),
            ("shipped", self.shipped_at),
            ("in_preparation", self.paid_at),
        ]
        return next((name for name, at in steps if at), "placed")

    def until(self, now: datetime) -> "Life":
        """The same life, without what has not happened yet."""
        for name in ("paid_at", "shipped_at", "delivered_at", "cancelled_at", "returned_at"):
            moment = getattr(self, name)
            if moment and moment > now:
                setattr(self, name, None)
        return self


class Fates:
    """Decides what becomes of each order, on the shop's own working calendar."""

    def __init__(self, story: Story, rolls):
        self.story, self.rolls = story, rolls
        self.calendar, self.zone = story.calendar, ZoneInfo(story.zone)
        days = (story.days[0] + A_DAY * ahead for ahead in range(len(story.days) + 60))
        self.working = [day for day in days if self.calendar.works_on(day)]
        self._promises = {}

    def of(self, placed_at, channel, is_scarce: bool) -> Life:
        """`is_scarce`: something in the basket is sold out."""
        life = Life(placed_at, METHODS[channel.kind].roll(self.rolls))
        self._pay(life)
        if not life.paid_at:
            return life.until(self.story.now)
        life.ship_by = self._promise(life.paid_at, channel.handling_days)
        if self.rolls.random() < (0.4 if is_scarce else 0.018):
            hours = self.rolls.uniform(20, 90) if is_scarce else self.rolls.uniform(0.3, 9)
            life.cancelled_at = life.paid_at + timedelta(hours=hours)
        else:
            self._send(life, channel, is_scarce)
        return life.until(self.story.now)

    def _pay(self, life):
        if life.method != "bank_transfer":
            life.paid_at = life.placed_at + timedelta(seconds=self.rolls.randint(20, 200))
        elif self.rolls.random() < 0.9:
            life.paid_at = life.placed_at + timedelta(hours=self.rolls.uniform(5, 80))
        else:
            life.cancelled_at = life.placed_at + GIVEN_UP_AFTER

    def _send(self, life, channel, is_scarce):
        by = bisect_left(self.working, life.ship_by.astimezone(self.zone).date())
        life.promised_date = self.working[by + PROMISED[channel.country]]
        leaves_on = self._day_it_leaves(life.paid_at, is_scarce)
        if self._is_stuck(life):
            return
        is_late = leaves_on > by and self.rolls.random() < 0.75  # then it leaves first thing
        minutes = self.rolls.randint(*((9 * 60, 11 * 60) if is_late else AFTERNOON))
        life.shipped_at = self._moment(self.working[leaves_on], minutes)
        if self.rolls.random() < 0.0025:
            return  # lost on the road
        days = TRANSIT[channel.country].roll(self.rolls)
        if self.story.is_bad_week(self.working[leaves_on]) and self.rolls.random() < 0.35:
            days += 2
        life.delivered_at = self._moment(
            self.working[leaves_on + days], self.rolls.randint(9 * 60, 19 * 60)
        )
        if self.rolls.random() < 0.028:
            life.returned_at = life.delivered_at + timedelta(days=self.rolls.uniform(4, 14))

    def _day_it_leaves(self, paid_at, is_scarce) -> int:
        """The place among the working days: the same day if paid early, the next if not."""
        local = paid_at.astimezone(self.zone)
        day = local.date()
        is_early = local.hour < 12 and self.rolls.random() < 0.6
        place = (bisect_left if is_early else bisect_right)(self.working, day)
        late = 0.04
        if is_scarce:
            late = 0.75
        elif self.story.is_black_friday(day) or self.story.is_garden_week(day):
            late = 0.13
        return place + (self.rolls.choice([1, 1, 2, 3]) if self.rolls.random() < late else 0)

    def _is_stuck(self, life) -> bool:
        """A few orders of these days wait for something, and are late by now."""
        age = self.story.today - local_day(life.paid_at, self.story.zone)
        return 2 <= age.days <= 8 and self.rolls.random() < 0.025

    def _promise(self, paid_at, handling_days):
        key = (local_day(paid_at, self.story.zone), handling_days)
        if key not in self._promises:
            self._promises[key] = self.calendar.add_days(paid_at, handling_days)
        return self._promises[key]

    def _moment(self, day, minutes):
        clock = time(minutes // 60, minutes % 60, self.rolls.randrange(60))
        return datetime.combine(day, clock, tzinfo=self.zone)
