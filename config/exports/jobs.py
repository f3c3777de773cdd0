"""Machine work for those who take lists away."""

from celery import shared_task
from django.utils import timezone

from config.exports import actions
from config.lib.ring import ring


@shared_task
def write():
    """Write one file that waits, or whose writer is gone, then queue for the next one behind
    whatever else is to be done. Twice at once does no harm."""
    if actions.write_one():
        ring(write)


@shared_task
def forget_old():
    """Throw away the files that had time enough to be fetched."""
    actions.forget_old(now=timezone.now())
