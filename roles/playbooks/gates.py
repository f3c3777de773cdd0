"""The gate: whether a subject may move on, asked of the facts at this very moment."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Exists, OuterRef

from config.lib.words import told
from roles.playbooks import asking, cases
from roles.playbooks.asking import Answers
from roles.playbooks.cases import Case
from roles.playbooks.evidence import EVIDENCE
from roles.playbooks.models import Run, RunStep, Step

S = RunStep.Status


@dataclass(frozen=True)
class GateRow:
    """One thing the gate asks for. Only True is a yes; None is “could not be checked”."""

    step: RunStep
    is_yes: bool | None
    sentence: str
    is_waived: bool = False

    @property
    def title(self) -> str:
        return str(self.step)


@dataclass(frozen=True)
class Gate:
    """Open when every row is a yes, or waived. Where nothing was prepared it is closed."""

    run: Run | None
    rows: tuple[GateRow, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.run is not None and all(row.is_yes is True for row in self.rows)

    @property
    def missing(self) -> tuple[GateRow, ...]:
        return tuple(row for row in self.rows if row.is_yes is not True)


def gate(subject, *, now: datetime, lock: bool = True) -> Gate:
    """Ask afresh. Locked, nobody takes up or re-opens a step until the caller is through, nor
    writes what the evidence rests on.

    What a look has kept is not believed: it may be a minute old. A run that has ended still
    answers for its subject: what was to be true before the start must be true to start again.
    """
    found = cases.lay_out(_runs_of(subject, lock=lock))
    if not found:
        return Gate(None)
    if lock:
        _hold_facts(found)
    answers = asking.ask([case.run for case in found], now=now)
    rows = [_row(case, step, answers) for case in found for step in case.steps if step.step.is_gate]
    return Gate(found[0].run, tuple(rows))


def _runs_of(subject, *, lock: bool) -> list[Run]:
    """All that run about a subject and ask for something; where none does, the one that ended
    last."""
    kind = ContentType.objects.get_for_model(subject)
    runs = Run.objects.of_subject(kind.pk, subject.pk).exclude(status=Run.Status.CANCELLED)
    asks = Step.objects.filter(edition=OuterRef("edition"), is_gate=True)
    runs = runs.filter(Exists(asks)).select_related("playbook").order_by("pk")
    held = list(runs.select_for_update(of=("self",)) if lock else runs)
    running = [run for run in held if run.status == Run.Status.RUNNING]
    ended = [run for run in held if run.status == Run.Status.ENDED]
    return running or sorted(ended, key=lambda run: (run.ended_at, run.pk))[-1:]


def _hold_facts(found: list[Case]) -> None:
    """Who writes a fact right now comes first; whoever comes later waits for our commit."""
    asked = {step.step.evidence for case in found for step in case.steps if step.step.is_gate}
    known = [EVIDENCE[key] for key in asked if key in EVIDENCE]
    tables = sorted({model._meta.db_table for one in known for model in one.rests_on})
    if tables:
        names = ", ".join(map(connection.ops.quote_name, tables))
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")


def _row(case: Case, step: RunStep, answers: Answers) -> GateRow:
    if step.status in {S.WAIVED, S.SKIPPED}:
        return GateRow(step, True, step.waived_why, is_waived=True)
    if not step.step.evidence:
        return GateRow(step, step.status == S.DONE, "")
    said = answers.of(case.run, step.step.evidence)
    if said is None:
        return GateRow(step, None, told(asking.NOT_CHECKED))
    return GateRow(step, said.says, told(said.sentence, said.figures))
