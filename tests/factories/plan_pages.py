"""One row of everything the pages of plans are about."""

from datetime import timedelta

from roles.playbooks.models import Edition, Playbook, Run, RunStep, Step
from roles.team import actions as team
from roles.team.models import Role
from tests.factories import NOON, ProductFactory

BEFORE = {"started_at": NOON, "ends_at": NOON + timedelta(days=14)}


def a_plan(key="door-plan", *, about=None, published_at=NOON, **fields) -> Step:
    """A playbook of one step of the web writers."""
    playbook = Playbook.objects.create(key=key, title="Open the door", about=about)
    edition = Edition.objects.create(playbook=playbook, number=1, published_at=published_at)
    role = Role.objects.get(key=Role.WEB_WRITER)
    return Step.objects.create(edition=edition, key="knock", title="Knock", role=role, **fields)


def a_run_of(step, *, owner, **fields) -> RunStep:
    """That step at work, laid on the table as it is."""
    fields = {"status": RunStep.Status.READY} | fields
    run = Run.objects.create(
        playbook=step.edition.playbook,
        edition=step.edition,
        subject=ProductFactory(),
        owner=owner,
        gate_all=1,
        **BEFORE,
    )
    return RunStep.objects.create(run=run, step=step, **fields)


def rows() -> dict:
    """What the doors of plans are tried with."""
    owner = team.hire(email="olga@example.org", name="Olga Owner", roles=[Role.MARKETING])
    knock = a_run_of(a_plan(), owner=owner)
    making = a_plan("making", published_at=None)
    return {
        "run": knock.run_id,
        "run_step": knock.pk,
        "plan": knock.run.playbook.key,
        "making": making.edition.playbook.key,
        "plan_step": making.pk,
    }
