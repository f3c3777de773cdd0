"""What orders are worth: their revenue, and what their buyers were charged in all."""

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from orders.models import OrderLine

# A line's revenue. Wherever the shop says “revenue” it is the sum of these over orders that were
# not cancelled, as charged: before refunds, and without shipping.
REVENUE = F("unit_price") * F("quantity")


def with_revenue(orders: QuerySet) -> QuerySet:
    """What the goods of each order were sold for; unknown where no line was sent."""
    lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order")
    return orders.annotate(revenue=Subquery(lines.annotate(sum=Sum(REVENUE)).values("sum")))


def with_amount(orders: QuerySet) -> QuerySet:
    """What each order comes to: its total, or its lines where no total was sent."""
    summed = F("revenue") + F("shipping_charged") - F("discount")
    return with_revenue(orders).annotate(amount=Coalesce(F("total"), summed, F("shipping_charged")))
