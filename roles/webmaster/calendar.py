"""The next weeks on one sheet: what goes out on which day, and when nothing may."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from config.lib.clock import local_day, start_of_day
from roles.webmaster.models import Freeze, Release

WEEKS = 5
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


@dataclass
class Day:
    """One day of the calendar."""

    date: date
    is_today: bool
    is_past: bool
    releases: list = field(default_factory=list)
    freezes: list = field(default_factory=list)

    @property
    def is_empty(self):
        return not (self.releases or self.freezes)


def weeks(user, *, now: datetime) -> list[list[Day]]:
    """This week and the next ones, Monday first, on the reader's clock."""
    zone = timezone.get_current_timezone_name()
    today = local_day(now, zone)
    monday = today - today.weekday() * A_DAY
    first, last = monday, monday + WEEKS * A_WEEK
    start, end = start_of_day(first, zone), start_of_day(last, zone)
    days = {
        day: Day(day, is_today=day == today, is_past=day < today)
        for day in (first + n * A_DAY for n in range(WEEKS * 7))
    }
    _enter_releases(days, user, start, end, zone)
    _enter_freezes(days, start, end, zone)
    sheet = list(days.values())
    return [sheet[n : n + 7] for n in range(0, len(sheet), 7)]


def _enter_releases(days, user, start, end, zone):
    releases = Release.objects.visible_to(user).exclude(status=Release.Status.CANCELLED)
    shown = releases.filter(planned_at__gte=start, planned_at__lt=end).order_by("planned_at", "pk")
    for release in shown:
        days[local_day(release.planned_at, zone)].releases.append(release)


def _enter_freezes(days, start, end, zone):
    for freeze in Freeze.objects.between(start, end).order_by("from_at", "pk"):
        first = local_day(max(freeze.from_at, start), zone)
        last = local_day(min(freeze.until_at, end) - timedelta(microseconds=1), zone)
        for n in range((last - first).days + 1):
            days[first + n * A_DAY].freezes.append(freeze)
