"""Plans and what comes of them: a playbook's editions with their steps, and the runs at work."""

from roles.playbooks.models.plans import Edition, Playbook, Step, Wait
from roles.playbooks.models.runs import Run, RunMove, RunStep, RunStepMove

__all__ = ["Edition", "Playbook", "Run", "RunMove", "RunStep", "RunStepMove", "Step", "Wait"]
