"""Runs as they lie in the table, laid there by hand: what these tests need and nothing more."""

from datetime import timedelta
from itertools import count

from roles.playbooks.models import Edition, Playbook, Run, RunStep, Step
from roles.tasks.models import Task
from roles.team.models import Role
from tests.factories import NOON, ProductFactory

numbers = count(1)


def a_step(*, key="text", role=Role.WEB_WRITER, playbook=None, **fields):
    """A step of a new edition, of a new playbook where none is given."""
    if playbook is None:
        playbook = Playbook.objects.create(key=f"plan-{next(numbers)}", title="Launch")
    edition = Edition.objects.create(
        playbook=playbook, number=playbook.editions.count() + 1, published_at=NOON
    )
    return Step.objects.create(
        edition=edition, key=key, title=key, role=Role.objects.get(key=role), **fields
    )


def a_run(step, *, owner, ends_at=NOON + timedelta(days=10), now=NOON, **fields):
    """That step at work on a new product."""
    run = Run.objects.create(
        playbook=step.edition.playbook,
        edition=step.edition,
        subject=ProductFactory(),
        owner=owner,
        started_at=now,
        ends_at=ends_at,
    )
    return RunStep.objects.create(run=run, step=step, **fields)


def done(step, *hours, owner, now=NOON):
    """It took so many hours, each time."""
    for number, worked in enumerate(hours):
        row = a_run(
            step, owner=owner, status="done", done_at=now, worked_hours=worked,
            ready_at=now - timedelta(days=number + 1),
        )  # fmt: skip
        row.run._become("ended", by=owner, at=now, ended_at=now)


def a_task(role, *, due_at, **fields):
    return Task.objects.create(
        title="Work", role=Role.objects.get(key=role), opened_at=NOON, due_at=due_at, **fields
    )
