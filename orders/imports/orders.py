"""How orders land, with the address they go to."""

from config.intake.kinds import Counts
from config.intake.landing import Landing, forward
from orders.imports.rates import rate

ADDRESS = ("name", "company", "street", "postcode", "city", "region", "country", "phone")
LIFE = ["placed", "paid", "in_preparation", "shipped", "delivered", "cancelled", "returned"]


def land_orders(landing: Landing) -> Counts:
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
    texts |= {"coupon_code": "upper(r.coupon)"}
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
