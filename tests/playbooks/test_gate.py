"""The gate is asked of the facts themselves, not of what a look remembers."""

from datetime import timedelta

import pytest

from config.lib.refusals import Refusal
from roles.playbooks import actions
from roles.playbooks.models import Run
from tests.factories import NOON, ProductFactory
from tests.factories.playbooks import a_playbook, a_run, a_step, steps_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def green(stock, gwen, walt):
    """A run whose gate the last look saw open."""
    stock.default = True
    return a_run(a_playbook(a_step("count", evidence="stock"), a_step("post", is_gate=False)), gwen)


def ask(run, **how):
    return actions.gate(run.subject, now=LATER, **how)


def test_open_when_every_row_is_a_yes(green):
    gate = ask(green)

    assert (gate.is_open, gate.run, gate.missing) == (True, green, ())
    assert [(row.title, row.is_yes, row.sentence) for row in gate.rows] == [
        ("Count", True, "3 of 3 are there.")
    ]


def test_what_the_last_look_saw_is_not_believed(green, stock):
    stock.default = False

    gate = ask(green)

    assert Run.objects.get().gate_is_open
    assert not gate.is_open
    assert [row.sentence for row in gate.missing] == ["1 of 3 are there."]


def test_nor_is_a_no_that_has_become_a_yes(stock, gwen, walt):
    run = a_run(a_playbook(a_step("count", evidence="stock")), gwen)
    stock.default = True

    assert ask(run, lock=False).is_open
    assert not Run.objects.get().gate_is_open


def test_what_could_not_be_checked_keeps_it_closed(green, stock):
    stock.default = ZeroDivisionError()

    gate = ask(green)

    assert not gate.is_open
    assert [(row.is_yes, row.sentence) for row in gate.rows] == [(None, "Could not be checked.")]


def test_nothing_prepared_is_a_closed_gate(db):
    gate = actions.gate(ProductFactory(), now=NOON)

    assert (gate.is_open, gate.run, gate.rows) == (False, None, ())


def test_a_cancelled_run_opens_nothing(green, gwen):
    actions.cancel(green, why="Begun wrongly", by=gwen, at=LATER)

    assert not ask(green).is_open


def test_a_waiver_opens_it_with_its_reason(green, stock, gwen):
    stock.default = False
    actions.look_again(now=LATER)
    actions.waive(steps_of(green)["count"], why="Counted", risk="Some", by=gwen, at=LATER)

    gate = ask(green)

    assert gate.is_open
    assert [(row.is_waived, row.sentence) for row in gate.rows] == [(True, "Counted")]


def test_a_step_said_by_hand_counts_when_it_is_said(gwen, walt):
    run = a_run(a_playbook("brief", a_step("post", is_gate=False)), gwen)
    assert not ask(run).is_open

    actions.finish(steps_of(run)["brief"], by=walt, at=LATER)

    assert ask(run).is_open


def test_all_the_runs_of_a_subject_must_hold(green, gwen, walt):
    other = a_run(a_playbook("brief", key="other"), gwen, green.subject)

    gate = ask(green)

    assert not gate.is_open
    assert [row.step.run for row in gate.missing] == [other]


def test_a_run_that_asks_for_nothing_opens_nothing(gwen, walt):
    run = a_run(a_playbook(a_step("post", is_gate=False)), gwen)

    gate = ask(run)

    assert (gate.is_open, gate.run) == (False, None)


def test_a_run_that_asks_for_nothing_does_not_speak_for_one_that_did(green, stock, gwen):
    a_run(a_playbook(a_step("look", is_gate=False), key="afterwards"), gwen, green.subject)
    actions.end(green, by=gwen, at=LATER)
    assert ask(green).is_open

    stock.default = False

    assert [row.step.run for row in ask(green).missing] == [green]


def test_of_several_that_have_ended_the_last_one_answers(green, gwen):
    again = a_run(a_playbook(a_step("weigh", evidence="stock"), key="again"), gwen, green.subject)
    actions.end(green, by=gwen, at=LATER)
    actions.end(again, by=gwen, at=LATER + timedelta(hours=1))

    gate = ask(green)

    assert gate.run == again
    assert [row.title for row in gate.rows] == ["Weigh"]


def test_it_costs_few_questions(green, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        ask(green)


@pytest.mark.parametrize("words", [{"why": " ", "risk": "Some"}, {"why": "Known", "risk": " "}])
def test_a_waiver_without_its_reason_or_its_risk_opens_nothing(words, green, stock, gwen):
    stock.default = False

    with pytest.raises(Refusal, match="what may go wrong"):
        actions.waive(steps_of(green)["count"], **words, by=gwen, at=LATER)

    assert not ask(green).is_open
