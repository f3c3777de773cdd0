"""What the runs of a playbook say about its next edition, and how the coordinator takes it in."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from statistics import median
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from config.lib.refusals import Refusal
from config.lib.words import told
from roles.playbooks import durations, editing
from roles.playbooks.models import Edition, Playbook, Run, RunStep, RunStepMove, Step
from roles.tasks.models import Task
from roles.team.models import Role

LAST_RUNS, ENOUGH = 5, 3  # “always” is in each of the last five, where there were three at least
OFTEN = 3  # runs in which the same thing had to be asked for by hand
TELLING, A_LITTLE = Decimal("0.2"), Decimal("0.5")  # wrong by a fifth, and by half an hour
LEAD = gettext_noop("“%(step)s” took %(hours)s working hours in half of %(runs)s runs.")
NOT_ASKED = gettext_noop("“%(step)s” was waived in each of the last %(runs)s runs.")
LEFT_OUT = gettext_noop("“%(step)s” was left out of each of the last %(runs)s runs.")
BY_HAND = gettext_noop("“%(task)s” was asked for by hand in %(runs)s runs.")


@dataclass(frozen=True)
class AdHoc:
    """Work that one asks for by hand again and again."""

    title: str
    role: Role
    runs: int
    hours: Decimal


@dataclass(frozen=True)
class Proposal:
    """One change of the next edition: of a step's field, or a step less, or one more."""

    key: str
    step_key: str
    field: str
    was: Any
    proposed: Any
    sentence: str
    figures: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def why(self) -> str:
        return told(self.sentence, self.figures)


@dataclass(frozen=True)
class Lessons:
    """All that the last runs of a playbook have in common."""

    always_waived: list[Step] = field(default_factory=list)
    always_reopened: list[Step] = field(default_factory=list)
    adhoc: list[AdHoc] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)


def of(playbook: Playbook, *, now: datetime) -> Lessons:
    """What to change, said of the edition in the making where there is one, else of the newest."""
    edition = playbook.in_the_making() or playbook.current()
    if edition is None:
        return Lessons()
    steps = {step.key: step for step in edition.steps.select_related("role").order_by("position")}
    always, runs = _always(playbook)
    adhoc = _adhoc(playbook)
    waived = {key: steps[key] for key in always["waived"] | always["skipped"] if key in steps}
    proposals = _leads(playbook, steps, now=now)
    proposals += [_without(step, runs, key in always["waived"]) for key, step in waived.items()]
    known = {step.title.casefold() for step in steps.values()}
    proposals += [_one_more(one) for one in adhoc if one.title.casefold() not in known]
    return Lessons(
        always_waived=list(waived.values()),
        always_reopened=[steps[key] for key in sorted(always["reopened"]) if key in steps],
        adhoc=adhoc,
        proposals=proposals,
    )


@transaction.atomic
def take(playbook: Playbook, key: str, *, by, at: datetime) -> Edition:
    """A proposal goes into the edition in the making. Taken twice, it is taken once."""
    edition = editing.draft(playbook, by=by, at=at)
    proposal = next((one for one in of(playbook, now=at).proposals if one.key == key), None)
    if proposal is None:
        raise Refusal(_("This has been taken in already, or is no longer true."))
    if proposal.field == "drop":
        editing.drop_step(edition.steps.get(key=proposal.step_key))
    else:
        editing.put_step(edition, key=proposal.step_key, **proposal.fields)
    return edition


def _leads(playbook: Playbook, steps: dict[str, Step], *, now: datetime) -> list[Proposal]:
    """Lead times that half of the runs tell otherwise."""
    known = durations.measured(now=now, playbooks=[playbook.pk])
    found = []
    for step in steps.values():
        measured = known.get((playbook.pk, step.key, step.role_id))
        lead = _to_quarters(measured.p50) if measured else step.lead_hours
        if abs(lead - step.lead_hours) > max(step.lead_hours * TELLING, A_LITTLE):
            figures = {"step": step.title, "hours": lead, "runs": measured.runs}
            found.append(_another_lead(step, lead, figures))
    return found


def _another_lead(step: Step, lead: Decimal, figures: dict) -> Proposal:
    change = {"lead_hours": lead}
    key = f"lead-{step.key}"
    return Proposal(key, step.key, "lead_hours", step.lead_hours, lead, LEAD, figures, change)


def _to_quarters(hours: float) -> Decimal:
    """Nobody plans in minutes."""
    return (Decimal(str(hours)) * 4).quantize(Decimal(1)) / 4


def _without(step: Step, runs: int, is_waived: bool) -> Proposal:
    """What the gate never got it need not ask for; what nobody did need not be there."""
    figures = {"step": step.title, "runs": runs}
    sentence = NOT_ASKED if is_waived else LEFT_OUT
    if step.is_gate:
        change = {"is_gate": False}
        return Proposal(
            f"gate-{step.key}", step.key, "is_gate", True, False, sentence, figures, change
        )
    return Proposal(f"drop-{step.key}", step.key, "drop", step.title, "", sentence, figures)


def _one_more(one: AdHoc) -> Proposal:
    figures = {"task": one.title, "runs": one.runs}
    fields = {"title": one.title[:150], "role": one.role, "is_gate": False}
    fields |= {"effort_hours": one.hours, "lead_hours": max(one.hours, Decimal(8))}
    key = f"add-{one.role.key}-{one.title.casefold()}"
    return Proposal(key, "", "add", "", one.title, BY_HAND, figures, fields)


def _always(playbook: Playbook) -> tuple[dict[str, set[str]], int]:
    """The keys of the steps that were waived, left out or opened again in each of the last runs."""
    ended = Run.objects.filter(playbook=playbook, status=Run.Status.ENDED)
    runs = list(ended.order_by("-ended_at", "-pk").values_list("pk", flat=True)[:LAST_RUNS])
    always = {"waived": set(), "skipped": set(), "reopened": set()}
    if len(runs) < ENOUGH:
        return always, len(runs)
    became = defaultdict(set)
    for run, key, status in RunStep.objects.filter(run__in=runs).values_list(
        "run", "step__key", "status"
    ):
        became[status, key].add(run)
    undone = RunStepMove.objects.filter(subject__run__in=runs, came_from="done")
    for run, key in undone.values_list("subject__run", "subject__step__key"):
        became["reopened", key].add(run)
    for (what, key), where in became.items():
        if what in always and len(where) == len(runs):
            always[what].add(key)
    return always, len(runs)


def _adhoc(playbook: Playbook) -> list[AdHoc]:
    """Tasks somebody opened by hand about what a run was about, while it ran: the same in many."""
    runs = Run.objects.filter(playbook=playbook).exclude(status=Run.Status.CANCELLED)
    spans = defaultdict(list)
    for run in runs.order_by("-pk")[:200]:
        spans[run.subject_type_id, run.subject_id].append((run.pk, run.started_at, run.ended_at))
    kinds = {kind for kind, _pk in spans}
    asked = Task.objects.filter(
        need="", subject_type__in=kinds, subject_id__in={pk for _kind, pk in spans}
    )
    seen = defaultdict(lambda: (set(), []))
    for task in asked.select_related("role"):
        for pk, started_at, ended_at in spans[task.subject_type_id, task.subject_id]:
            if started_at <= task.opened_at and (ended_at is None or task.opened_at < ended_at):
                where, hours = seen[" ".join(task.title.split()).casefold(), task.role]
                where.add(pk)
                hours.append((task.title, task.hours))
    return [
        AdHoc(hours[0][0], role, len(where), median(hour for _title, hour in hours))
        for (_name, role), (where, hours) in seen.items()
        if len(where) >= OFTEN
    ]
