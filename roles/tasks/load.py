"""How much everybody has to do, beside the hours they have to do it in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum

from roles.tasks.models import Task
from roles.team import presence
from roles.team.capacity import state_of
from roles.team.models import User
from roles.team.presence import Presence


@dataclass(frozen=True)
class Load:
    """One person: where they are today, their hours in days to come, and the work due in them."""

    one: Presence
    free: float
    hours: float
    late: int

    @property
    def share(self) -> float | None:
        """The work in hand as a share of the hours; nothing to compare for who has none."""
        return self.hours / self.free if self.free else None

    @property
    def state(self) -> str:
        return state_of(self.hours, self.free)


def of_everybody(*, now: datetime, days: int) -> list[Load]:
    """The staff with what is due within so many days or late: the fullest first."""
    people = presence.of_people(User.objects.staff().with_hats(), now=now)
    due = _due_by_person(now=now, until=now + timedelta(days=days))
    loads = [
        Load(
            one=one,
            free=sum(list(one.hours.values())[:days]),
            hours=float(due.get(one.person.pk, {}).get("hours") or 0),
            late=due.get(one.person.pk, {}).get("late", 0),
        )
        for one in people
    ]
    return sorted(loads, key=lambda load: (-(load.share or load.hours), load.one.person.name))


def _due_by_person(*, now: datetime, until: datetime) -> dict[int, dict]:
    in_hand = Task.objects.to_do().filter(assignee__isnull=False, due_at__lt=until).order_by()
    sums = in_hand.values("assignee").annotate(
        hours=Sum("hours"), late=Count("pk", Q(due_at__lt=now))
    )
    return {row["assignee"]: row for row in sums}
