"""Requests between roles. Each verb moves the request, and with it the task of whose turn it is."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_noop

from config.lib.clock import Timeline, local_day
from roles.tasks import openings
from roles.tasks.models import Request, Task
from roles.tasks.needs import Need
from roles.tasks.openings import Opening
from roles.tasks.sheets import keep_once
from roles.team import calendars
from roles.team.models import Role, User

WITH_THEM, WITH_ASKER = "request", "request-answer"
HOURS_TO_JUDGE = 8  # working hours in which whoever asked looks at what came of it
ASKED = gettext_noop("Asked of you")
DECLINED = gettext_noop("They declined")
DELIVERED = gettext_noop("Delivered to you")

LATE = Need(
    key="request-late",
    title=gettext_noop("Decide about the late request"),
    role=Role.COORDINATOR,
    due_in_hours=4,
    subjects=lambda now: Request.objects.late(now=now),
    door="tasks:request",
    priority=Task.Priority.HIGH,
    how=gettext_noop("It was needed by now. Move it, help with it, or withdraw it."),
)


@transaction.atomic
def ask(request: Request, *, by: User, at: datetime) -> Request:
    """One role asks another. The same sheet handed in twice is one request."""
    request.asked_by, request.asked_at = by, at
    kept, is_new = keep_once(request)
    if is_new:
        kept.moves.create(came_from="", became=kept.status, moved_at=at, moved_by=by)
        _settle(kept, by=by, at=at)
    return kept


@transaction.atomic
def accept(request: Request, *, by: User, at: datetime) -> None:
    """It will be done, by whoever says so."""
    request.accept(hours=_hours_since_asked(request, by, at), by=by, at=at)
    for task in Task.objects.undone().filter(need=WITH_THEM).of_subject(_kind(), request.pk):
        if task.assignee_id != by.pk:
            task.hand_over(by, by=by, at=at)


@transaction.atomic
def decline(request: Request, *, why: str, by: User, at: datetime) -> None:
    """It will not be done, and why."""
    request.decline(why=why, hours=_hours_since_asked(request, by, at), by=by, at=at)
    _settle(request, by=by, at=at)


@transaction.atomic
def deliver(request: Request, *, note: str = "", by: User, at: datetime) -> None:
    """Here it is: whoever asked looks whether it is what they needed."""
    request.deliver(note=note, by=by, at=at)
    _settle(request, by=by, at=at)


@transaction.atomic
def confirm(request: Request, *, by: User, at: datetime) -> None:
    """It is what was needed."""
    request.confirm(by=by, at=at)
    _settle(request, by=by, at=at)


@transaction.atomic
def send_back(request: Request, *, why: str, by: User, at: datetime) -> None:
    """Something is missing: it is theirs again, and they said yes already."""
    request.send_back(why=why, by=by, at=at)
    _settle(request, by=by, at=at)


@transaction.atomic
def ask_again(request: Request, *, note: str = "", by: User, at: datetime) -> None:
    """Once more, to the whole role, with what has changed."""
    request.ask_again(note=note, by=by, at=at)
    _settle(request, by=by, at=at)


@transaction.atomic
def withdraw(request: Request, *, why: str = "", by: User, at: datetime) -> None:
    """It is no longer needed."""
    request.withdraw(why=why, by=by, at=at)
    _settle(request, by=by, at=at)


def _settle(request: Request, *, by: User, at: datetime) -> None:
    """Its turn has a task, with them or with whoever asked; the other's is over."""
    turns = {WITH_THEM: request.WITH_THEM, WITH_ASKER: request.WITH_ASKER}
    for need, states in turns.items():
        if request.status not in states:
            openings.close(need, Request, [request.pk], now=at, by=by.pk)
    if request.status in request.WITH_THEM:
        openings.open_many(WITH_THEM, Request, [_for_them(request)], now=at)
    elif request.status in request.WITH_ASKER:
        openings.open_many(WITH_ASKER, Request, [_for_asker(request, at)], now=at)


def _for_them(request: Request) -> Opening:
    return Opening(
        subject_id=request.pk,
        title=ASKED,
        details=request.details,
        role_id=request.to_role_id,
        assignee_id=request.to_person_id,
        due_at=request.due_at,
        door="tasks:request",
    )


def _for_asker(request: Request, at: datetime) -> Opening:
    is_delivered = request.status == request.Status.DELIVERED
    return Opening(
        subject_id=request.pk,
        title=DELIVERED if is_delivered else DECLINED,
        details=request.accepted_when if is_delivered else request.last_word(),
        role_id=request.from_role_id,
        assignee_id=request.asked_by_id,
        due_at=calendars.of_shop().add_hours(at, HOURS_TO_JUDGE),
        door="tasks:request",
    )


def _hours_since_asked(request: Request, by: User, at: datetime) -> float:
    """The working hours somebody let it wait, on their own calendar."""
    calendar = calendars.of([by])[by.pk]
    line = Timeline(calendar, since=local_day(request.asked_at, calendar.zone))
    return round(line.hours_between(request.asked_at, at), 2)


def _kind() -> int:
    return ContentType.objects.get_for_model(Request).pk
