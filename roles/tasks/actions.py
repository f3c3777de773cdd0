"""What moves work along. One function per verb; each is one transaction."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_noop

from config.lib.clock import local_day
from roles.tasks import sweep
from roles.tasks.models import NeedSetting, Task
from roles.tasks.needs import Need
from roles.team import calendars, outsiders
from roles.team.models import Role, User

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
    role = Role.objects.get(key=need.role)
    if not (setting.is_on and role.is_active):
        ended = sweep.cancel_tasks(need, now=now, why=TURNED_OFF)
        _take_back(ended)
        return Swept(closed=len(ended))
    ended = sweep.close_tasks(need, now=now)
    _take_back(ended)
    due_at = calendars.of_shop().add_hours(now, setting.due_in_hours or need.due_in_hours)
    opened = sweep.open_tasks(need, setting, role, due_at=due_at, now=now)
    return Swept(opened, len(ended), _hand_out(need, setting, role, now=now))


def who_may_be_given_work(role: Role, *, now: datetime) -> list[User]:
    """Who wears the hat and works today; else the role's deputy, if they do."""
    wearers = list(User.objects.wearing(role.key).order_by("pk"))
    deputies = [role.deputy] if role.deputy_id else []
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


def _take_back(ended: list[tuple[int, bool]]) -> None:
    """Work that ended gives back what was lent for it."""
    for task in Task.objects.filter(pk__in=[pk for pk, was_lent in ended if was_lent]):
        give_back(task)


def give_back(task: Task) -> None:
    """An outsider no longer sees the subject, unless other work of theirs still needs it."""
    same = Task.objects.undone().filter(
        assignee=task.assignee_id, subject_type=task.subject_type_id, subject_id=task.subject_id
    )
    if task.assignee and task.subject and not same.exclude(pk=task.pk).exists():
        outsiders.take_back(task.assignee, task.subject)
    Task.objects.filter(pk=task.pk).update(is_lent=False)
