"""The rows an import can bring to orders: people, orders, lines, money in and out, and opinions."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from config.intake.kinds import Choice, Day, Field, Kind, Moment, Money, Parent, Text, Whole, house
from orders import events
from orders.imports.lines import land_lines, link_variants
from orders.imports.money import land_payments, land_refunds, land_reviews
from orders.imports.orders import land_orders
from orders.imports.people import land_customers, link_customers
from orders.models import Order, Refund

OF_ORDER = '{p}.channel_id = {source} AND {p}.external_id = r."order"'
ORDER = Parent("order", "orders_order", OF_ORDER, column="order_id", kinds=("orders",))
LINE = Parent(
    "order_line",
    "orders_orderline",
    "{p}.order_id = p0.id AND {p}.external_id = r.order_line",
    column="line_id",
    kinds=("lines",),
)


def _announce(signal):
    signal.send_robust(sender=None)


def _id(label, **more):
    return Text("external_id", label, required=True, **more)


_ORDER_FIELDS = (
    _id(_("order's id")),
    Text("number", _("number")),
    Choice("status", _("status"), Order.Status),
    Text("customer", _("customer's id")),
    Text("buyer_name", _("buyer")),
    Text("buyer_email", _("e-mail"), 254),
    Text("country", _("country"), 60),
    Field("currency", _("currency"), "code"),
    Money("shipping_charged", _("shipping")),
    Money("discount", _("discount")),
    Money("tax", _("tax")),
    Money("total", _("total")),
    Text("visit", _("visit's id")),
    Text("coupon", _("coupon"), longest=100),
    Moment("placed_at", _("placed at"), required=True),
    Moment("paid_at", _("paid at")),
    Moment("shipped_at", _("shipped at")),
    Moment("delivered_at", _("delivered at")),
    Moment("cancelled_at", _("cancelled at")),
    Moment("ship_by", _("to be shipped by")),
    Day("promised_date", _("promised for")),
    Text("shipping_name", _("recipient")),
    Text("shipping_company", _("recipient's company")),
    Text("shipping_street", _("recipient's street"), 300),
    Text("shipping_postcode", _("recipient's postcode"), 20),
    Text("shipping_city", _("recipient's city")),
    Text("shipping_region", _("recipient's region"), 100),
    Text("shipping_country", _("recipient's country"), 60),
    Text("shipping_phone", _("recipient's phone"), 50),
)

house.add(
    Kind(
        "customers",
        _("Customers"),
        (
            _id(_("customer's id")),
            Text("alias", _("second id")),
            Text("name", _("name")),
            Text("email", _("e-mail"), 254),
            Text("phone", _("phone"), 50),
            Text("language", _("language"), 5),
            Text("country", _("country"), 60),
            Text("region", _("region"), 100),
            Text("city", _("city")),
            Text("postcode", _("postcode"), 20),
            Moment("created_at", _("created at")),
        ),
        ident=("external_id", "alias"),
        land=land_customers,
    ),
    Kind(
        "orders",
        _("Orders"),
        _ORDER_FIELDS,
        ident=("external_id",),
        land=land_orders,
        after=("customers",),
        announce=partial(_announce, events.orders_changed),
    ),
    Kind(
        "lines",
        _("Order lines"),
        (
            Text("order", _("order's id"), required=True),
            _id(_("line's id")),
            Text("product", _("product's id")),
            Text("sku", _("SKU"), 100),
            Text("name", _("name"), 300),
            Whole("quantity", _("quantity"), least=1, most=1_000_000),
            Money("unit_price", _("unit price"), places=4, required=True),
            Money("unit_cost", _("unit cost"), places=4),
            Money("discount", _("discount")),
            Money("shipping_charged", _("shipping")),
            Moment("ship_by", _("to be shipped by")),
        ),
        ident=("order", "external_id"),
        land=land_lines,
        after=("products", "orders"),
        parents=(ORDER,),
        announce=partial(_announce, events.orders_changed),
    ),
    Kind(
        "payments",
        _("Payments"),
        (
            Text("order", _("order's id"), required=True),
            _id(_("payment's id")),
            Text("method", _("method"), 50),
            Money("amount", _("amount"), required=True),
            Whole("installments", _("instalments"), most=1000),
            Moment("paid_at", _("paid at")),
        ),
        ident=("order", "external_id"),
        land=land_payments,
        after=("orders",),
        parents=(ORDER,),
        announce=partial(_announce, events.orders_changed),
    ),
    Kind(
        "refunds",
        _("Refunds"),
        (
            _id(_("refund's id")),
            Text("order", _("order's id")),
            Text("order_line", _("line's id")),
            Text("product", _("product's id")),
            Text("sku", _("SKU"), 100),
            Choice("status", _("status"), Refund.Status),
            Money("amount", _("amount"), required=True),
            Whole("quantity", _("quantity"), most=1_000_000),
            Field("currency", _("currency"), "code"),
            Text("reason", _("reason"), 300),
            Moment("requested_at", _("requested at")),
            Moment("refunded_at", _("paid back at")),
        ),
        ident=("external_id",),
        land=land_refunds,
        after=("products", "orders", "lines"),
        parents=(ORDER, LINE),
        checks=(
            ("status = 'paid' AND refunded_at IS NULL", _("A refund paid back needs its moment.")),
            ("requested_at IS NULL AND refunded_at IS NULL", _("A refund needs its moment.")),
            (
                'order_line IS NOT NULL AND "order" IS NULL',
                _("A refunded line needs its order's id."),
            ),
        ),
        announce=partial(_announce, events.refunds_changed),
    ),
    Kind(
        "reviews",
        _("Reviews"),
        (
            Text("order", _("order's id"), required=True),
            _id(_("review's id")),
            Whole("score", _("score"), least=1, most=5, required=True),
            Text("title", _("title"), 300),
            Text("text", _("text"), 20_000),
            Moment("reviewed_at", _("reviewed at"), required=True),
            Moment("answered_at", _("answered at")),
        ),
        ident=("order", "external_id"),
        land=land_reviews,
        after=("orders",),
        parents=(ORDER,),
    ),
)
house.settle(after={"customers"}, run=link_customers)
house.settle(after={"products"}, run=link_variants)
