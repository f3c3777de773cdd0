"""Machine work of the front door: taking in what waits, one file after the other."""

from itertools import groupby

from celery import shared_task
from django.utils import timezone

from config.intake import actions
from config.intake.models import Delivery


@shared_task
def take_in():
    """Take in every file that waits, and those whose reader is gone. Twice at once does no harm."""
    waiting = Delivery.objects.to_take_in().select_related("profile")
    for _batch, together in groupby(waiting.order_by("received_at", "batch", "pk"), _batch_of):
        files = list(together)
        tried = [each for each in files if each.is_dry_run]
        if tried:
            actions.rehearse(tried, at=timezone.now())
        meant = [(each.profile, each) for each in files if not each.is_dry_run]
        for _profile, delivery in actions.in_order(meant):
            actions.take_in(delivery, at=timezone.now())


def _batch_of(delivery):
    return delivery.batch
