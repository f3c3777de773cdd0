"""Machine work. Each job looks for what is due; the database is the queue."""

from time import monotonic

from celery import shared_task
from django.utils import timezone

from catalog.models import Channel
from roles.webmaster import asking

BUDGET = 45  # seconds of each minute; what is left over then is the next minute's


@shared_task
def ask_sites():
    """Ask every address that is due. Several workers share them."""
    ends, hosts = monotonic() + BUDGET, Channel.objects.active().hosts()
    while monotonic() < ends:
        checks = asking.claimed(now=timezone.now())
        if not checks:
            return
        asking.ask_all(checks, hosts=hosts)


@shared_task
def forget_old_answers():
    """Answers are kept for two weeks, their days for longer."""
    asking.forget(now=timezone.now())
