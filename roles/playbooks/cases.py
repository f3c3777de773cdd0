"""Runs laid on the table: each with its steps in order, what they wait for, and what moved."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from operator import attrgetter

from django.utils.translation import gettext as _

from config.lib.states import IllegalMove
from roles.playbooks.models import Run, RunMove, RunStep, RunStepMove, Step, Wait
from roles.playbooks.schedule import Piece, find_cycle, in_order

# What a look may change; everything else of a step is the person's or the edition's.
CHANGING = [
    *("status", "assignee_id", "ready_at", "begun_at", "done_at", "done_by_id", "worked_hours"),
    *("checked", "news", "earliest_start_at", "earliest_end_at", "latest_start_at"),
    *("latest_end_at", "slack_hours", "is_critical", "agreed_start_at", "agreed_end_at"),
    *("says", "said_at", "sentence", "figures", "lines", "repairs"),
    *("waived_by_id", "waived_why", "waived_risk"),
]
CHANGING_OF_RUN = [
    *("status", "owner_id", "ends_at", "ended_at", "looked_at", "planned_at", "planned_end_at"),
    *("slack_hours", "plan_key", "at_risk", "gate_yes", "gate_all"),
]
_of_step, _of_run = attrgetter(*CHANGING), attrgetter(*CHANGING_OF_RUN)  # the status comes first
Waits = list[tuple[int, float]]


@dataclass
class Case:
    """One run as it is looked at: steps come after all they wait for."""

    run: Run
    steps: list[RunStep]
    waits: dict[int, Waits]
    step_moves: list[RunStepMove] = field(default_factory=list)
    run_moves: list[RunMove] = field(default_factory=list)
    reopened: list[RunStep] = field(default_factory=list)
    by: int | None = None
    seen: dict[int, tuple] = field(default_factory=dict)
    seen_run: tuple = ()

    def __post_init__(self):
        self.seen = {step.pk: _of_step(step) for step in self.steps}
        self.seen_run = _of_run(self.run)
        self.by_step = {step.step_id: step for step in self.steps}

    def step(self, pk: int) -> RunStep:
        return next(step for step in self.steps if step.pk == pk)

    def held_by(self, step: RunStep) -> list[tuple[RunStep, float]]:
        """The steps this one waits for, with the lag after each."""
        waits = self.waits.get(step.step_id, ())
        return [(self.by_step[key], lag) for key, lag in waits if key in self.by_step]

    def move(
        self, step: RunStep, status: str, *, at: datetime, by: int | None = None, note="", **changes
    ):
        """A step becomes something else, and its history says so."""
        if status not in step.MOVES.get(step.status, ()):
            raise IllegalMove(
                _("“%(step)s” can no longer become “%(state)s”.")
                % {"step": step, "state": step.Status(status).label}
            )
        line = {"came_from": step.status, "became": status, "moved_at": at, "note": note}
        self.step_moves.append(RunStepMove(subject=step, moved_by_id=by, **line))
        for name, value in {"status": status, **changes}.items():
            setattr(step, name, value)

    def close(self, status: str, *, at: datetime, by: int | None = None, note="") -> None:
        """The run is over."""
        if status not in self.run.MOVES.get(self.run.status, ()):
            raise IllegalMove(_("This run is over."))
        line = {"came_from": self.run.status, "became": status, "moved_at": at, "note": note}
        self.run_moves.append(RunMove(subject=self.run, moved_by_id=by, **line))
        self.run.status, self.run.ended_at = status, at

    @property
    def is_over(self) -> bool:
        return self.run.status != Run.Status.RUNNING

    def changed_steps(self) -> list[RunStep]:
        return [step for step in self.steps if _of_step(step) != self.seen[step.pk]]

    def changed_of_run(self) -> bool:
        return _of_run(self.run) != self.seen_run

    def was(self, step: RunStep) -> str:
        """The status in which the step was laid on the table."""
        return self.seen[step.pk][0]

    @property
    def run_was(self) -> str:
        return self.seen_run[0]


def lay_out(runs: list[Run]) -> list[Case]:
    """These runs with all their steps: three questions, however many runs."""
    plans = _plans_of({run.edition_id for run in runs})
    rows: dict[int, list[RunStep]] = {run.pk: [] for run in runs}
    for row in RunStep.objects.filter(run__in=rows).order_by("run", "pk"):
        rows[row.run_id].append(row)
    return [_case(run, rows[run.pk], *plans[run.edition_id]) for run in runs]


def hold(pks: Collection[int], *, looked_before: datetime | None = None, wait=True) -> list[Case]:
    """Running runs held against other hands until the transaction ends.

    A sweep does not wait for who holds one: it comes again. Nor does it overrule a newer look.
    """
    runs = Run.objects.running().filter(pk__in=pks).order_by("pk")
    if looked_before is not None:
        runs = runs.exclude(looked_at__gt=looked_before)
    held = runs.select_for_update(of=("self",), skip_locked=not wait)
    return lay_out(list(held.select_related("playbook")))


def _plans_of(editions: set[int]) -> dict[int, tuple[dict[int, Step], dict[int, Waits]]]:
    """The steps of each edition in the order in which they wait, shared by all its runs."""
    plans = {pk: ({}, {}) for pk in editions}
    steps = Step.objects.filter(edition__in=editions).select_related("role")
    for step in steps.order_by("position", "pk"):
        plans[step.edition_id][0][step.pk] = step
    waits = Wait.objects.filter(step__edition__in=editions)
    for edition, step, after, lag in waits.values_list(
        "step__edition", "step", "after", "lag_hours"
    ):
        plans[edition][1].setdefault(step, []).append((after, float(lag)))
    return {pk: (_ordered(*plan), plan[1]) for pk, plan in plans.items()}


def _ordered(steps: dict[int, Step], waits: dict[int, Waits]) -> dict[int, Step]:
    """A published edition has no ring; should one stand in the table, its steps stay as written."""
    if find_cycle({pk: [after for after, _lag in waits.get(pk, ())] for pk in steps}):
        return steps
    pieces = [Piece(pk, 0, waits=tuple(waits.get(pk, ()))) for pk in steps]
    return {piece.key: steps[piece.key] for piece in in_order(pieces)}


def _case(run: Run, rows: list[RunStep], steps: dict[int, Step], waits: dict[int, Waits]) -> Case:
    places = {pk: number for number, pk in enumerate(steps)}
    for row in rows:
        row.run, row.step = run, steps[row.step_id]
    return Case(run, sorted(rows, key=lambda row: places[row.step_id]), waits)


def hours(value: float | None) -> Decimal | None:
    """Hours as a row keeps them."""
    return None if value is None else Decimal(str(round(value, 2))).quantize(Decimal("0.01"))
