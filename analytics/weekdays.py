"""A day's figures beside those of the same weekdays before it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import Min

from analytics import bounds, reading
from analytics.bounds import WEEKS, Bounds
from analytics.kpi import Kpi
from analytics.models import Measurement, Target
from catalog.models import Channel

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Verdict:
    """A figure of a day, and the bounds it was held against. No value: its evening was missed."""

    kpi: Kpi
    channel_id: int | None
    day: date
    value: float | None
    bounds: Bounds

    @property
    def is_bad(self) -> bool:
        return self.value is None or not self.bounds.hold(self.value)


class SameWeekdays:
    """What every KPI was on a day and on the same weekdays before it, read once."""

    def __init__(self, day: date, is_day_off: Callable[[date], bool]):
        self.day = day
        self.before = [
            each
            for each in (day - number * A_WEEK for number in range(1, WEEKS + 1))
            if not is_day_off(each)
        ]
        self.is_usual_day = not is_day_off(day)
        totals = Measurement.objects.filter(dimension="")
        self.begun = {
            (key, channel): first
            for key, channel, first in totals.values_list("kpi", "channel_id").annotate(Min("day"))
        }
        self.sums = self._read(totals)

    def _read(self, totals) -> dict:
        """The sums of each day by KPI and channel, and over all channels under None."""
        rows = totals.filter(day__in=[self.day, *self.before])
        sums = defaultdict(list)
        for row in reading.added_up(rows, "kpi", "channel_id", "day"):
            sums[row["kpi"], row["channel_id"], row["day"]].append(row)
            if row["channel_id"] is not None:
                sums[row["kpi"], None, row["day"]].append(row)
        return sums

    def verdict(
        self, kpi: Kpi, channel: Channel | None, target: Target | None
    ) -> Iterator[Verdict]:
        """How a figure stands against its target's bounds, or else against what is usual."""
        channel_id = channel and channel.pk
        value, cases = self._value(kpi, channel_id, self.day)
        if value is None:
            return
        found = self._asked(target) or self._usual(kpi, channel_id, cases)
        if found:
            yield Verdict(kpi, channel_id, self.day, value, found)

    def _asked(self, target) -> Bounds | None:
        if target is None or (target.lowest is None and target.highest is None):
            return None
        lowest, highest = (
            None if each is None else float(each) for each in (target.lowest, target.highest)
        )
        return Bounds(float(target.value), lowest, highest)

    def _usual(self, kpi, channel_id, cases) -> Bounds | None:
        if not self.is_usual_day:
            return None
        known = [self._value(kpi, channel_id, day)[0] for day in self.before]
        history = [value for value in known if value is not None]
        if not history:
            return None
        noise = bounds.noise(kpi.unit, median(history), cases)
        return bounds.usual(history, better=kpi.better, noise=noise)

    def _value(self, kpi, channel_id, day) -> tuple[float | None, float | None]:
        """A day's figure, and out of how many cases. An amount nobody added to is zero."""
        rows = self.sums.get((kpi.key, channel_id, day), [])
        top, bottom = reading.sums_of(rows)
        if kpi.is_ratio:
            return (
                (float(top / bottom), float(bottom)) if top is not None and bottom else (None,) * 2
            )
        if not rows:
            began = self.begun.get((kpi.key, channel_id))
            top = 0 if began and began <= day else None
        return (None if top is None else float(top)), None
