"""The demo's targets, the evenings of its year and a half, and its first night."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from django.db import connection
from django.utils import timezone

from analytics import alarms, nights
from analytics.days import yesterday
from analytics.kpi import A_DAY, Span
from analytics.kpis import BY_KEY
from analytics.models import Night, Target
from catalog.demo import DAYS
from config.lib.seeds import insert

HANDS = 2  # as many at once as a laptop has cores
TARGETS = {  # a day's target, the alarm below, the alarm above; all channels together
    "sales.revenue": (9000, None, None),
    "sales.orders": (60, None, None),
    "sales.aov": (155, None, None),
    "sales.cancellation_rate": ("0.02", None, "0.08"),
    "traffic.conversion": ("0.045", None, None),
    "shipping.on_time": ("0.95", "0.80", None),
    "shipping.late_open": (8, None, 40),
    "delivery.on_time": ("0.95", "0.80", None),
    "care.review_score": ("4.3", "3.9", None),
    "care.low_review_share": ("0.08", None, "0.20"),
    "care.refunds_waiting": (20, None, 60),
    "content.complete": ("0.97", "0.85", None),
    "team.on_time": ("0.90", None, None),
}
GROWING = {"sales.revenue", "sales.orders"}
LAST_YEAR = Decimal("0.85")  # of this year's targets, for those
# Levels cannot be measured afterwards, so the demo tells what each evening would have seen:
# every subject with the span in which it stood so, and how many stood at each closing.
LEVEL = """
INSERT INTO analytics_measurement (
    kpi, dimension, day, channel_id, value, currency, numerator, numerator_in_shop, version,
    measured_at)
WITH subject (place, since, until) AS ({subjects}),
evening AS (
    SELECT day::date, (day + interval '1 day') AT TIME ZONE %(zone)s AS closing
    FROM generate_series(%(first)s::timestamp, %(last)s::timestamp, interval '1 day') AS day
),
stood AS (
    SELECT day, place, count(*) AS how_many
    FROM evening JOIN subject ON since < closing AND (until IS NULL OR until >= closing)
    GROUP BY day, place
),
level AS (
    SELECT day, closing, name, place, coalesce(how_many, 0) AS how_many
    FROM evening CROSS JOIN ({places}) AS places (place, name) LEFT JOIN stood USING (day, place)
)
{rows}
"""
BY_CHANNEL = """
SELECT %(kpi)s, '', day, place, '', '', how_many, how_many, %(version)s, closing FROM level
"""
BY_ROLE = """
SELECT %(kpi)s, CASE WHEN grouping(name) = 0 THEN 'role' ELSE '' END, day, NULL,
    coalesce(name, ''), '', sum(how_many), sum(how_many), %(version)s, closing
FROM level GROUP BY GROUPING SETS ((day, closing, name), (day, closing))
"""
LATE_PARCELS = """
SELECT o.channel_id, p.promised_for, coalesce(p.shipped_at, o.cancelled_at)
FROM logistics_parcel p JOIN orders_order o ON o.id = p.order_id
WHERE p.promised_for < coalesce(p.shipped_at, o.cancelled_at, 'infinity')
"""
REFUNDS = """
SELECT channel_id, requested_at,
    CASE status WHEN 'refused' THEN requested_at + interval '7 hours' ELSE refunded_at END
FROM orders_refund
"""
OVERDUE = """
SELECT role_id, greatest(due_at, opened_at), ended_at FROM tasks_task
WHERE greatest(due_at, opened_at) < coalesce(ended_at, 'infinity')
"""
CHANNELS = "SELECT id, code FROM catalog_channel"
ROLES = "SELECT id, key FROM team_role"
TOLD = """
INSERT INTO analytics_measurement (
    kpi, dimension, day, value, currency, numerator, denominator, numerator_in_shop,
    denominator_in_shop, version, measured_at)
SELECT %(kpi)s, '', day::date, '', '', told, on_sale, told, on_sale, %(version)s,
    (day + interval '1 day') AT TIME ZONE %(zone)s
FROM (
SELECT day, count(*) FILTER (WHERE told < day + interval '1 day') AS told, count(*) AS on_sale
FROM generate_series(%(first)s::timestamp, %(last)s::timestamp, interval '1 day') AS day
JOIN (
    SELECT p.created_at, CASE WHEN count(t.id) = 2 THEN max(t.written_at) END AS told
    FROM catalog_product p LEFT JOIN catalog_producttext t ON t.product_id = p.id
    WHERE p.status = 'active' GROUP BY p.id
) AS product ON product.created_at < day + interval '1 day'
GROUP BY day
) AS evening
"""


def is_settled() -> bool:
    return Night.objects.filter(ended_at__isnull=False).exists()


def fill(now: datetime, seed: int, scale: float) -> None:
    """What the figures should be, and what the levels were on the evenings before yesterday."""
    last = yesterday(now)
    _aim(last, scale)
    _remember_evenings(last - timedelta(days=DAYS - 1), last - A_DAY)


def settle(now: datetime) -> None:
    """The night of the whole history, and the alarms it rings."""
    last = yesterday(now)
    span = Span.of(last - timedelta(days=DAYS - 1), last)
    night = nights.begin(span, by=None, now=now, business_day=last)
    if night is None:
        return
    parts = list(night.parts.order_by("pk").values_list("pk", flat=True))
    if connection.in_atomic_block:  # nobody else sees these rows yet
        for pk in parts:
            nights.measure_part(pk, now=now)
    else:
        with ThreadPoolExecutor(HANDS) as hands:
            list(hands.map(partial(_measure, now=now), parts))
    nights.end(night, now=max(now, timezone.now()))
    alarms.sound(now=now)


def _measure(pk, now):
    try:
        nights.measure_part(pk, now=now)
    finally:
        connection.close()


def _aim(last: date, scale: float):
    """Today's targets since the last change of year, and lower ones before."""
    first, changed = last - timedelta(days=DAYS), date(last.year, 1, 1)
    for key, (value, lowest, highest) in TARGETS.items():
        grows, value = key in GROWING, Decimal(value)
        if grows:
            value *= Decimal(scale)
            Target.objects.create(
                kpi=key, from_date=first, to_date=changed - A_DAY, value=value * LAST_YEAR
            )
        Target.objects.create(
            kpi=key,
            from_date=changed if grows else first,
            value=value,
            lowest=lowest,
            highest=highest,
        )


def _remember_evenings(first: date, last: date):
    span = {"first": first, "last": last, "zone": "Europe/Rome"}
    _remember("shipping.late_open", LATE_PARCELS, CHANNELS, BY_CHANNEL, span)
    _remember("care.refunds_waiting", REFUNDS, CHANNELS, BY_CHANNEL, span)
    _remember("team.overdue", OVERDUE, ROLES, BY_ROLE, span)
    key = "content.complete"
    insert(TOLD, {**span, "kpi": key, "version": BY_KEY[key].version})


def _remember(key, subjects, places, rows, span):
    statement = LEVEL.format(subjects=subjects, places=places, rows=rows)
    insert(statement, {**span, "kpi": key, "version": BY_KEY[key].version})
