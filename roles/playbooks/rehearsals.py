"""The chance of each run to meet its date, drawn when its plan has changed. Only jobs come here."""

from datetime import datetime

from django.db import transaction

from config.lib import turns
from roles.playbooks import cases, dating, team
from roles.playbooks.cases import Case
from roles.playbooks.chance import Rehearsal
from roles.playbooks.models import Run
from roles.playbooks.team import Team

MOST_AT_ONCE = 100


def draw(*, now: datetime) -> int:
    """Rehearse the runs whose plan has changed, the most pressing first. Returns how many."""
    stale = Run.objects.with_stale_chance().exclude(plan_key="").select_related("playbook")
    found = cases.lay_out(list(stale.order_by("ends_at", "pk")[:MOST_AT_ONCE]))
    if not found:
        return 0
    people = team.of(found, now=now)
    stage = Rehearsal(people.timelines)
    drawn = []
    for case in found:
        with turns.turn("chance_could_not_be_drawn", run=case.run.pk):
            drawn += [_drawn(case, people, stage, now=now)] if case.steps else []
    with transaction.atomic():
        Run.objects.bulk_update(drawn, ["chance", "promise_at", "chance_key"], batch_size=50)
    return len(drawn)


def _drawn(case: Case, people: Team, stage: Rehearsal, *, now: datetime) -> Run:
    run = case.run
    told = stage.chance(
        dating.pieces(case, people),
        started_at=run.started_at,
        ends_at=run.ends_at,
        now=now,
        history={step.step_id: people.duration(step).history for step in case.steps},
        seed=run.pk,
    )
    run.chance, run.promise_at = round(told.chance, 3), told.promise_at
    run.chance_key = run.plan_key
    return run
