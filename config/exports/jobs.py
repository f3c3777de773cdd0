"""Machine work for those who take lists away."""

from celery import shared_task
from django.utils import timezone

from config.exports import actions


@shared_task
def write():
    """Write every file that waits, and those whose writer is gone. Twice at once does no harm."""
    actions.write_what_waits()


@shared_task
def forget_old():
    """Throw away the files that had time enough to be fetched."""
    actions.forget_old(now=timezone.now())
