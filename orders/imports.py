"""The rows an import can bring to orders: people, orders, lines, money in and out, and opinions."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from config.intake.kinds import (
    Choice,
    Counts,
    Day,
    Field,
    Kind,
    Moment,
    Money,
    Parent,
    Text,
    Whole,
    house,
)
from config.intake.landing import Landing, forward
from orders import events
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
ADDRESS = ("name", "company", "street", "postcode", "city", "region", "country", "phone")
LIFE = ["placed", "paid", "in_preparation", "shipped", "delivered", "cancelled", "returned"]
RATE = (
    "(CASE WHEN {money} = {{home_currency}} THEN 1 ELSE (SELECT e.rate FROM catalog_exchangerate e"
    " WHERE e.currency = {money} AND e.valid_from <= ({at} AT TIME ZONE {{zone}})::date"
    " ORDER BY e.valid_from DESC LIMIT 1) END)"
)


def rate(*, money: str, at: str) -> str:
    """SQL: what a currency was worth in the shop's own on a day, or NULL when nobody knows."""
    return RATE.format(money=money, at=at)


# Customers


def _land_customers(landing: Landing) -> Counts:
    every_row = landing.rows
    landing.run(
        "CREATE TEMP TABLE persons ON COMMIT DROP AS SELECT DISTINCT ON (external_id) *"
        " FROM {rows} ORDER BY external_id, line"
    )
    landing.rows = "persons"
    plain = ("name", "email", "phone", "language", "country", "region", "city", "postcode")
    persons = landing.upsert(
        "orders_customer",
        match={"channel_id": "{source}", "external_id": "r.external_id"},
        write={name: f"r.{name}" for name in plain} | {"created_at": "r.created_at"},
        default=dict.fromkeys(plain, "''"),
    )
    landing.rows = every_row
    return _name_customers(landing, persons)


def _name_customers(landing, persons):
    """Keep the second names; a row that brings one is new when the name is."""
    aliases = landing.number("SELECT count(*) FROM {rows} WHERE alias IS NOT NULL")
    if not aliases:
        return persons
    known = landing.number("SELECT count(*) FROM orders_customerid WHERE channel_id = {source}")
    touched = landing.run(
        "INSERT INTO orders_customerid AS i (channel_id, external_id, customer_id)"
        " SELECT DISTINCT ON (r.alias) {source}, r.alias, c.id FROM {rows} r JOIN orders_customer c"
        " ON c.channel_id = {source} AND c.external_id = r.external_id WHERE r.alias IS NOT NULL"
        " ORDER BY r.alias, r.line ON CONFLICT (channel_id, external_id) DO UPDATE"
        " SET customer_id = excluded.customer_id WHERE i.customer_id <> excluded.customer_id"
    )
    new = (
        landing.number("SELECT count(*) FROM orders_customerid WHERE channel_id = {source}") - known
    )
    total = landing.number("SELECT count(*) FROM {rows}")
    changed = min(total - new, persons.changed + touched - new)
    return Counts(new=new, changed=changed)


def _link_customers(landing: Landing) -> None:
    """Orders that came before their customers find them now, by id or by second name."""
    landing.run(
        "UPDATE orders_order o SET customer_id = c.id FROM orders_customer c"
        " WHERE o.channel_id = {source} AND o.customer_id IS NULL AND o.customer_ref <> ''"
        " AND c.channel_id = {source} AND c.external_id = o.customer_ref"
    )
    landing.run(
        "UPDATE orders_order o SET customer_id = i.customer_id FROM orders_customerid i"
        " WHERE o.channel_id = {source} AND o.customer_id IS NULL AND o.customer_ref <> ''"
        " AND i.channel_id = {source} AND i.external_id = o.customer_ref"
    )


# Orders


def _land_orders(landing: Landing) -> Counts:
    every_row = landing.rows
    landing.rows = "orders_known"
    landing.run(
        "CREATE TEMP TABLE orders_known ON COMMIT DROP AS SELECT r.*,"
        " COALESCE(c.id, i.customer_id) AS customer_id FROM {every} r"
        " LEFT JOIN orders_customer c ON c.channel_id = {source} AND c.external_id = r.customer"
        " LEFT JOIN orders_customerid i ON i.channel_id = {source} AND i.external_id = r.customer",
        every=every_row,
    )
    texts = {"customer_ref": "r.customer", "buyer_name": "r.buyer_name"}
    texts |= {"buyer_email": "r.buyer_email", "country": "r.country", "visit_ref": "r.visit"}
    same = ("tax", "total", "placed_at", "paid_at", "shipped_at", "delivered_at", "cancelled_at")
    counts = landing.upsert(
        "orders_order",
        match={"channel_id": "{source}", "external_id": "r.external_id"},
        write={
            "number": "r.number",
            "status": _ORDER_STATUS,
            "customer_id": "r.customer_id",
            "currency": "r.currency",
            "rate": rate(money="COALESCE(r.currency, {currency})", at="r.placed_at"),
            "shipping_charged": "r.shipping_charged",
            "discount": "r.discount",
            "ship_by": "r.ship_by",
            "promised_date": "r.promised_date",
        }
        | texts
        | {name: f"r.{name}" for name in same},
        default=dict.fromkeys(texts, "''")
        | {"number": "r.external_id", "currency": "{currency}"}
        | {"shipping_charged": "0", "discount": "0"},
        rules={"status": forward(LIFE), "rate": _RATE_RULE, "customer_id": _CUSTOMER_RULE},
        moves="orders_ordermove",
        moved_at=_MOVED_AT,
    )
    _land_addresses(landing)
    return counts


_ORDER_STATUS = (
    "COALESCE(r.status, CASE WHEN r.cancelled_at IS NOT NULL THEN 'cancelled'"
    " WHEN r.delivered_at IS NOT NULL THEN 'delivered' WHEN r.shipped_at IS NOT NULL THEN 'shipped'"
    " WHEN r.paid_at IS NOT NULL THEN 'paid' ELSE 'placed' END)"
)
_MOVED_AT = (
    "COALESCE(CASE new.status WHEN 'paid' THEN new.paid_at WHEN 'shipped' THEN new.shipped_at"
    " WHEN 'delivered' THEN new.delivered_at WHEN 'cancelled' THEN new.cancelled_at END, {now})"
)
# The rate stays as it was kept, unless the money is another, or nobody knew it yet.
_RATE_RULE = (
    "CASE WHEN r.currency <> t.currency THEN {new}"
    " ELSE COALESCE({old}, CASE WHEN r.currency = t.currency THEN {new} END) END"
)
# An order that is said to be another person's is no longer the first one's.
_CUSTOMER_RULE = "CASE WHEN r.customer <> t.customer_ref THEN {new} ELSE COALESCE({new}, {old}) END"


def _land_addresses(landing):
    """Where the order goes, when the file says so."""
    given = " OR ".join(f"r.shipping_{part} IS NOT NULL" for part in ADDRESS)
    if not landing.number("SELECT count(*) FROM {rows} r WHERE {given}", given=given):
        return
    landing.run(
        "CREATE TEMP TABLE orders_addressed ON COMMIT DROP AS SELECT r.*, o.id AS order_id"
        " FROM {rows} r JOIN orders_order o ON o.channel_id = {source}"
        " AND o.external_id = r.external_id WHERE {given}",
        given=given,
    )
    landing.rows = "orders_addressed"
    landing.upsert(
        "orders_address",
        match={"order_id": "r.order_id", "purpose": "'shipping'"},
        write={part: f"r.shipping_{part}" for part in ADDRESS},
        default=dict.fromkeys(ADDRESS, "''"),
    )


# Lines


def _land_lines(landing: Landing) -> Counts:
    _find_variants(landing, "lines_known")
    same = ("quantity", "unit_price", "unit_cost", "discount", "shipping_charged")
    texts = {"product_ref": "r.product", "sku": "r.sku", "name": "r.name"}
    counts = landing.upsert(
        "orders_orderline",
        match={"order_id": "r.order_id", "external_id": "r.external_id"},
        write={"variant_id": "r.variant_id"} | texts | {name: f"r.{name}" for name in same},
        default=dict.fromkeys(texts, "''")
        | {"quantity": "1", "discount": "0", "shipping_charged": "0"},
    )
    _set_ship_by(landing)
    return counts


def _find_variants(landing, table):
    """Say for each row which variant it means: by the platform's id, or else by SKU."""
    landing.run(
        "CREATE TEMP TABLE {table} ON COMMIT DROP AS SELECT r.*,"
        " COALESCE(k.variant_id, v.id) AS variant_id FROM {rows} r"
        " LEFT JOIN catalog_variantonchannel k ON k.channel_id = {source} AND k.external_id ="
        " r.product"
        " LEFT JOIN catalog_variant v ON v.sku = r.sku AND v.sku <> ''",
        table=table,
    )
    landing.rows = table


def _set_ship_by(landing):
    """An order must leave by the earliest date of its lines."""
    landing.run(
        "WITH said AS (SELECT order_id, min(ship_by) AS earliest, count(*) AS lines FROM {rows}"
        " WHERE ship_by IS NOT NULL GROUP BY order_id)"
        " UPDATE orders_order o SET ship_by = s.earliest FROM said s"
        " WHERE o.id = s.order_id AND o.ship_by IS DISTINCT FROM s.earliest"
        " AND (o.ship_by IS NULL OR s.earliest < o.ship_by OR s.lines ="
        " (SELECT count(*) FROM orders_orderline l WHERE l.order_id = o.id))"
    )


def _link_variants(landing: Landing) -> None:
    """Lines that came before their products find them now."""
    landing.run(
        "UPDATE orders_orderline l SET variant_id = k.variant_id FROM orders_order o,"
        " catalog_variantonchannel k WHERE l.variant_id IS NULL AND l.product_ref <> ''"
        " AND o.id = l.order_id AND o.channel_id = {source}"
        " AND k.channel_id = {source} AND k.external_id = l.product_ref"
    )
    landing.run(
        "UPDATE orders_orderline l SET variant_id = v.id FROM orders_order o, catalog_variant v"
        " WHERE l.variant_id IS NULL AND l.sku <> '' AND o.id = l.order_id"
        " AND o.channel_id = {source} AND v.sku = l.sku"
    )
    landing.run(
        "UPDATE orders_refund f SET variant_id = l.variant_id FROM orders_orderline l"
        " WHERE f.channel_id = {source} AND f.variant_id IS NULL AND l.id = f.line_id"
        " AND l.variant_id IS NOT NULL"
    )


# Money and opinions


def _land_payments(landing: Landing) -> Counts:
    return landing.upsert(
        "orders_payment",
        match={"order_id": "r.order_id", "external_id": "r.external_id"},
        write={name: f"r.{name}" for name in ("method", "amount", "installments", "paid_at")},
        default={"method": "''"},
    )


def _land_refunds(landing: Landing) -> Counts:
    _find_variants(landing, "refunds_known")
    landing.run(
        "CREATE TEMP TABLE refunds_priced ON COMMIT DROP AS SELECT r.*,"
        " COALESCE(r.currency, o.currency, {currency}) AS money,"
        " COALESCE(r.requested_at, r.refunded_at) AS asked_at,"
        " o.currency AS order_currency, o.rate AS order_rate, l.variant_id AS line_variant_id"
        " FROM {rows} r LEFT JOIN orders_order o ON o.id = r.order_id"
        " LEFT JOIN orders_orderline l ON l.id = r.line_id"
    )
    landing.rows = "refunds_priced"
    own_rate = rate(money="r.money", at="r.asked_at")
    return landing.upsert(
        "orders_refund",
        match={"channel_id": "{source}", "external_id": "r.external_id"},
        write={name: f"r.{name}" for name in ("order_id", "line_id", "amount", "quantity")}
        | {
            "status": "COALESCE(r.status, CASE WHEN r.refunded_at IS NULL THEN 'requested' ELSE"
            " 'paid' END)",
            "variant_id": "COALESCE(r.variant_id, r.line_variant_id)",
            "currency": "r.money",
            "rate": f"CASE WHEN r.money = r.order_currency THEN r.order_rate ELSE {own_rate} END",
            "reason": "r.reason",
            "requested_at": "r.asked_at",
            "refunded_at": "r.refunded_at",
        },
        default={"reason": "''"},
        rules={
            "status": forward(["requested", "refused", "paid"]),
            "rate": "COALESCE({old}, {new})",
        },
        moves="orders_refundmove",
        moved_at="COALESCE(new.refunded_at, {now})",
    )


def _land_reviews(landing: Landing) -> Counts:
    return landing.upsert(
        "orders_review",
        match={"order_id": "r.order_id", "external_id": "r.external_id"},
        write={
            name: f"r.{name}" for name in ("score", "title", "text", "reviewed_at", "answered_at")
        },
        default={"title": "''", "text": "''"},
    )


def _announce(signal):
    signal.send_robust(sender=None)


def _id(label, **more):
    return Text("external_id", label, required=True, **more)


_ORDER_FIELDS = (
    _id(_("order's id")),
    Text("number", _("number")),
    Choice("status", _("status"), Order.Status.values),
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
        land=_land_customers,
    ),
    Kind(
        "orders",
        _("Orders"),
        _ORDER_FIELDS,
        ident=("external_id",),
        land=_land_orders,
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
        land=_land_lines,
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
        land=_land_payments,
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
            Choice("status", _("status"), Refund.Status.values),
            Money("amount", _("amount"), required=True),
            Whole("quantity", _("quantity"), most=1_000_000),
            Field("currency", _("currency"), "code"),
            Text("reason", _("reason"), 300),
            Moment("requested_at", _("requested at")),
            Moment("refunded_at", _("paid back at")),
        ),
        ident=("external_id",),
        land=_land_refunds,
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
        land=_land_reviews,
        after=("orders",),
        parents=(ORDER,),
    ),
)
house.settle(after={"customers"}, run=_link_customers)
house.settle(after={"products"}, run=_link_variants)
