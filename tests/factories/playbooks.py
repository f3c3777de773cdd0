"""Playbooks and runs, plainly: `a_playbook("brief", "write:brief", "draw:brief+4")`."""

from contextlib import contextmanager
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType

from catalog.models import Product
from roles.playbooks import actions, editing
from roles.playbooks.evidence import EVIDENCE, Answer, Evidence
from roles.playbooks.models import Playbook, RunStep
from roles.playbooks.plan_steps import PlanStep
from roles.team.models import Role
from tests.factories import NOON, ProductFactory

IN_TWO_WEEKS = NOON + timedelta(days=14)


def a_step(text: str, **fields) -> PlanStep:
    """The step `write` of "write:brief,data+4" waits for `brief`, and for `data` and 4 hours."""
    key, _colon, others = text.partition(":")
    after = {}
    for other in others.split(",") if others else ():
        name, _plus, lag = other.partition("+")
        after[name] = float(lag or 0)
    plain = {"title": key.capitalize(), "role": Role.WEB_WRITER, "after": after}
    return PlanStep(key, **(plain | fields))


def a_playbook(*steps, key="launch", about=Product) -> Playbook:
    """A published playbook of these steps, given as words or as PlanSteps."""
    steps = [a_step(step) if isinstance(step, str) else step for step in steps]
    editing.install(key=key, title=key.capitalize(), about=about, steps=steps, at=NOON)
    return Playbook.objects.get(key=key)


def a_run(playbook, owner, subject=None, *, ends_at=IN_TWO_WEEKS, at=NOON, by=None):
    return actions.start(
        playbook, subject or ProductFactory(), owner=owner, ends_at=ends_at, by=by, at=at
    )


def steps_of(run) -> dict[str, RunStep]:
    """The steps of a run by their key, freshly read."""
    rows = RunStep.objects.filter(run=run).select_related("step", "assignee", "run")
    return {row.step.key: row for row in rows}


def statuses(run) -> dict[str, str]:
    return {key: row.status for key, row in steps_of(run).items()}


class Facts:
    """What the evidence of a test says, by subject: yes, no, or a crash."""

    def __init__(self, key: str):
        self.key, self.asked = key, 0
        self.answers: dict[int, object] = {}
        self.default: object = False

    def ask(self, subjects, now):
        self.asked += 1
        return {subject.pk: self._answer(subject) for subject in subjects}

    def _answer(self, subject):
        said = self.answers.get(subject.pk, self.default)
        if isinstance(said, Exception):
            raise said
        words = "%(count)s of 3 are there." if isinstance(said, bool) else "?"
        return Answer(said, words, {"count": 3 if said else 1})


@contextmanager
def evidence_of(*keys, about="catalog.product"):
    """Evidence for one test: its facts are set by hand."""
    assert not EVIDENCE.keys() & keys, "evidence of the house is not for tests to take away"
    facts = {key: Facts(key) for key in keys}
    EVIDENCE.update({key: Evidence(key, key, about, one.ask) for key, one in facts.items()})
    try:
        yield tuple(facts.values()) if len(facts) > 1 else next(iter(facts.values()))
    finally:
        for key in keys:
            EVIDENCE.pop(key)


def kind_of(model):
    return ContentType.objects.get_for_model(model)
