"""What marketing steers by: who came, from where, and what came of it."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from analytics.amounts import ONE, ZERO, Amounts, Facts, grouped, per_day, where
from analytics.kpi import Dimension, Direction, Kind, Kpi, Source, Span, Unit
from analytics.traffic.models import Visit
from orders.models import Order
from roles.team.models import Role

VISITS = Facts(Visit.objects.all, at="started_at")
SPLITS = (Dimension.SOURCE, Dimension.MEDIUM, Dimension.CAMPAIGN, Dimension.DEVICE)
BY = {name: str(name) for name in SPLITS}

# A visit and an order know each other by the visit's id on the channel, not by a key of ours.
VISIT_LABELS = """
    (visit.started_at AT TIME ZONE channel.time_zone)::date AS on_day,
    visit.channel_id AS on_channel, {currency} AS in_currency,
    visit.source AS by_source, visit.medium AS by_medium,
    visit.campaign AS by_campaign, visit.device AS by_device
"""
GROUP = "GROUP BY 1, 2, 3, 4, 5, 6, 7"
EARNED = f"""
SELECT {VISIT_LABELS.format(currency="orders.currency")},
    sum(line.unit_price * line.quantity) AS top, 0::numeric AS bottom,
    CASE WHEN count(*) = count(orders.rate)
         THEN sum(line.unit_price * line.quantity * orders.rate) END AS top_in_shop,
    0::numeric AS bottom_in_shop
FROM traffic_visit AS visit
JOIN catalog_channel AS channel ON channel.id = visit.channel_id
JOIN orders_order AS orders
  ON orders.channel_id = visit.channel_id AND orders.visit_ref = visit.external_id
 AND NOT orders.visit_ref = '' AND NOT orders.status = 'cancelled'
JOIN orders_orderline AS line ON line.order_id = orders.id
WHERE visit.started_at >= %s AND visit.started_at < %s
{GROUP}
"""  # noqa: S608  no value is written into it
SEEN = f"""
SELECT {VISIT_LABELS.format(currency="''")},
    sum({{counted}})::numeric AS top, count(*)::numeric AS bottom,
    sum({{counted}})::numeric AS top_in_shop, count(*)::numeric AS bottom_in_shop
FROM (
    SELECT page_view.visit_id, count(*) AS pages
    FROM traffic_pageview AS page_view
    JOIN traffic_visit AS visit ON visit.id = page_view.visit_id
    WHERE visit.started_at >= %s AND visit.started_at < %s
    GROUP BY page_view.visit_id
) AS seen
JOIN traffic_visit AS visit ON visit.id = seen.visit_id
JOIN catalog_channel AS channel ON channel.id = visit.channel_id
{GROUP}
"""  # noqa: S608


def asked(sql: str, span: Span) -> Amounts:
    return Amounts(((sql, span.moments()),), SPLITS)


def sessions(span):
    """Visits begun on the day."""
    return per_day(VISITS, span, numerator=Count("pk"), by=BY)


def conversion(span):
    """Visits begun on the day that brought an order not cancelled, among the visits begun on the
    day."""
    bought = Order.objects.not_cancelled().filter(
        ~Q(visit_ref=""), channel=OuterRef("channel"), visit_ref=OuterRef("external_id")
    )
    return per_day(VISITS, span, numerator=where(Exists(bought)), denominator=ONE, by=BY)


def revenue_per_session(span):
    """Revenue of the orders that the day's visits brought, cancelled orders apart, divided by the
    visits begun on the day."""
    visits = grouped(
        VISITS.between(span),
        numerator=ZERO,
        denominator=ONE,
        channel=VISITS.channel,
        currency="channel__currency",
        rate=None,
        by=BY,
    )
    return asked(EARNED, span) + visits


def bounce_rate(span):
    """Visits of exactly one page view, among the day's visits with any page view."""
    return asked(SEEN.format(counted="(seen.pages = 1)::int"), span)


def pages_per_session(span):
    """Page views of the day's visits, divided by those visits that have any."""
    return asked(SEEN.format(counted="seen.pages"), span)


def _traffic(key, title, measure, **how):
    how = {"better": Direction.UP, "sources": (Source.VISITS,)} | how
    return Kpi(
        key=f"traffic.{key}",
        title=title,
        owner=Role.MARKETING,
        kind=Kind.FLOW,
        measure=measure,
        rows=VISITS,
        dimensions=(Dimension.CHANNEL, *SPLITS),
        **how,
    )


WITH_ORDERS = {"sources": (Source.VISITS, Source.ORDERS)}

KPIS = (
    _traffic("sessions", _("Sessions"), sessions, unit=Unit.COUNT, is_ratio=False),
    _traffic("conversion", _("Conversion"), conversion, unit=Unit.PERCENT, **WITH_ORDERS),
    _traffic(
        "revenue_per_session",
        _("Revenue per session"),
        revenue_per_session,
        unit=Unit.MONEY,
        is_money=True,
        **WITH_ORDERS,
    ),
    _traffic(
        "bounce_rate",
        _("Bounce rate"),
        bounce_rate,
        unit=Unit.PERCENT,
        better=Direction.DOWN,
    ),
    _traffic("pages_per_session", _("Pages per session"), pages_per_session, unit=Unit.RATIO),
)
