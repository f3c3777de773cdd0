"""Machine work of the front door: taking in what waits, one file after the other."""

from celery import shared_task
from django.utils import timezone

from config.intake import actions
from config.intake.models import Delivery


@shared_task
def take_in():
    """Take in every file that waits, and those whose reader is gone. Twice at once does no harm."""
    for delivery in Delivery.objects.to_take_in().order_by("received_at", "pk"):
        actions.take_in(delivery, at=timezone.now())
