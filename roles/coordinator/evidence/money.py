"""What a day of waiting costs."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Avg, F

from orders.models import Order
from roles.marketing import demand
from roles.playbooks.evidence import at_risk

SAMPLE = timedelta(days=28)


@at_risk("marketing.campaign")
def of_campaigns(campaigns, *, now):
    """The orders a day that a campaign is expected to add × the average revenue of an order in the
    last four weeks, in the shop's currency."""
    placed = Order.objects.not_cancelled().filter(placed_at__gte=now - SAMPLE, placed_at__lt=now)
    mean = placed.aggregate(mean=Avg(F("revenue") * F("rate")))["mean"]
    average = Decimal(mean or 0)
    return {
        pk: max(one.extra_orders, Decimal(0)) * average
        for pk, one in demand.expected(campaigns, now=now).items()
    }
