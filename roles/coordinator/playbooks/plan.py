"""A playbook as it is shipped."""

from dataclasses import dataclass

from roles.playbooks.plan_steps import PlanStep


@dataclass(frozen=True)
class Plan:
    """A playbook as it is shipped; `about` is the label of the model its runs work on."""

    key: str
    title: str
    about: str
    description: str
    steps: tuple[PlanStep, ...]
