"""What a run teaches: planned against actual, who waited for whom, and what to change next time."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from roles.playbooks import lessons
from roles.playbooks.lessons import AdHoc, Proposal
from roles.playbooks.models import Run, RunStep, RunStepMove, Step, Wait
from roles.team import calendars
from roles.team.models import Role

S = RunStep.Status


@dataclass(frozen=True)
class StepDone:
    """A step as it was agreed, and as it went. Hours are working hours; less than none is early."""

    row: RunStep
    reopened: int
    planned_hours: float
    worked_hours: float | None
    late_hours: float | None


@dataclass(frozen=True)
class Handover:
    """What ended in one role waited so long until somebody of another began."""

    giver: Role
    taker: Role
    times: int
    hours: float

    @property
    def mean(self) -> float:
        return self.hours / self.times


@dataclass(frozen=True)
class Review:
    """One run, looked back on."""

    run: Run
    steps: list[StepDone]
    handovers: list[Handover]
    always_waived: list[Step] = field(default_factory=list)
    always_reopened: list[Step] = field(default_factory=list)
    adhoc: list[AdHoc] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)


def review(run: Run, *, now: datetime) -> Review:
    """A run and the lessons of all runs of its playbook, at the same few questions."""
    shown = RunStep.objects.filter(run=run).select_related("step__role", "assignee", "waived_by")
    rows = list(shown.order_by("step__position", "pk"))
    shop = calendars.timelines([], now=now)[None]
    learnt = lessons.of(run.playbook, now=now)
    return Review(
        run=run,
        steps=_went(rows, shop),
        handovers=_handovers(rows, shop),
        always_waived=learnt.always_waived,
        always_reopened=learnt.always_reopened,
        adhoc=learnt.adhoc,
        proposals=learnt.proposals,
    )


def _went(rows: list[RunStep], shop) -> list[StepDone]:
    undone = RunStepMove.objects.filter(subject__in=rows, came_from=S.DONE)
    reopened = Counter(undone.values_list("subject", flat=True))
    return [
        StepDone(
            row=row,
            reopened=reopened[row.pk],
            planned_hours=_hours(shop, row.agreed_start_at, row.agreed_end_at) or 0,
            worked_hours=None if row.worked_hours is None else float(row.worked_hours),
            late_hours=_hours(shop, row.agreed_end_at, row.done_at),
        )
        for row in rows
    ]


def _handovers(rows: list[RunStep], shop) -> list[Handover]:
    """How long what was ready lay there, by the role that had ended last and the one that was to
    begin: the longest first. Within one role nothing is handed over."""
    times, hours = Counter(), defaultdict(float)
    for taker, giver in _held_up(rows):
        waited = _hours(shop, giver.done_at, taker.begun_at)
        if waited is not None and giver.step.role_id != taker.step.role_id:
            pair = giver.step.role, taker.step.role
            times[pair] += 1
            hours[pair] += max(waited, 0)
    found = [Handover(*pair, times[pair], hours[pair]) for pair in times]
    return sorted(found, key=lambda one: -one.hours)


def _held_up(rows: list[RunStep]) -> list[tuple[RunStep, RunStep]]:
    """Each step with the one that ended last of all it waited for."""
    by_step, last = {row.step_id: row for row in rows}, {}
    for step, after in Wait.objects.filter(step__in=by_step).values_list("step", "after"):
        giver, known = by_step.get(after), last.get(step)
        if giver and giver.done_at and (known is None or known.done_at < giver.done_at):
            last[step] = giver
    return [(by_step[step], giver) for step, giver in last.items()]


def _hours(shop, start: datetime | None, end: datetime | None) -> float | None:
    return shop.hours_between(start, end) if start and end else None
