"""What logistics listens to below. Only a nudge: the timetable would find the same work."""

from django.dispatch import receiver

from config.lib.ring import ring
from logistics import jobs
from orders.events import orders_changed


@receiver(orders_changed)
def look_at_once(**kwargs):
    ring(jobs.open_parcels)
