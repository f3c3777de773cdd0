"""What a run teaches, and how it gets into the next edition."""

from datetime import timedelta
from decimal import Decimal

import pytest

from config.lib.refusals import Refusal
from roles.playbooks import actions, after, editing, lessons
from roles.playbooks.models import Step
from roles.tasks.models import Task
from roles.team.models import Role
from tests.factories import NOON, ProductFactory, TaskFactory
from tests.factories.playbooks import a_playbook, a_run, a_step, kind_of, steps_of

pytestmark = pytest.mark.django_db
IN_A_YEAR = NOON + timedelta(days=300)


def hours(number):
    return NOON + timedelta(hours=number)


def done(run, key, *, by, at, begun=None):
    if begun:
        actions.begin(steps_of(run)[key], by=by, at=begun)
    actions.finish(steps_of(run)[key], by=by, at=at)


@pytest.fixture
def playbook(walt, dora):
    return a_playbook("brief", a_step("draw:brief", role=Role.GRAPHIC_DESIGNER, lead=8))


def went(playbook, owner, walt, dora, *, drawn=4, day=0):
    """A run in which the brief took two hours, and lay two more before the drawing was begun."""
    start = NOON + timedelta(days=day)
    run = a_run(playbook, owner, at=start, ends_at=start + timedelta(days=60))
    done(run, "brief", by=walt, at=start + timedelta(hours=2))
    begun = start + timedelta(hours=4)
    done(run, "draw", by=dora, at=begun + timedelta(days=drawn), begun=begun)
    run.refresh_from_db()
    return run


def test_planned_and_actual_stand_side_by_side(playbook, gwen, walt, dora):
    run = went(playbook, gwen, walt, dora, drawn=1)

    brief, draw = after.review(run, now=hours(48)).steps

    assert (brief.planned_hours, brief.worked_hours, brief.late_hours) == (8, 2, -6)
    assert (draw.planned_hours, draw.worked_hours) == (8, 11)
    assert draw.late_hours == -3  # agreed for Wednesday noon, done on Tuesday at four


def test_how_long_the_work_lay_between_two_roles(playbook, gwen, walt, dora):
    run = went(playbook, gwen, walt, dora)

    (handover,) = after.review(run, now=hours(48)).handovers

    assert (handover.giver.key, handover.taker.key) == (Role.WEB_WRITER, Role.GRAPHIC_DESIGNER)
    assert (handover.times, handover.hours, handover.mean) == (1, 2, 2)


def test_within_a_role_nothing_is_handed_over(gwen, walt):
    run = a_run(a_playbook("brief", "text:brief"), gwen)
    done(run, "brief", by=walt, at=hours(1))
    done(run, "text", by=walt, at=hours(4), begun=hours(3))

    assert after.review(run, now=hours(5)).handovers == []


def test_a_lead_time_follows_the_teams_own_history(playbook, gwen, walt, dora):
    for number in range(5):
        went(playbook, gwen, walt, dora, drawn=7, day=number)

    (brief, draw) = sorted(lessons.of(playbook, now=IN_A_YEAR).proposals, key=lambda one: one.key)

    assert (brief.field, brief.was, brief.proposed) == ("lead_hours", 8, 2)
    assert brief.why == "“Brief” took 2 working hours in half of 5 runs."
    assert draw.step_key == "draw"
    assert draw.proposed > 8

    edition = lessons.take(playbook, "lead-brief", by=gwen, at=IN_A_YEAR)

    assert not edition.is_published
    assert Step.objects.get(edition=edition, key="brief").lead_hours == 2
    assert Step.objects.get(edition=playbook.current(), key="brief").lead_hours == 8


def test_taken_in_twice_it_is_taken_in_once(playbook, gwen, walt, dora):
    for number in range(5):
        went(playbook, gwen, walt, dora, day=number)
    lessons.take(playbook, "lead-brief", by=gwen, at=IN_A_YEAR)

    with pytest.raises(Refusal, match="taken in already"):
        lessons.take(playbook, "lead-brief", by=gwen, at=IN_A_YEAR)
    assert playbook.editions.count() == 2


def waived_runs(playbook, gwen, count=3):
    for number in range(count):
        run = a_run(playbook, gwen)
        at = NOON + timedelta(hours=number)
        actions.waive(steps_of(run)["brief"], why="Known", risk="None", by=gwen, at=at)
        actions.skip(steps_of(run)["post"], why="Nobody reads it", by=gwen, at=at)


def test_what_was_always_waived_the_gate_need_not_ask_for(gwen, walt):
    playbook = a_playbook("brief", a_step("post", is_gate=False))
    waived_runs(playbook, gwen, count=2)
    assert lessons.of(playbook, now=NOON).proposals == []

    waived_runs(playbook, gwen, count=1)

    proposals = {one.key: one for one in lessons.of(playbook, now=NOON).proposals}
    assert set(proposals) == {"gate-brief", "drop-post"}
    assert proposals["gate-brief"].why == "“Brief” was waived in each of the last 3 runs."

    lessons.take(playbook, "gate-brief", by=gwen, at=NOON)
    edition = lessons.take(playbook, "drop-post", by=gwen, at=NOON)
    assert [(step.key, step.is_gate) for step in edition.steps.all()] == [("brief", False)]


def test_what_opened_again_in_every_run_is_named(gwen, walt):
    playbook = a_playbook("brief")
    for _ in range(3):
        run = a_run(playbook, gwen, at=NOON)
        playbook.editions.get().steps.update(evidence="")
        step = steps_of(run)["brief"]
        step.moves.create(came_from="done", became="ready", moved_at=NOON)
        done(run, "brief", by=walt, at=hours(1))

    (again,) = lessons.of(playbook, now=NOON).always_reopened

    assert again.key == "brief"


def by_hand(run, title, **fields):
    role = Role.objects.get(key=Role.WEB_WRITER)
    plain = {"subject_type": kind_of(type(run.subject)), "subject_id": run.subject_id}
    plain["opened_at"] = hours(1)
    return TaskFactory(title=title, role=role, **(plain | fields))


def test_what_one_asks_for_by_hand_in_every_run_becomes_a_step(gwen, walt):
    playbook = a_playbook("brief")
    runs = [a_run(playbook, gwen, ProductFactory()) for _ in range(3)]
    for number, run in enumerate(runs):
        by_hand(run, "Ask the  lawyer" if number else "ask the lawyer", hours=Decimal("1.5"))
    by_hand(runs[0], "Water the plants")
    TaskFactory(title="Ask the lawyer")

    learnt = lessons.of(playbook, now=hours(9))

    (asked,) = learnt.adhoc
    assert (asked.runs, asked.hours) == (3, Decimal("1.5"))
    (proposal,) = learnt.proposals
    edition = lessons.take(playbook, proposal.key, by=gwen, at=hours(9))
    added = edition.steps.get(key="ask-the-lawyer")
    assert (added.role.key, added.is_gate, added.effort_hours) == ("web_writer", False, 1.5)
    assert lessons.of(playbook, now=hours(9)).proposals == []


def test_what_was_asked_before_or_after_the_run_does_not_count(gwen, walt):
    playbook = a_playbook("brief")
    for _ in range(3):
        run = a_run(playbook, gwen, ProductFactory())
        by_hand(run, "Ask the lawyer", opened_at=NOON - timedelta(days=1))

    assert lessons.of(playbook, now=hours(9)).adhoc == []


def test_a_review_costs_as_many_questions_for_ten_runs_as_for_one(
    playbook, gwen, walt, dora, django_assert_max_num_queries
):
    runs = [went(playbook, gwen, walt, dora, day=number) for number in range(6)]
    Task.objects.update(need="")

    with django_assert_max_num_queries(20):
        after.review(runs[0], now=IN_A_YEAR)


def test_a_playbook_nobody_has_published_teaches_nothing(gwen):
    made = editing.copy_playbook(None, key="new", title="New", by=gwen, at=NOON)

    assert lessons.of(made, now=NOON).proposals == []
