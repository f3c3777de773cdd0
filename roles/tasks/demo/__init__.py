"""A year and a half of the demo team's work by hand, and what lies on the table today."""

from datetime import datetime, timedelta
from uuid import UUID

from config.lib.seeds import copy_in, dice, next_id, words
from roles.tasks import actions
from roles.tasks.demo.requests import ask_around
from roles.tasks.demo.sheets import ROUTINE, TODAY
from roles.tasks.models import Task, TaskMove
from roles.team import calendars
from roles.team.demo import cast
from roles.team.models import Role, User

WEEKS = 78
PER_WEEK = 1.1  # for each hat
HISTORY = words(
    "id title role_id assignee_id status priority hours opened_at opened_by_id due_at ended_at"
)
MOVE = words("subject_id came_from became moved_at moved_by_id note")


def fill(now: datetime, seed: int, scale: float) -> None:
    """The routine of all the weeks, then today's table."""
    rolls = dice(seed, "tasks")
    _work_through(list(_routine(now, rolls, scale)), now)
    _lay_the_table(now, rolls)
    ask_around(now, rolls)


def _routine(now, rolls, scale):
    """(hat, person, title, opened, due, ended, hours) of the work of every week."""
    shop, people = calendars.of_shop(), list(User.objects.order_by("pk"))
    boss, hours_of = people[0], calendars.of(people)
    teams = _teams()
    for week in range(int(WEEKS * min(1, scale * 10)), 0, -1):
        for role, wearers in teams:
            for _ in range(int(PER_WEEK + rolls.random())):
                back = timedelta(days=7 * week - rolls.randrange(5), hours=rolls.randrange(10))
                opened = shop.add_hours(now - back, rolls.random())
                person, hours = rolls.choice(wearers), rolls.choice([1, 1, 2, 3, 4])
                due = shop.add_days(opened, rolls.choice([2, 3, 5]))
                needed = hours + rolls.expovariate(1 / 9)
                ended = hours_of[person.pk].add_hours(opened, needed)
                title = rolls.choice(ROUTINE[role.key])
                yield role, person, boss, title, opened, due, ended, hours


def _teams():
    """Each hat with those who wear it."""
    roles = Role.objects.filter(key__in=ROUTINE).order_by("pk")
    return [(role, list(User.objects.wearing(role.key).order_by("pk"))) for role in roles]


def _work_through(routine, now):
    rows, moves, number = [], [], next_id(Task)
    for role, person, boss, title, opened, due, ended, hours in routine:
        taken = opened + (ended - opened) / 3
        status = "done" if ended < now else "taken" if taken < now else "open"
        rows.append((
            number, title, role.pk, person.pk if status != "open" else None, status, 3, hours,
            opened, boss.pk, due, ended if status == "done" else None,
        ))  # fmt: skip
        steps = [("", "open", opened, boss), ("open", "taken", taken, person)]
        steps.append(("taken", "done", ended, person))
        moves += [
            (number, came_from, became, at, by.pk, "")
            for came_from, became, at, by in steps
            if at < now
        ]
        number += 1
    copy_in(Task, HISTORY, rows)
    copy_in(TaskMove, MOVE, moves)


def _lay_the_table(now, rolls):
    """Today's handful, each in another state, with what was said about it."""
    people, shop = cast(), calendars.of_shop()
    for sheet in TODAY:
        by, at = people[sheet.by], now - timedelta(hours=sheet.hours_ago)
        task = Task(
            title=sheet.title,
            details=sheet.details,
            role=Role.objects.get(key=sheet.role),
            priority=sheet.priority,
            hours=sheet.hours,
            due_at=shop.add_hours(now, sheet.due_in) if sheet.due_in > 0 else at + (now - at) / 2,
            form_key=UUID(int=rolls.getrandbits(128), version=4),
        )
        task = actions.open_by_hand(task, by=by, at=at)
        for step, (verb, who, said) in enumerate(sheet.steps, start=1):
            moment = at + (now - at) * step / (len(sheet.steps) + 2)
            _step(task, verb, people[who], said, by, moment, now, rolls)


def _step(task, verb, person, said, boss, at, now, rolls):
    task.refresh_from_db()
    if verb == "says":
        key = UUID(int=rolls.getrandbits(128), version=4)
        actions.comment(task, said, by=person, at=at, form_key=key)
    elif verb == "takes":
        task.take(by=person, at=at)
    elif verb == "gets":
        actions.hand_over(task, person, by=boss, at=at, note=said)
    elif verb == "waits":
        until = calendars.of_shop().add_days(now, 2)
        task.wait(by=task.assignee or boss, at=at, until=until, why=said)
    elif verb == "waits for":
        task.wait(by=task.assignee or boss, at=at, for_person=person, why=said)
    elif verb == "ends":
        actions.finish(task, by=person, at=at)
    elif verb == "cancels":
        actions.cancel(task, why=said, by=person, at=at)
