"""What the clock does for runs. Run twice, eight times at once or killed, it ends up the same."""

from datetime import timedelta
from importlib import import_module

from celery import shared_task
from django.utils import timezone

from roles.playbooks import actions
from roles.playbooks.models import Run

A_BREATH = timedelta(seconds=15)
REHEARSALS = "roles.playbooks.rehearsals"  # brings numpy, which the web does without


@shared_task
def look_again():
    """Each minute, at night too, and when a floor rings: the evidence is asked anew. However
    often they ring, no run is looked at more than once in a few seconds."""
    now = timezone.now()
    actions.look_again(now=now, runs=Run.objects.not_looked_at_since(now - A_BREATH), wait=False)


@shared_task
def draw_chances():
    """How likely each run meets its date, where its plan has changed."""
    import_module(REHEARSALS).draw(now=timezone.now())
