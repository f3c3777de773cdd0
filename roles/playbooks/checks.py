"""What is wrong with an edition: asked while it is made, and once more when it is published."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from roles.playbooks.evidence import EVIDENCE
from roles.playbooks.models import Edition, Step, Wait
from roles.playbooks.schedule import find_cycle
from roles.team.models import Role


class Problem(NamedTuple):
    """Why an edition cannot work: which step, which of its fields, in a sentence."""

    step: Step | None
    field: str
    sentence: str


def problems(edition: Edition, *, is_staffed: bool = True) -> list[Problem]:
    """Everything that keeps an edition from being published."""
    steps = list(edition.steps.select_related("role").order_by("position", "pk"))
    if not steps:
        return [Problem(None, "", _("A playbook needs at least one step."))]
    found = [circle(edition), *_strangers(edition)]
    found += [_unproven(edition, step) for step in steps]
    if is_staffed:
        found += unworn(steps)
    return [problem for problem in found if problem]


def circle(edition: Edition) -> Problem | None:
    """Steps that wait for each other in a ring, each named."""
    steps = {step.pk: step for step in edition.steps.order_by("position", "pk")}
    waits = {pk: [] for pk in steps}
    for step, after in Wait.objects.filter(step__edition=edition).values_list("step", "after"):
        waits[step].append(after)
    ring = find_cycle(waits)
    if not ring:
        return None
    names = " → ".join(f"“{steps[pk]}”" for pk in [*ring, ring[0]])
    sentence = _("These steps wait for each other: %(names)s.") % {"names": names}
    return Problem(steps[ring[0]], "waits", sentence)


def unworn(steps: list[Step]) -> list[Problem]:
    """Steps whose hat nobody wears."""
    worn = set(Role.objects.worn().values_list("pk", flat=True))
    sentence = _("Nobody has the role “%(role)s” of the step “%(step)s”.")
    return [
        Problem(step, "role", sentence % {"role": step.role, "step": step})
        for step in steps
        if step.role_id not in worn
    ]


def _strangers(edition: Edition) -> list[Problem]:
    """Waits for a step of another version: it will never come."""
    waits = Wait.objects.filter(step__edition=edition).exclude(after__edition=edition)
    sentence = _("“%(step)s” waits for “%(other)s”, which is no step of this version.")
    return [
        Problem(wait.step, "waits", sentence % {"step": wait.step, "other": wait.after})
        for wait in waits.select_related("step", "after")
    ]


def _unproven(edition: Edition, step: Step) -> Problem | None:
    """An evidence that nobody wrote, or that asks about another kind of record."""
    if not step.evidence:
        return None
    evidence = EVIDENCE.get(step.evidence)
    if evidence is None:
        sentence = _("“%(step)s” asks for the evidence “%(evidence)s”, which does not exist.")
    elif evidence.about and evidence.about.lower() != label_of(edition.playbook.about):
        sentence = _("“%(step)s”: the evidence “%(evidence)s” asks about another kind of record.")
    else:
        return None
    return Problem(step, "evidence", sentence % {"step": step, "evidence": step.evidence})


def label_of(kind) -> str:
    """A kind of record as evidences name it: "marketing.campaign"."""
    return f"{kind.app_label}.{kind.model}" if kind else ""
