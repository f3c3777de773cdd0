"""Somebody ticked a task of a run: look at once. Without this the minute finds the same."""

from django.dispatch import receiver

from config.lib.ring import ring
from roles.playbooks import jobs
from roles.tasks.events import tasks_changed


@receiver(tasks_changed)
def look_at_once(**kwargs):
    ring(jobs.look_again)
