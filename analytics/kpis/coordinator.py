"""What the coordinator steers by: what was sold, given back and earned, and to whom."""

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from analytics.amounts import NUMBER, ONE, ZERO, Facts, Money, StartOfDay, per_day, where
from analytics.kpi import Dimension, Direction, Kind, Kpi, Source, Unit
from orders.amounts import REVENUE
from orders.models import Order, OrderLine, Refund
from roles.team.models import Role

PLACED = Facts(Order.objects.all, at="placed_at")
ORDERS = Facts(Order.objects.not_cancelled, at="placed_at")
LINES = Facts(
    lambda: OrderLine.objects.exclude(order__status=Order.Status.CANCELLED),
    at="order__placed_at",
    of="order__",
)
REFUNDS = Facts(lambda: Refund.objects.filter(status=Refund.Status.PAID), at="refunded_at")

COUNTRY = {Dimension.COUNTRY: "country"}
LINE_COUNTRY = {Dimension.COUNTRY: "order__country"}
LINE_SPLITS = LINE_COUNTRY | {Dimension.CATEGORY: "variant__product__category__path"}
UNIT_COST = Coalesce(
    F("unit_cost"), Cast(F("variant__cost"), NUMBER) / F("order__rate"), output_field=NUMBER
)


def revenue(span):
    """Unit price × quantity of the day's orders that were not cancelled, as charged: before
    refunds and without shipping."""
    return per_day(LINES, span, numerator=Money(REVENUE), by=LINE_SPLITS)


def shipping(span):
    """Shipping charged on the day's orders that were not cancelled, on the orders themselves and
    on their lines."""
    on_lines = per_day(LINES, span, numerator=Money(F("shipping_charged")), by=LINE_COUNTRY)
    on_orders = per_day(ORDERS, span, numerator=Money(F("shipping_charged")), by=COUNTRY)
    return on_lines + on_orders


def orders(span):
    """Orders placed on the day and not cancelled."""
    return per_day(ORDERS, span, numerator=Count("pk"), by=COUNTRY)


def average_order(span):
    """Revenue of the day divided by its orders that have lines; cancelled orders do not count."""
    worth = per_day(LINES, span, numerator=Money(REVENUE), denominator=ZERO, by=LINE_COUNTRY)
    return worth + orders_with_lines(span, is_money=True)


def units_per_order(span):
    """Units sold on the day divided by its orders that have lines; cancelled orders do not
    count."""
    units = per_day(LINES, span, numerator=F("quantity"), denominator=ZERO, by=LINE_COUNTRY)
    return units + orders_with_lines(span)


def orders_with_lines(span, *, is_money=False):
    """The day's orders that have lines, to divide by."""
    has_lines = Exists(OrderLine.objects.filter(order=OuterRef("pk")))
    return per_day(
        ORDERS,
        span,
        rows=ORDERS.between(span).filter(has_lines),
        numerator=ZERO,
        denominator=ONE,
        by=COUNTRY,
        is_money=is_money,
    )


def cancellation_rate(span):
    """Cancelled orders among all orders placed on the day."""
    return per_day(
        PLACED,
        span,
        numerator=where(Q(status=Order.Status.CANCELLED)),
        denominator=ONE,
        by=COUNTRY,
    )


def refunds(span):
    """Money paid back to buyers on the day, whatever the day of the order."""
    rows = REFUNDS.between(span).annotate(
        shelf=Coalesce("variant__product__category__path", "line__variant__product__category__path")
    )
    by = LINE_COUNTRY | {Dimension.CATEGORY: "shelf"}
    return per_day(REFUNDS, span, rows=rows, numerator=Money(F("amount")), by=by)


def refund_rate(span):
    """Lines with a refund that was not refused, among all lines of the day's orders that were not
    cancelled."""
    asked_back = Refund.objects.exclude(status=Refund.Status.REFUSED).filter(line=OuterRef("pk"))
    return per_day(
        LINES, span, numerator=where(Exists(asked_back)), denominator=ONE, by=LINE_SPLITS
    )


def gross_margin(span):
    """Unit price less unit cost, × quantity, divided by the revenue of the same lines: those of
    the day's orders not cancelled whose cost is known."""
    rows = LINES.between(span).annotate(known_cost=UNIT_COST).filter(known_cost__isnull=False)
    margin = (F("unit_price") - F("known_cost")) * F("quantity")
    return per_day(
        LINES, span, rows=rows, numerator=Money(margin), denominator=Money(REVENUE), by=LINE_SPLITS
    )


def new_customers(span):
    """Orders of the day that are their customer's first, among the day's orders not cancelled."""
    earlier = Order.objects.not_cancelled().filter(
        Q(placed_at__lt=OuterRef("placed_at")) | Q(pk__lt=OuterRef("pk")),
        customer=OuterRef("customer"),
        placed_at__lte=OuterRef("placed_at"),
    )
    is_first = Q(customer__isnull=False) & ~Exists(earlier)
    return per_day(ORDERS, span, numerator=where(is_first), denominator=ONE, by=COUNTRY)


def repeat_rate(span):
    """Customers of the day who had ordered on an earlier day, among the customers of the day;
    cancelled orders do not count."""
    earlier = Order.objects.not_cancelled().filter(
        customer=OuterRef("customer"), placed_at__lt=OuterRef("day_begins")
    )
    rows = ORDERS.between(span).filter(customer__isnull=False)
    rows = rows.annotate(day_begins=StartOfDay(F("placed_at"), ORDERS.zone))
    return per_day(
        ORDERS,
        span,
        rows=rows,
        numerator=Count("customer", distinct=True, filter=Exists(earlier)),
        denominator=Count("customer", distinct=True),
    )


def _sales(key, title, measure, rows, **how):
    dimensions = (Dimension.CHANNEL, *how.pop("by", ()))
    how = {"sources": (Source.ORDERS,), "better": Direction.UP, "unit": Unit.PERCENT} | how
    return Kpi(
        key=f"sales.{key}",
        title=title,
        owner=Role.COORDINATOR,
        kind=Kind.FLOW,
        measure=measure,
        rows=rows,
        dimensions=dimensions,
        **how,
    )


MONEY = {"unit": Unit.MONEY, "is_money": True}
AMOUNT = {"is_ratio": False}
BY_COUNTRY = {"by": (Dimension.COUNTRY,)}
BY_COUNTRY_AND_CATEGORY = {"by": (Dimension.COUNTRY, Dimension.CATEGORY)}
WITH_REFUNDS = {"sources": (Source.ORDERS, Source.REFUNDS), "better": Direction.DOWN}

KPIS = (
    _sales("revenue", _("Revenue"), revenue, LINES, **MONEY, **AMOUNT, **BY_COUNTRY_AND_CATEGORY),
    _sales("shipping", _("Shipping charged"), shipping, ORDERS, **MONEY, **AMOUNT, **BY_COUNTRY),
    _sales("orders", _("Orders"), orders, ORDERS, unit=Unit.COUNT, **AMOUNT, **BY_COUNTRY),
    _sales("aov", _("Average order"), average_order, LINES, **MONEY, **BY_COUNTRY),
    _sales(
        "units_per_order",
        _("Units per order"),
        units_per_order,
        LINES,
        unit=Unit.RATIO,
        **BY_COUNTRY,
    ),
    _sales(
        "cancellation_rate",
        _("Cancelled orders"),
        cancellation_rate,
        PLACED,
        better=Direction.DOWN,
        **BY_COUNTRY,
    ),
    _sales(
        "refunds",
        _("Refunds"),
        refunds,
        REFUNDS,
        **MONEY,
        **AMOUNT,
        **BY_COUNTRY_AND_CATEGORY,
        **WITH_REFUNDS,
    ),
    _sales(
        "refund_rate",
        _("Refunded lines"),
        refund_rate,
        LINES,
        **BY_COUNTRY_AND_CATEGORY,
        **WITH_REFUNDS,
    ),
    _sales(
        "gross_margin",
        _("Gross margin"),
        gross_margin,
        LINES,
        is_money=True,
        **BY_COUNTRY_AND_CATEGORY,
    ),
    _sales("new_customers", _("New customers"), new_customers, ORDERS, **BY_COUNTRY),
    _sales("repeat_rate", _("Returning customers"), repeat_rate, ORDERS),
)
