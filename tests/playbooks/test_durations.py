"""How long a step takes: what was typed in, until five runs of the team's own know better."""

from datetime import timedelta

import pytest

from roles.playbooks import durations
from roles.playbooks.durations import Duration
from tests.factories import NOON
from tests.playbooks.rooms import a_step, done

pytestmark = pytest.mark.django_db


def of(step):
    known = durations.measured(now=NOON)
    return durations.of(step, known, playbook_id=step.edition.playbook_id)


def test_four_runs_are_not_enough(gwen):
    step = a_step(lead_hours=16)
    done(step, 2, 4, 6, 8, owner=gwen)

    assert of(step) == Duration(hours=16, promise_hours=16)


def test_five_runs_tell_the_plan_and_the_promise(gwen):
    """2 4 6 8 20: half took no more than 6, four of five no more than 8 + 0.2 × 12 = 10.4."""
    step = a_step(lead_hours=16)
    done(step, 2, 4, 6, 8, 20, owner=gwen)

    found = of(step)

    assert (found.hours, found.promise_hours, found.runs) == (6, pytest.approx(10.4), 5)
    assert sorted(found.history) == [2, 4, 6, 8, 20]


def test_every_edition_of_a_playbook_counts(gwen):
    first = a_step()
    done(first, 2, 2, 2, owner=gwen)
    then = a_step(playbook=first.edition.playbook)
    done(then, 4, 4, owner=gwen)

    assert of(then).runs == 5


def test_another_playbook_or_role_or_step_does_not(gwen):
    step = a_step(lead_hours=16)
    done(step, 2, 2, 2, 2, owner=gwen)
    done(a_step(), 3, 3, owner=gwen)
    done(a_step(playbook=step.edition.playbook, key="proof"), 3, 3, owner=gwen)
    done(a_step(playbook=step.edition.playbook, role="seo"), 3, 3, owner=gwen)

    assert of(step).runs == 0


def test_what_was_years_ago_is_forgotten(gwen):
    step = a_step()
    done(step, 2, 2, 2, 2, 2, owner=gwen, now=NOON - timedelta(days=731))

    assert of(step).runs == 0


def test_any_number_of_steps_is_one_question(gwen, django_assert_num_queries):
    step = a_step()
    done(step, 1, 2, 3, 4, 5, owner=gwen)

    with django_assert_num_queries(1):
        durations.measured(now=NOON, playbooks=[step.edition.playbook_id])
    assert durations.measured(now=NOON, playbooks=[]) == {}
