"""Two hands on one run, with real threads on PostgreSQL."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from config.lib.refusals import Refusal
from roles.playbooks import actions, jobs
from roles.playbooks.models import Run, RunMove, RunStep, RunStepMove
from roles.tasks.models import Task, TaskMove
from tests.factories import NOON, ProductFactory
from tests.factories.playbooks import a_playbook, a_run, a_step, statuses, steps_of
from tests.tasks.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
LATER, LATEST = NOON + timedelta(hours=2), NOON + timedelta(hours=4)
TRIES = 5


def test_four_schedulers_start_one_run(gwen, walt):
    playbook = a_playbook("brief", "text:brief")

    for _ in range(TRIES):
        subject = ProductFactory()
        runs = at_once(*[lambda: a_run(playbook, gwen, subject)] * 4)  # noqa: B023

        assert len({run.pk for run in runs}) == 1
    assert Run.objects.count() == RunMove.objects.count() == TRIES
    assert RunStep.objects.count() == 2 * TRIES
    assert Task.objects.count() == TaskMove.objects.count() == TRIES


def test_two_people_finish_the_last_step_and_one_did(gwen, walt):
    for _ in range(TRIES):
        run = a_run(a_playbook("brief"), gwen)
        looks = [steps_of(run)["brief"] for _ in range(2)]
        answers = at_once(
            lambda: actions.finish(looks[0], by=walt, at=LATER),  # noqa: B023
            lambda: actions.finish(looks[1], by=gwen, at=LATER),  # noqa: B023
        )

        assert sum(isinstance(answer, Refusal) for answer in answers) == 1
        run.refresh_from_db()
        assert run.status == Run.Status.ENDED
        assert steps_of(run)["brief"].done_by in {walt, gwen}
        assert [move.became for move in run.moves.order_by("pk")] == ["running", "ended"]


def test_two_last_steps_end_at_once_and_the_next_begins_once(gwen, walt):
    for _ in range(TRIES):
        run = a_run(a_playbook("brief", "data", "text:brief,data"), gwen)
        steps = steps_of(run)
        answers = at_once(
            lambda: actions.finish(steps["brief"], by=walt, at=LATER),  # noqa: B023
            lambda: actions.finish(steps["data"], by=gwen, at=LATER),  # noqa: B023
        )

        assert answers == [None, None]
        assert statuses(run)["text"] == "ready"
        assert Task.objects.filter(subject_id=steps["text"].pk, need="step").count() == 1
        assert steps["text"].moves.count() == 1


def test_eight_looks_at_once_end_a_step_once(gwen, walt, stock):
    playbook = a_playbook(a_step("count", evidence="stock"), "text:count")
    runs = [a_run(playbook, gwen) for _ in range(5)]
    stock.default = True

    at_once(*[lambda: actions.look_again(now=LATER)] * 8)
    actions.look_again(now=LATEST)

    assert all(statuses(run) == {"count": "done", "text": "ready"} for run in runs)
    assert RunStepMove.objects.filter(became="done").count() == 5
    assert Task.objects.count() == 10
    assert Task.objects.undone().count() == 5


def test_a_look_and_a_click_leave_one_history(gwen, walt, stock):
    for _ in range(TRIES):
        stock.default = False
        run = a_run(a_playbook(a_step("count", evidence="stock"), "text:count"), gwen)
        count = steps_of(run)["count"]
        stock.default = True
        at_once(
            lambda: actions.look_again(now=LATER),
            lambda: actions.waive(count, why="Seen", risk="None", by=gwen, at=LATER),  # noqa: B023
        )
        actions.look_again(now=LATEST)

        moves = list(count.moves.order_by("pk").values_list("came_from", "became"))
        assert [move[0] for move in moves[1:]] == [move[1] for move in moves[:-1]]
        assert moves[-1][1] == statuses(run)["count"]
        assert Task.objects.undone().filter(subject_id=count.pk).count() == 0


class Elsewhere:
    """A thread that holds the gate open until it is let go."""

    def __init__(self, subject):
        self.subject, self.gate = subject, None
        self.asked, self.go = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._hold)

    def _hold(self):
        try:
            with transaction.atomic():
                self.gate = actions.gate(self.subject, now=LATER)
                self.asked.set()
                self.go.wait(10)
        finally:
            connection.close()

    def __enter__(self):
        self.thread.start()
        assert self.asked.wait(10)
        return self

    def __exit__(self, *_exception):
        self.go.set()
        self.thread.join()


@pytest.fixture
def green(stock, gwen, walt):
    stock.default = True
    playbook = a_playbook(a_step("count", evidence="stock"), "brief", a_step("post", is_gate=False))
    run = a_run(playbook, gwen)
    actions.waive(steps_of(run)["brief"], why="Known", risk="None", by=gwen, at=NOON)
    return run


def test_evidence_that_flips_while_the_gate_is_held_opens_the_step_afterwards(green, stock):
    with Elsewhere(green.subject) as going_live:
        stock.default = False
        assert actions.look_again(now=LATER) == 0  # the sweep does not wait, and does not move it
        assert statuses(green)["count"] == "done"
    assert going_live.gate.is_open

    assert not actions.gate(green.subject, now=LATER, lock=False).is_open
    actions.look_again(now=LATEST)
    assert statuses(green)["count"] == "ready"


def test_nobody_takes_a_waiver_back_while_the_gate_is_held(green, gwen):
    brief, told = steps_of(green)["brief"], []

    def take_back():
        try:
            actions.take_up(brief, by=gwen, at=LATER)
            told.append(going_live.go.is_set())
        finally:
            connection.close()

    with Elsewhere(green.subject) as going_live:
        other = threading.Thread(target=take_back)
        other.start()
        other.join(0.5)
        assert other.is_alive()
        assert statuses(green)["brief"] == "waived"
    other.join()

    assert told == [True]
    assert not actions.gate(green.subject, now=LATER, lock=False).is_open


def test_a_run_somebody_holds_does_not_hold_up_the_others(green, stock, gwen):
    other = a_run(a_playbook(a_step("weigh", evidence="stock"), key="other"), gwen)
    stock.default = False

    with Elsewhere(green.subject):
        actions.look_again(now=LATER)
        assert statuses(other) == {"weigh": "ready"}


def test_the_job_may_ring_as_often_as_it_likes(green, stock):
    jobs.look_again()
    asked = stock.asked

    for _ in range(5):
        jobs.look_again()

    assert stock.asked == asked
