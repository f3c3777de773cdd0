"""A second pair of eyes; where there is none, the same pair on another day."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from config.lib.clock import Timeline, local_day
from roles.team import calendars
from roles.team.models import User


def others_who_may(permission: str, *, than: Iterable[int]) -> QuerySet[User]:
    """Who holds a permission by a hat, these people left out: they could look with fresh eyes."""
    holders = ModelBackend().with_perm(permission, is_active=True, include_superusers=False)
    return holders.exclude(pk__in=than)


def second_look_at(person: User, at: datetime) -> datetime:
    """When somebody's own work may come back to them: as their next working day begins."""
    calendar = calendars.of([person])[person.pk]
    return Timeline(calendar, since=local_day(at, calendar.zone)).days_after(at, 1)
