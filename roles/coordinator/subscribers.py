"""Something changed below: look at needs and plans at once. Without these the minute finds the
same."""

from django.dispatch import receiver

from catalog.events import products_changed
from config.lib.ring import ring
from logistics.events import parcels_changed
from orders.events import orders_changed, refunds_changed
from roles.coordinator import jobs
from roles.marketing.events import campaigns_moved
from roles.playbooks import jobs as playbooks


@receiver([products_changed, orders_changed, refunds_changed, parcels_changed])
def look_at_once(**kwargs):
    ring(jobs.look_for_work)
    ring(playbooks.look_again)


@receiver(campaigns_moved)
def conduct_at_once(**kwargs):
    """A campaign that goes into preparation finds its plan started, and its texts on the desks."""
    ring(jobs.conduct)
