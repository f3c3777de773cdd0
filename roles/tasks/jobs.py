"""What the clock does for work."""

from celery import shared_task
from django.utils import timezone

from config.lib import turns
from roles.tasks import actions, asking, digest
from roles.tasks.models import Task


@shared_task
def wake():
    """What was put to rest until a moment that has come is back in the inbox."""
    now = timezone.now()
    for task in Task.objects.rested(now=now).order_by("waiting_until")[:1000]:
        with turns.turn("not_woken", task=task.pk):
            task.wake(by=None, at=now)


@shared_task
def escalate():
    """A request that is late is the coordinator's, until it is delivered or moved."""
    actions.open_and_close(asking.LATE, now=timezone.now())


@shared_task
def send_digests():
    """The morning e-mail to everybody whose morning it is. One that fails is tried again."""
    now = timezone.now()
    for person, day, zone in digest.whose_morning_it_is(now=now):
        with turns.going_on("morning_mail_failed", person=person.pk):
            digest.send(person, day, zone, now=now)
