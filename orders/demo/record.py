"""The demo's sales as rows: orders, lines, payments, addresses, and the moves of their lives."""

from decimal import Decimal

from config.lib.seeds import copy_in, insert, next_id, words
from orders.demo import after
from orders.models import Address, Order, OrderLine, Payment, Refund, Review

VAT = {"IT": 122, "ES": 121}
INSTALMENTS = {"klarna": 3}
ORDER = words(
    "id channel_id external_id number status customer_id buyer_name buyer_email country currency "
    "rate shipping_charged discount tax total visit_ref coupon_code placed_at paid_at shipped_at "
    "delivered_at cancelled_at ship_by promised_date"
)
LINE = words(
    "id order_id external_id variant_id product_ref sku name quantity unit_price unit_cost"
)
PAYMENT = words("order_id external_id method amount installments paid_at")
ADDRESS = words("order_id purpose name company street postcode city region country")
# What the timestamps of an order tell of its life: preparation begins with its parcel, at once.
HISTORY = """
INSERT INTO orders_ordermove (subject_id, came_from, became, moved_at, note)
SELECT id, 'placed', 'paid', paid_at, '' FROM orders_order WHERE paid_at IS NOT NULL
UNION ALL
SELECT id, 'paid', 'in_preparation', paid_at + interval '40 seconds', ''
FROM orders_order WHERE paid_at IS NOT NULL AND status <> 'paid'
UNION ALL
SELECT id, 'in_preparation', 'shipped', shipped_at, ''
FROM orders_order WHERE shipped_at IS NOT NULL
UNION ALL
SELECT id, 'shipped', 'delivered', delivered_at, ''
FROM orders_order WHERE delivered_at IS NOT NULL
UNION ALL
SELECT id, CASE WHEN paid_at IS NULL THEN 'placed' ELSE 'in_preparation' END, 'cancelled',
    cancelled_at,
    CASE WHEN paid_at IS NULL THEN 'Bonifico mai arrivato' ELSE 'Annullato dal cliente' END
FROM orders_order WHERE cancelled_at IS NOT NULL
UNION ALL
SELECT o.id, 'delivered', 'returned', min(r.requested_at), min(r.reason)
FROM orders_order o JOIN orders_refund r ON r.order_id = o.id
WHERE o.status = 'returned' GROUP BY o.id
"""
REFUND_HISTORY = """
INSERT INTO orders_refundmove (subject_id, came_from, became, moved_at, note)
SELECT id, 'requested', status, coalesce(refunded_at, requested_at + interval '7 hours'),
    CASE status WHEN 'refused' THEN 'Articolo usato o fuori dai 30 giorni' ELSE '' END
FROM orders_refund WHERE status <> 'requested'
"""


def record(sales) -> None:
    copy_in(Order, ORDER, map(_order, sales))
    copy_in(OrderLine, LINE, (row for sale in sales for row in _lines(sale)))
    copy_in(Payment, PAYMENT, (_payment(sale) for sale in sales if sale.life.paid_at))
    copy_in(Address, ADDRESS, map(_address, sales))


def record_what_followed(sales, story, rolls) -> None:
    """Reviews and refunds, then the histories of orders and refunds."""
    reviews = (after.review(sale, story, rolls) for sale in sales)
    copy_in(Review, after.REVIEW_FIELDS, filter(None, reviews))
    refunds = (row for sale in sales for row in after.refunds(sale, story, rolls))
    first = next_id(Refund)
    rows = (
        (n, channel_id, f"RF{n}", *rest) for n, (channel_id, *rest) in enumerate(refunds, first)
    )
    copy_in(Refund, after.REFUND_FIELDS, rows)
    insert(HISTORY)
    insert(REFUND_HISTORY)


def _order(sale):
    life, buyer, channel = sale.life, sale.buyer, sale.channel
    tax = (sale.total - sale.total * 100 / VAT[channel.country]).quantize(Decimal("0.01"))
    external_id = sale.number if channel.kind == "marketplace" else f"{5_800_000 + sale.id * 13}"
    return (
        sale.id, channel.pk, external_id, sale.number, life.status, buyer.id, buyer.name,
        buyer.email, buyer.country, channel.currency, Decimal(1), sale.shipping, sale.discount,
        tax, sale.total, sale.visit_ref, sale.coupon_code, life.placed_at, life.paid_at,
        life.shipped_at, life.delivered_at, life.cancelled_at, life.ship_by, life.promised_date,
    )  # fmt: skip


def _lines(sale):
    for place, line in enumerate(sale.lines, start=1):
        item, offer = line.item, line.item.offer
        yield (
            line.id, sale.id, f"{place}", offer.variant_id, offer.sku, offer.sku, offer.name,
            item.quantity, item.price, offer.cost,
        )  # fmt: skip


def _payment(sale):
    method = sale.life.method
    reference = f"PAY{sale.id * 7 + 1_000_000}"
    return (sale.id, reference, method, sale.total, INSTALMENTS.get(method), sale.life.paid_at)


def _address(sale):
    buyer = sale.buyer
    place = (buyer.street, buyer.postcode, buyer.city, buyer.region, buyer.country)
    return (sale.id, Address.Purpose.SHIPPING, buyer.name, "", *place)
