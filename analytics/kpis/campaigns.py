"""What a campaign brought and cost: the orders it can claim, beside what was spent on it.

An order belongs to the campaign whose coupon it used; else to the one whose UTM name the visit
carried that brought it. It belongs to one campaign at most, so campaigns add up.
"""

from django.utils.translation import gettext_lazy as _

from analytics.amounts import Amounts
from analytics.kpi import Dimension, Direction, Kind, Kpi, Source, Span, Unit
from roles.team.models import Role

SPLITS = (Dimension.CAMPAIGN,)
LABELS = """
    (orders.placed_at AT TIME ZONE channel.time_zone)::date AS on_day,
    orders.channel_id AS on_channel, {currency} AS in_currency, claimed.utm AS by_campaign
"""
# A visit and an order know each other by the visit's id on the channel; the visit was before.
CLAIMED = """
    SELECT orders.id AS order_id, campaign.utm
    FROM orders_order AS orders
    JOIN marketing_coupon AS coupon ON coupon.code = orders.coupon_code
    JOIN marketing_campaign AS campaign ON campaign.id = coupon.campaign_id
    WHERE NOT orders.coupon_code = '' AND orders.placed_at >= %s AND orders.placed_at < %s
    UNION ALL
    SELECT orders.id, campaign.utm
    FROM marketing_campaign AS campaign
    JOIN traffic_visit AS visit ON visit.campaign = campaign.utm
    JOIN orders_order AS orders
      ON orders.channel_id = visit.channel_id AND orders.visit_ref = visit.external_id
     AND NOT orders.visit_ref = ''
    WHERE visit.started_at >= %s::timestamptz - interval '3 days' AND visit.started_at < %s
      AND orders.placed_at >= %s AND orders.placed_at < %s
      AND NOT EXISTS (SELECT FROM marketing_coupon WHERE code = orders.coupon_code)
"""
PARTS = f"""
SELECT {{labels}}, {{amounts}}
FROM ({CLAIMED}) AS claimed
JOIN orders_order AS orders ON orders.id = claimed.order_id AND NOT orders.status = 'cancelled'
JOIN catalog_channel AS channel ON channel.id = orders.channel_id
{{more}}
GROUP BY 1, 2, 3, 4
"""  # noqa: S608  no value is written into it
LINES = "JOIN orders_orderline AS line ON line.order_id = orders.id"
REFUNDS = "JOIN orders_refund AS refund ON refund.order_id = orders.id AND refund.status = 'paid'"
SPENT = """
SELECT spend.day AS on_day, NULL::bigint AS on_channel, spend.currency AS in_currency,
    campaign.utm AS by_campaign, {amounts}
FROM marketing_adspend AS spend
JOIN marketing_campaign AS campaign ON campaign.id = spend.campaign_id
WHERE spend.day >= %s AND spend.day < %s
  AND (NOT spend.source_key = '' OR NOT EXISTS (
    SELECT FROM marketing_adspend AS told
    WHERE told.campaign_id = spend.campaign_id AND told.medium = spend.medium
      AND told.day = spend.day AND NOT told.source_key = ''))
GROUP BY 1, 2, 3, 4
"""
NOTHING = "NULL"  # an amount has nothing below the line
WORTH = "line.unit_price * line.quantity"
FIRST = """NOT EXISTS (
    SELECT FROM orders_order AS earlier
    WHERE earlier.customer_id = orders.customer_id AND NOT earlier.status = 'cancelled'
      AND (earlier.placed_at, earlier.id) < (orders.placed_at, orders.id))"""


def claimed(
    span: Span, *, top="0", bottom=NOTHING, worth="", more="", is_money: bool = False
) -> Amounts:
    """A sum over the orders that campaigns claim. `worth` is an amount in the order's money;
    counts that stand beside money say `is_money`."""
    start, end = span.moments()
    if worth:
        in_shop = f"CASE WHEN count(*) = count(orders.rate) THEN sum({worth} * orders.rate) END"
        amounts = _amounts(f"sum({worth})", bottom, in_shop)
    else:
        amounts = _amounts(top, bottom, top)
    labels = LABELS.format(currency="orders.currency" if worth or is_money else "''")
    asked = PARTS.format(labels=labels, amounts=amounts, more=more)
    return Amounts(((asked, (start, end, start, end, start, end)),), SPLITS)


def spent(span: Span, *, bottom: str = "") -> Amounts:
    """What was spent on campaigns: above the line, or, where nothing is named for it, below."""
    money, in_shop = "sum(spend.amount)", "sum(spend.amount * spend.rate)"
    parts = (money, bottom, in_shop, bottom) if bottom else ("0", money, "0", in_shop)
    named = zip(("top", "bottom", "top_in_shop", "bottom_in_shop"), parts, strict=True)
    amounts = ", ".join(f"{part}::numeric AS {name}" for name, part in named)
    asked = SPENT.format(amounts=amounts)
    return Amounts(((asked, (span.first, span.end)),), SPLITS)


def _amounts(top, bottom, top_in_shop):
    return (
        f"({top})::numeric AS top, ({bottom})::numeric AS bottom,"
        f" ({top_in_shop})::numeric AS top_in_shop, ({bottom})::numeric AS bottom_in_shop"
    )


def orders(span):
    """Orders of the day, not cancelled, that used the campaign's coupon or came by a visit with
    its UTM name."""
    return claimed(span, top="count(*)")


def revenue(span):
    """Unit price × quantity of the orders the campaign can claim, before refunds and without
    shipping."""
    return claimed(span, worth=WORTH, more=LINES)


def discount(span):
    """Discount given on the orders the campaign can claim."""
    return claimed(span, worth="orders.discount")


def returned(span):
    """Money paid back so far on the orders the campaign can claim, on the day of the order.
    Provisional until the return window of the campaign closes."""
    return claimed(span, worth="refund.amount", more=REFUNDS)


def new_customers(span):
    """Orders that are their customer's first, among the orders the campaign can claim."""
    first = f"count(*) FILTER (WHERE orders.customer_id IS NOT NULL AND {FIRST})"
    return claimed(span, top=first, bottom="count(*)")


def spend(span):
    """Money spent on the campaign's media on the day; where an ad platform told of a day, its
    figure counts and what was typed does not."""
    return spent(span, bottom=NOTHING)


def return_on_spend(span):
    """Revenue of the orders the campaign can claim, divided by what was spent on it (ROAS)."""
    return claimed(span, worth=WORTH, bottom="0", more=LINES) + spent(span)


def cost_per_order(span):
    """Money spent on the campaign, divided by the orders it can claim."""
    return spent(span, bottom="0") + claimed(span, bottom="count(*)", is_money=True)


def _campaign(key, title, measure, **how):
    how = {"better": Direction.UP, "sources": (Source.ORDERS, Source.VISITS)} | how
    return Kpi(
        key=f"campaign.{key}",
        title=title,
        owner=Role.MARKETING,
        kind=Kind.FLOW,
        measure=measure,
        dimensions=(Dimension.CHANNEL, *SPLITS),
        **how,
    )


MONEY = {"unit": Unit.MONEY, "is_money": True}
AMOUNT = {"is_ratio": False}
DOWN = {"better": Direction.DOWN}

KPIS = (
    _campaign("orders", _("Campaign orders"), orders, unit=Unit.COUNT, **AMOUNT),
    _campaign("revenue", _("Campaign revenue"), revenue, **MONEY, **AMOUNT),
    _campaign("discount", _("Campaign discount"), discount, **MONEY, **AMOUNT, **DOWN),
    _campaign("returned", _("Campaign refunds"), returned, **MONEY, **AMOUNT, **DOWN),
    _campaign("new_customers", _("New customers by campaign"), new_customers, unit=Unit.PERCENT),
    _campaign("spend", _("Ad spend"), spend, **MONEY, **AMOUNT, **DOWN),
    _campaign("roas", _("ROAS"), return_on_spend, unit=Unit.RATIO, is_money=True),
    _campaign("cost_per_order", _("Cost per order"), cost_per_order, **MONEY, **DOWN),
)
