"""Machine work. Each job looks for what is due; the database is the queue."""

from celery import shared_task
from django.utils import timezone

from logistics import actions


@shared_task
def open_parcels():
    """Paid orders get their parcel, and parcels end with their orders."""
    now = timezone.now()
    actions.open_parcels(now=now)
    actions.follow_orders(now=now)
