"""Work against hours: NOON is a Monday noon in Rome, and the shop works from nine to five."""

from datetime import date, timedelta

import pytest

from catalog.models import Shop
from roles.playbooks import capacity
from roles.team.capacity import days_from
from roles.team.models import Absence, Role, WorkingHours
from tests.factories import NOON
from tests.playbooks.rooms import a_run, a_step, a_task

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 6, 15)
WEEK = days_from(MONDAY, count=5)


@pytest.fixture(autouse=True)
def _eight_hours(db):
    Shop.objects.create(pk=Shop.ONLY, closes_at="17:00")


def week_of(person):
    return capacity.look(WEEK, now=NOON).people[person.pk]


def hours(filling):
    return [(round(day.planned, 2), day.free) for day in filling.days]


def test_a_step_is_laid_on_the_days_it_is_planned_for(gwen, walt):
    a_run(
        a_step(effort_hours=6),
        owner=gwen,
        assignee=walt,
        status="ready",
        earliest_start_at=NOON + timedelta(days=1),
        earliest_end_at=NOON + timedelta(days=3),
    )

    found = week_of(walt)

    assert [planned for planned, _free in hours(found)] == [0, 2, 2, 2, 0]
    assert found.whole.state == "good"


def test_what_remains_of_today_is_all_there_is_today(walt):
    """It is noon, and at five they close."""
    assert [day.free for day in week_of(walt).days] == [5, 8, 8, 8, 8]


def test_who_is_away_has_no_hours_and_who_works_mornings_has_few(walt):
    Absence.objects.create(user=walt, from_date=WEEK[1], to_date=WEEK[1])
    for weekday in range(5):
        WorkingHours.objects.create(user=walt, weekday=weekday, starts_at="09:00", ends_at="13:00")

    assert [day.free for day in week_of(walt).days] == [1, 0, 4, 4, 4]


def test_more_than_the_hours_is_over_full(gwen, walt):
    a_run(
        a_step(effort_hours=9),
        owner=gwen,
        assignee=walt,
        status="doing",
        earliest_start_at=NOON,
        earliest_end_at=NOON,
    )

    today = week_of(walt).days[0]

    assert (today.planned, today.free, today.state) == (9, 5, "late")


def test_late_work_is_todays(gwen, walt):
    a_task(Role.WEB_WRITER, due_at=NOON - timedelta(days=9), assignee=walt, hours=3)

    assert hours(week_of(walt))[0] == (3, 5)


def test_what_falls_on_a_day_off_is_the_next_working_days(walt):
    """It was due on Sunday; on that Sunday it is Monday's."""
    sunday = NOON - timedelta(days=1)
    a_task(Role.WEB_WRITER, due_at=sunday, assignee=walt, hours=3)

    look = capacity.look(days_from(sunday.date(), count=2), now=sunday)

    assert [day.planned for day in look.people[walt.pk].days] == [0, 3]


def test_other_work_is_laid_from_today_until_it_is_due(walt):
    a_task(Role.WEB_WRITER, due_at=NOON + timedelta(days=1), assignee=walt, hours=13)

    assert hours(week_of(walt))[:3] == [(5, 5), (8, 8), (0, 8)]


def test_a_steps_own_task_is_not_counted_twice(gwen, walt):
    step = a_run(a_step(effort_hours=2), owner=gwen, assignee=walt, status="ready")
    a_task(
        Role.WEB_WRITER, due_at=NOON, assignee=walt, hours=2, need="step", subject=step
    )  # fmt: skip

    assert hours(week_of(walt))[0] == (2, 5)


@pytest.mark.parametrize("status", ["done", "waived", "skipped"])
def test_what_is_over_is_no_work(gwen, walt, status):
    over = {"done_at": NOON, "waived_why": "It is known."}
    a_run(a_step(effort_hours=2), owner=gwen, assignee=walt, status=status, **over)

    assert week_of(walt).whole.planned == 0


def test_a_hat_worn_by_one_is_that_persons_work(gwen, walt):
    a_run(a_step(effort_hours=2), owner=gwen, status="waiting")

    assert week_of(walt).whole.planned == 2


def test_a_hat_worn_by_two_is_work_of_the_hat_until_one_takes_it(gwen, walt, hired):
    wes = hired("wes", Role.WEB_WRITER)
    step = a_run(a_step(effort_hours=2), owner=gwen, status="waiting")

    look = capacity.look(WEEK, now=NOON)

    assert [look.people[one.pk].whole.planned for one in (walt, wes)] == [0, 0]
    writers = look.roles[step.step.role_id].whole
    assert (writers.planned, writers.free) == (2, 74)


def test_four_hats_do_not_make_four_days(gwen, hired):
    """What she does as a designer is missing for the writing."""
    zoe = hired("zoe", Role.WEB_WRITER, Role.GRAPHIC_DESIGNER)
    a_task(Role.GRAPHIC_DESIGNER, due_at=NOON + timedelta(days=4), assignee=zoe, hours=30)
    step = a_run(a_step(effort_hours=2), owner=gwen, status="waiting")

    writing = capacity.look(WEEK, now=NOON).roles[step.step.role_id].whole

    assert (writing.planned, round(writing.free, 2)) == (2, 7)


def test_work_due_after_all_counted_days_is_counted_in_part(walt):
    a_task(Role.WEB_WRITER, due_at=NOON + timedelta(days=119), assignee=walt, hours=120)

    days = days_from(MONDAY, count=capacity.FARTHEST)

    assert capacity.look(days, now=NOON).people[walt.pk].whole.planned == pytest.approx(60, abs=1)


def test_whether_the_team_has_the_hours_for_a_run(gwen, walt):
    """37 hours are left this week: 36 fit, and with 4 of another run they do not."""
    friday = NOON + timedelta(days=4)
    first = a_run(a_step(effort_hours=36), owner=gwen, status="ready", ends_at=friday,
                  earliest_start_at=NOON, earliest_end_at=friday).run  # fmt: skip

    assert capacity.team_has_hours([first], now=NOON)[first.pk].is_enough

    a_run(a_step(effort_hours=4), owner=gwen, status="ready",
          earliest_start_at=NOON, earliest_end_at=friday)  # fmt: skip
    found = capacity.team_has_hours([first], now=NOON)[first.pk]
    ((role, whole),) = found.short
    assert (role.key, round(whole.planned), round(whole.free)) == (Role.WEB_WRITER, 40, 37)


def test_a_run_with_nothing_left_to_do_needs_no_hours(gwen, walt):
    step = a_run(a_step(), owner=gwen, status="done", done_at=NOON)

    assert capacity.team_has_hours([step.run], now=NOON)[step.run_id].is_enough


def test_any_team_and_any_work_are_as_many_questions(
    gwen, walt, hired, django_assert_max_num_queries
):
    for number in range(5):
        hired(f"wes{number}", Role.WEB_WRITER)
        a_run(a_step(), owner=gwen, status="ready")

    with django_assert_max_num_queries(8):
        capacity.look(WEEK, now=NOON)
