"""What moves work along. One function per verb; each is one transaction."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from config.lib.clock import Timeline, WorkingCalendar, local_day
from roles.tasks import events, sweep, talk
from roles.tasks.models import Comment, NeedSetting, Task
from roles.tasks.needs import Need
from roles.tasks.sheets import keep_once
from roles.team import calendars, outsiders
from roles.team.models import Role, User

LONG = 2  # hours of work from which on its last moment to begin is worth knowing
TURNED_OFF = gettext_noop("The need was turned off.")


class Swept(NamedTuple):
    """What one look at a need changed."""

    opened: int = 0
    closed: int = 0
    handed_out: int = 0


@transaction.atomic
def open_and_close(need: Need, *, now: datetime) -> Swept:
    """Every subject in need gets its one task; every task whose need has gone is done."""
    setting = NeedSetting.of(need)
    role = Role.objects.select_related("deputy").get(key=need.role)
    if not (setting.is_on and role.is_active):
        return Swept(closed=settle_loans(sweep.cancel_tasks(need, now=now, why=TURNED_OFF)))
    subjects = need.subjects(now)
    closed = settle_loans(sweep.close_tasks(need, subjects, now=now))
    hours = need.due_in_hours if setting.due_in_hours is None else setting.due_in_hours
    shop = calendars.of_shop()
    due_at = shop.add_hours(now, hours)
    start_by = last_start(due_at, need.hours, calendar=shop)
    opened = sweep.open_tasks(
        need, subjects, setting, role, due_at=due_at, start_by=start_by, now=now
    )
    return Swept(opened, closed, _hand_out(need, setting, role, now=now))


def last_start(due_at: datetime, hours, *, calendar: WorkingCalendar) -> datetime | None:
    """By when longer work must be begun; what is soon done may wait until it is due."""
    if hours < LONG:
        return None
    line = Timeline(calendar, since=local_day(due_at, calendar.zone))
    return line.subtract(due_at, hours)


def who_may_be_given_work(role: Role, *, now: datetime) -> list[User]:
    """Who wears the hat and works today; else the role's deputy, if they do."""
    wearers = list(User.objects.wearing(role.key).order_by("pk"))
    deputies = [role.deputy] if role.deputy_id and role.deputy.is_active else []
    hours = calendars.of([*wearers, *deputies])

    def in_today(people):
        days = {person.pk: local_day(now, hours[person.pk].zone) for person in people}
        return [person for person in people if hours[person.pk].works_on(days[person.pk])]

    return in_today(wearers) or in_today(deputies)


def _hand_out(need: Need, setting: NeedSetting, role: Role, *, now: datetime) -> int:
    if setting.assignment != NeedSetting.Assignment.LOAD:
        return 0
    people = who_may_be_given_work(role, now=now)
    return sweep.hand_out(need, [person.pk for person in people], now=now) if people else 0


def settle_loans(ended: list[tuple[int, bool]]) -> int:
    """Work that ended gives back what was lent for it."""
    lent = [pk for pk, was_lent in ended if was_lent]
    for task in Task.objects.filter(pk__in=lent) if lent else ():
        _give_back(task)
    return len(ended)


@transaction.atomic
def hand_over(task: Task, to: User | None, *, by: User, at: datetime, note: str = "") -> None:
    """Somebody else gets it, or the role's queue. An outsider gets to see what it is about."""
    if task.is_lent:
        _give_back(task)
    if to is None:
        return task.put_back(by=by, at=at)
    task.hand_over(to, by=by, at=at, note=note)
    return let_see(task)


@transaction.atomic
def finish(task: Task, *, by: User, at: datetime) -> None:
    """Done, said by a person."""
    task.finish(by=by, at=at)
    if task.is_lent:
        _give_back(task)
    if task.is_by_hand:
        transaction.on_commit(lambda: events.tasks_changed.send_robust(sender=None))


@transaction.atomic
def cancel(task: Task, *, why: str, by: User, at: datetime) -> None:
    """It will not be done."""
    task.cancel(why=why, by=by, at=at)
    if task.is_lent:
        _give_back(task)


def let_see(task: Task) -> None:
    """An outsider may look at what their work is about, while it lasts."""
    subject = task.subject
    if subject is not None and not task.assignee.has_perm(_view(subject)):
        outsiders.lend(task.assignee, subject)
        Task.objects.filter(pk=task.pk).update(is_lent=True)
        task.refresh_from_db(fields=["is_lent"])


def _give_back(task: Task) -> None:
    """An outsider no longer sees the subject, unless other work of theirs still needs it."""
    same = Task.objects.undone().of_subject(task.subject_type_id, task.subject_id)
    needed = same.filter(assignee=task.assignee_id, is_lent=True).exclude(pk=task.pk).exists()
    if task.assignee and task.subject and not needed:
        outsiders.take_back(task.assignee, task.subject)
    Task.objects.filter(pk=task.pk).update(is_lent=False)


def _view(subject) -> str:
    return f"{subject._meta.app_label}.view_{subject._meta.model_name}"


@transaction.atomic
def open_by_hand(task: Task, *, by: User, at: datetime) -> Task:
    """Somebody asks for work in person. The same sheet handed in twice is one task."""
    task.opened_by, task.opened_at = by, at
    whose = calendars.of([task.assignee])[task.assignee_id] if task.assignee else None
    task.start_by = last_start(task.due_at, task.hours, calendar=whose or calendars.of_shop())
    kept, is_new = keep_once(task)
    if is_new:
        kept.moves.create(came_from="", became=kept.status, moved_at=at, moved_by=by)
        if kept.assignee:
            let_see(kept)
    return kept


@transaction.atomic
def comment(task: Task, text: str, *, by: User, at: datetime, form_key: UUID) -> Comment:
    """Say something about a task; whoever is named with an @ finds it in their inbox."""
    said, is_new = Comment.objects.get_or_create(
        form_key=form_key, defaults={"task": task, "author": by, "text": text, "said_at": at}
    )
    if is_new:
        talk.mention(said, talk.people_named_in(text))
    return said
