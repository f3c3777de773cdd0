"""What the coordinator's pages show of work: decisions that wait, and work to hand out."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from roles.tasks import inbox, queue
from roles.tasks.models import Task
from roles.team import calendars, presence
from roles.team.models import Role, User

MOST_CARDS = 40
MOST_DECISIONS = 8


@dataclass(frozen=True)
class Taker:
    """Somebody who could be given work: whether they are in as the shop works next, what they
    have open, and what of it is late."""

    person: User
    hats: list[Role]
    is_out: bool
    back_on: date | None
    open: int
    hours: Decimal
    late: int


def greeting(now: datetime) -> str:
    """What one says at this hour."""
    if now.hour < 12:
        return _("Good morning")
    return _("Good afternoon") if now.hour < 18 else _("Good evening")


def roles() -> list[Role]:
    return list(Role.objects.filter(is_active=True).order_by("pk"))


def decisions(user: User, *, now: datetime) -> dict:
    """The top of the coordinator's own inbox, and how much more there is."""
    first = queue.top(user, now=now, rows=MOST_DECISIONS)
    return {
        "tasks": inbox.top_of(user, first, now=now),
        "total": inbox.count(user),
        "mentions": inbox.mentions(user)[:MOST_DECISIONS],
    }


def unassigned(*, role: str, now: datetime) -> dict:
    """Tasks in the queues of the roles, and the people who wear those hats."""
    loose = Task.objects.unassigned()
    counts = dict(
        loose.order_by().values("role").annotate(n=Count("pk")).values_list("role__key", "n")
    )
    queues = [(hat, counts[hat.key]) for hat in roles() if hat.key in counts]
    chosen = next((hat for hat, _n in queues if hat.key == role), None)
    shown = [hat.pk for hat, _n in queues if chosen in (None, hat)]
    first = queue.unclaimed(shown, now=now, rows=MOST_CARDS)
    return {
        "queues": queues,
        "chosen": chosen,
        "cards": inbox.top_of(None, first, now=now),
        "total": sum(n for hat, n in queues if chosen in (None, hat)),
        "takers": takers(chosen, now=now),
    }


def takers(role: Role | None, *, now: datetime) -> list[Taker]:
    """Everybody who wears the hat, or any hat: the freest first, who is out after the others."""
    team = presence.of_people(User.objects.staff().with_hats().order_by("name"), now=now)
    wearing = [one for one in team if (role in one.hats if role else one.hats)]
    next_days = presence.working_days([calendars.of_shop()], now=now)[:1]
    open_work = _open_of([one.person.pk for one in wearing], now=now)
    found = [
        Taker(
            one.person,
            one.hats,
            any(not one.hours[day] for day in next_days),
            one.back_on,
            *open_work.get(one.person.pk, (0, Decimal(0), 0)),
        )
        for one in wearing
    ]
    return sorted(found, key=lambda taker: (taker.is_out, taker.hours))


def _open_of(people: list[int], *, now: datetime) -> dict[int, tuple[int, Decimal, int]]:
    """Open tasks, their hours, and how many are late, by person."""
    theirs = Task.objects.to_do().filter(assignee__in=people).order_by().values("assignee")
    sums = theirs.annotate(n=Count("pk"), h=Sum("hours"), late=Count("pk", Q(due_at__lt=now)))
    return {row["assignee"]: (row["n"], row["h"], row["late"]) for row in sums}
