"""What the pages show of runs: the gate, what is missing, who holds the next step."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2s

from django.db.models import F
from django.utils.translation import gettext as _

from config.lib.words import told
from roles.playbooks import wording
from roles.playbooks.evidence import EVIDENCE
from roles.playbooks.models import Run, RunStep
from roles.team.models import Role

MOST_LINES = 12  # of what an answer counted; the rest is a number
S = RunStep.Status
STATES = {
    S.WAITING: "quiet",
    S.READY: "accent",
    S.DOING: "accent",
    S.DONE: "good",
    S.WAIVED: "soon",
    S.SKIPPED: "quiet",
}


def with_next_steps(runs: Iterable[Run]) -> list[Run]:
    """Each run with its next step: of those that can be done, the one with the least to spare."""
    runs = list(runs)
    steps = RunStep.objects.open().filter(run__in=runs).select_related("step__role", "assignee")
    first = {}
    for step in steps.order_by("run", F("slack_hours").asc(nulls_last=True), "pk"):
        first.setdefault(step.run_id, step)
    for run in runs:
        run.next_step = first.get(run.pk)
        run.slack = wording.slack(run.slack_hours)
    return runs


# The gate


@dataclass(frozen=True)
class Fix:
    """What would turn a no into a yes, and who can do it."""

    sentence: str
    url: str
    who: str
    hours: float | None


@dataclass(frozen=True)
class Condition:
    """One evidence of the gate, as it answered last."""

    step: RunStep
    state: str
    sign: str
    word: str
    sentence: str
    holds: bool
    lines: list[tuple[str, str]] = field(default_factory=list)
    more: int = 0
    fixes: list[Fix] = field(default_factory=list)

    @property
    def cheapest(self) -> Fix | None:
        return self.fixes[0] if self.fixes else None

    @property
    def costs(self) -> float:
        """Working hours of the cheapest way to a yes."""
        known = [fix.hours for fix in self.fixes if fix.hours is not None]
        return min(known, default=float(self.step.step.effort_hours))


def conditions(steps: Iterable[RunStep], roles: dict[str, Role]) -> list[Condition]:
    """The gate: every step it needs, what is missing first."""
    gate = [condition(step, roles) for step in steps if step.step.is_gate]
    return sorted(gate, key=lambda one: one.holds)


def condition(step: RunStep, roles: dict[str, Role]) -> Condition:
    state, sign, word = _signs(step)
    return Condition(
        step=step,
        state=state,
        sign=sign,
        word=word,
        sentence=_sentence(step),
        holds=step.holds,
        lines=[
            (told(line["sentence"], line.get("figures")), line.get("url", ""))
            for line in step.lines[:MOST_LINES]
        ],
        more=max(len(step.lines) - MOST_LINES, 0),
        fixes=_fixes(step, roles),
    )


def _signs(step) -> tuple[str, str, str]:
    if step.status == S.WAIVED:
        return "soon", "stamp", _("Waived")
    if step.status == S.SKIPPED:
        return "quiet", "skip-forward", _("Skipped")
    if step.holds:
        return "good", "check", _("Yes")
    if step.step.evidence and step.says is None:
        return "late", "circle-question-mark", _("Could not be checked")
    return "late", "x", _("No")


def _sentence(step) -> str:
    if step.status == S.WAIVED:
        return step.waived_why
    if step.sentence:
        return told(step.sentence, step.figures)
    if step.step.evidence:
        return _("Not asked yet.")
    return _("Said by hand.") if step.status == S.DONE else _("Nobody has said so yet.")


def _fixes(step, roles) -> list[Fix]:
    """The cheapest repair first."""
    fixes = [
        Fix(
            sentence=told(repair["sentence"], repair.get("figures")),
            url=repair.get("url", ""),
            who=str(roles.get(repair.get("role"), "") or step.assignee or step.step.role),
            hours=repair.get("hours"),
        )
        for repair in step.repairs
    ]
    return sorted(fixes, key=lambda fix: (fix.hours is None, fix.hours))


def missing(gate: Iterable[Condition]) -> list[Condition]:
    """Why it cannot start: what does not hold, the cheapest to repair first."""
    return sorted((one for one in gate if not one.holds), key=lambda one: one.costs)


def mark(gate: Iterable[Condition]) -> str:
    """Changes when the gate looks different: who has seen this one needs no other."""
    seen = [(one.step.pk, one.word, one.sentence, one.lines, one.fixes) for one in gate]
    return blake2s(repr(seen).encode(), digest_size=8).hexdigest()


def tool(step: RunStep) -> str:
    """Where the work of a step is done: its evidence's door, or the page of the subject."""
    found = EVIDENCE.get(step.step.evidence)
    if found and (address := found.address(step.run.subject_id)):
        return address
    subject = step.run.subject
    return subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else ""


def is_over(run: Run, *, now: datetime) -> bool:
    """Its date has passed and it still runs."""
    return run.status == Run.Status.RUNNING and run.ends_at < now
