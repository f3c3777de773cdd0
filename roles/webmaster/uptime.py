"""How well addresses answered: the share of right answers, and how long the first byte took."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from catalog.models import Shop
from config.lib.clock import local_day
from roles.webmaster.models import CheckDay

DAYS = 30


@dataclass
class Record:
    """Thirty days of one address. None is a day on which nobody asked."""

    asked: int = 0
    passed: int = 0
    first_bytes: dict[date, int] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)

    @property
    def share(self):
        return self.passed / self.asked if self.asked else None

    @property
    def line(self):
        """The day's first byte in milliseconds, day by day."""
        return [self.first_bytes.get(day) for day in self.days]

    def add(self, row):
        self.asked += row.asked
        self.passed += row.passed
        if row.timed:
            self.first_bytes[row.date] = round(row.first_byte_sum_ms / row.timed)


def first_day(now: datetime) -> date:
    """The first of the last thirty days of the shop."""
    return local_day(now, Shop.current().time_zone) - timedelta(days=DAYS - 1)


def of(checks, *, now: datetime) -> dict[int, Record]:
    """The last thirty days of some checks, in one question."""
    first = first_day(now)
    days = [first + timedelta(days=n) for n in range(DAYS)]
    records = {check.pk: Record(days=days) for check in checks}
    for row in CheckDay.objects.since(first).filter(check_of__in=records):
        records[row.check_of_id].add(row)
    return records
