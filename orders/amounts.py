"""What orders come to, where a page has to show it for each of them."""

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from orders.models import OrderLine


def with_amount(orders: QuerySet) -> QuerySet:
    """What each order comes to: its total, or its lines where no total was sent."""
    lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order")
    goods = lines.annotate(goods=Sum(F("quantity") * F("unit_price"))).values("goods")
    return orders.annotate(
        amount=Coalesce(
            F("total"),
            Subquery(goods) + F("shipping_charged") - F("discount"),
            F("shipping_charged"),
        )
    )
