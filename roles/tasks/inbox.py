"""What waits for a person, in the order in which waiting costs."""

from dataclasses import dataclass
from datetime import datetime

from babel import dates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.templatetags.regia import money, reader, upcoming
from roles.tasks import kinds, queue
from roles.tasks.models import Mention, Task
from roles.tasks.querysets import IN_A_WEEK, LATER, NOW, TODAY
from roles.team import calendars

A_SHEET = 50
MOST_ROWS = 1000
BADGE_STOPS_AT = 100
TITLES = {
    NOW: gettext_lazy("Now"),
    TODAY: gettext_lazy("Today"),
    IN_A_WEEK: gettext_lazy("In the next seven days"),
    LATER: gettext_lazy("Later"),
}


@dataclass(frozen=True)
class Section:
    """A stretch of the inbox: its tasks on this sheet, and how many there are in all."""

    title: str
    tasks: list[Task]
    total: int
    is_longer: bool = False


def sections(user, *, now: datetime, rows: int = A_SHEET, kind: str = "") -> list[Section]:
    """The first rows of a person's inbox, or those of a kind, by when they must be begun."""
    places = queue.top(user, now=now, rows=rows, kind=kind)
    tasks = top_of(user, places, now=now)
    totals = {place.section: place.total for place in places.values()}
    return [
        Section(
            title=TITLES[key],
            tasks=[task for task in tasks if places[task.pk].section == key],
            total=min(total, queue.MOST_COUNTED),
            is_longer=total > queue.MOST_COUNTED,
        )
        for key, total in totals.items()
    ]


def top_of(user, places: dict[int, queue.Place], *, now: datetime) -> list[Task]:
    """The tasks of these places in their order, with all that a line says about them."""
    found = Task.objects.filter(pk__in=places)
    shown = {task.pk: task for task in lined_up(found, len(places), user=user, now=now)}
    return [shown[pk] for pk in places if pk in shown]


def waiting(user, *, now: datetime, rows: int = A_SHEET) -> list[Task]:
    """What a person put to rest, the next to wake first."""
    resting = Task.objects.filter(assignee=user, status=Task.Status.WAITING)
    return lined_up(resting.order_by("waiting_until", "pk"), rows, user=user, now=now)


def ended(user, *, now: datetime, rows: int = A_SHEET) -> list[Task]:
    """What a person had and is done, the newest first."""
    done = Task.objects.filter(assignee=user, status=Task.Status.DONE)
    return lined_up(done.order_by("-ended_at", "-pk"), rows, user=user, now=now)


def mentions(user) -> list[Mention]:
    """Where a person was named and has not looked yet."""
    unread = Mention.objects.filter(person=user, read_at=None)
    shown = unread.select_related("comment__author", "comment__task")
    return list(shown.prefetch_related("comment__subject").order_by("-pk")[:A_SHEET])


def count(user) -> int:
    """How much waits for a person; beyond a hundred nobody counts."""
    tasks = Task.objects.inbox_of(user)[:BADGE_STOPS_AT].count()
    named = Mention.objects.filter(person=user, read_at=None)[:BADGE_STOPS_AT].count()
    return min(tasks + named, BADGE_STOPS_AT)


def read_all(task: Task, user, *, now: datetime) -> int:
    """A person has seen what was said to them about a task."""
    return Mention.objects.filter(comment__task=task, person=user, read_at=None).update(read_at=now)


def lined_up(tasks, rows: int, *, user, now: datetime) -> list[Task]:
    """So many tasks with all that a line says about them."""
    shown = list(tasks.shown().prefetch_related("subject")[: min(rows, MOST_ROWS)])
    has_hats = len({task.role_id for task in shown}) > 1
    for task in shown:
        task.tells_hat = has_hats  # who wears one hat knows it
        task.why = reason(task, user=user, now=now)
        task.costs = costs(task, now=now)
        kind = kinds.of(task.need)
        task.sign, task.kind_label = kinds.SIGNS[kind], kinds.LABELS[kind]
    return shown


def reason(task: Task, *, user, now: datetime) -> tuple[str, str]:
    """Why a task stands where it stands: a state for the eye, and a word."""
    if not task.is_undone:
        return "good", task.get_status_display()
    if task.due_at < now:
        span = dates.format_timedelta(now - task.due_at, threshold=1.5, locale=reader())
        return "late", _("Late by %(time)s") % {"time": span}
    if task.begin_by <= now:
        return "soon", _("Begin now")
    if task.priority == Task.Priority.URGENT:
        return "soon", _("Urgent")
    if user and task.assignee_id == user.pk and task.status == Task.Status.OPEN:
        return "accent", _("Handed to you")
    if task.priority == Task.Priority.HIGH:
        return "soon", _("High")
    if user and task.status == Task.Status.TAKEN:
        return "accent", _("You took it")
    return "quiet", ""


def costs(task: Task, *, now: datetime) -> list[str]:
    """What waiting costs, in words: until when one can still begin, and the money a day."""
    if not task.is_undone:
        return []
    words = []
    if task.start_by and task.start_by > now:
        words.append(_("you can still start %(moment)s") % {"moment": upcoming(task.start_by)})
    if task.at_risk:
        amount = money(task.at_risk, calendars.shop_currency())
        words.append(_("%(money)s a day wait on it") % {"money": amount})
    return words
