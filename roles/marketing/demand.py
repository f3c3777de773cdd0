"""How much a campaign will sell, if it sells as usual and so much more. See docs/campaigns.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from django.db import connection

from catalog.models import Shop
from config.lib.clock import local_day, start_of_day
from config.lib.once import once_a_look
from roles.marketing import offer

SAMPLE = timedelta(days=28)
FEW_DAYS, FEW_UNITS = 14, 5  # below these a sample is thin
A_DAY = Decimal(86_400)

# What each variant of each campaign sold, and on how many of the days it was in sale.
RATES = f"""
    WITH pairs AS ({offer.PAIRS}),
    wanted AS (
        SELECT pairs.campaign_id, v.id AS variant_id, v.product_id
        FROM pairs JOIN catalog_variant v USING (product_id)
    ),
    variants AS (SELECT DISTINCT variant_id, product_id FROM wanted),
    sold AS (
        SELECT l.variant_id, sum(l.quantity) AS units
        FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
        WHERE o.placed_at >= %(start)s AND o.placed_at < %(end)s AND o.status <> 'cancelled'
            AND l.variant_id IN (SELECT variant_id FROM variants)
        GROUP BY 1
    ),
    counts AS (
        SELECT variant_id, units, counted_at AS since, COALESCE(
            lead(counted_at) OVER (PARTITION BY variant_id ORDER BY counted_at, id), %(end)s
        ) AS until
        FROM logistics_stockcount WHERE variant_id IN (SELECT variant_id FROM variants)
    ),
    missing AS (
        SELECT variant_id,
            sum(extract(epoch FROM least(until, %(end)s) - greatest(since, %(start)s))) AS seconds
        FROM counts JOIN variants USING (variant_id)
        JOIN catalog_product p ON p.id = product_id
        WHERE units = 0 AND until > greatest(%(start)s, p.created_at) AND since < %(end)s
        GROUP BY 1
    )
    SELECT w.campaign_id, w.variant_id, w.product_id, COALESCE(sold.units, 0),
        greatest(extract(epoch FROM %(end)s - least(greatest(p.created_at, %(start)s), %(end)s))
            - COALESCE(missing.seconds, 0), 0) / 86400
    FROM wanted w JOIN catalog_product p ON p.id = w.product_id
    LEFT JOIN sold USING (variant_id) LEFT JOIN missing USING (variant_id)
    ORDER BY w.campaign_id, COALESCE(sold.units, 0) DESC, w.variant_id
"""  # noqa: S608 -- put together from our own statements
# The orders that held something of each campaign.
HOLDING = f"""
    WITH pairs AS ({offer.PAIRS}),
    held AS (
        SELECT DISTINCT o.id AS order_id, v.product_id
        FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
        JOIN catalog_variant v ON v.id = l.variant_id
        WHERE o.placed_at >= %(start)s AND o.placed_at < %(end)s AND o.status <> 'cancelled'
            AND v.product_id IN (SELECT product_id FROM pairs)
    )
    SELECT campaign_id, count(DISTINCT order_id) FROM pairs JOIN held USING (product_id) GROUP BY 1
"""  # noqa: S608
ALL_ORDERS = """
    SELECT count(*), extract(epoch FROM %(end)s - greatest(%(start)s, (
        SELECT placed_at FROM orders_order ORDER BY placed_at, id LIMIT 1))) / 86400
    FROM orders_order WHERE placed_at >= %(start)s AND placed_at < %(end)s
        AND status <> 'cancelled'
"""


@dataclass(frozen=True)
class Expected:
    """One variant: what it usually sells a day, and how many units the campaign will take."""

    variant_id: int
    product_id: int
    sold: int
    days_in_sale: Decimal
    per_day: Decimal | None  # in the campaign; None where there is nothing to go by
    units: int | None
    before: int = 0  # units that leave as usual until it starts

    @property
    def needed(self) -> int | None:
        """What must be on the shelf now, so that it lasts until the end."""
        return None if self.units is None else self.before + self.units

    @property
    def is_thin(self) -> bool:
        """Too few days or units to rely on."""
        return self.days_in_sale < FEW_DAYS or self.sold < FEW_UNITS


@dataclass(frozen=True)
class Demand:
    """What a campaign asks of the shelf, the packers and the agents."""

    days: Decimal
    lines: tuple[Expected, ...]
    usual_orders: Decimal  # a day, in the whole shop
    orders: Decimal  # a day, while the campaign runs

    @property
    def hours(self) -> Decimal:
        """The same days, for a campaign too short to be told in days."""
        return self.days * 24

    @property
    def units(self) -> int:
        return sum(line.units or 0 for line in self.lines)

    @property
    def extra_orders(self) -> Decimal:
        """A day, on top of the usual."""
        return self.orders - self.usual_orders

    @property
    def thin(self) -> int:
        """How many variants have too small a sample."""
        return sum(line.is_thin for line in self.lines)


@once_a_look
def expected(campaigns: Iterable, *, now: datetime) -> dict[int, Demand]:
    """The demand of each campaign for the days it has left: three statements for all of them."""
    campaigns = list(campaigns)
    if not campaigns:
        return {}
    asked = _sample(now) | {"campaigns": [campaign.pk for campaign in campaigns]}
    with connection.cursor() as cursor:
        rates = _by_campaign(_rows(cursor, RATES, asked))
        holding = dict(_rows(cursor, HOLDING, asked))
        number, days = _rows(cursor, ALL_ORDERS, asked)[0]
    days = max(Decimal(days or 1), Decimal(1))
    return {
        campaign.pk: _demand(
            campaign,
            rates.get(campaign.pk, []),
            usual=number / days,
            holding=holding.get(campaign.pk, 0) / days,
            now=now,
        )
        for campaign in campaigns
    }


def days_left(campaign, *, now: datetime) -> Decimal:
    """The days on which it will sell from now on; a part of a day is a part of a day."""
    if not campaign.starts_at or not campaign.ends_at:
        return Decimal(0)
    left = campaign.ends_at - max(campaign.starts_at, now)
    return max(Decimal(left.total_seconds()) / A_DAY, Decimal(0))


def _sample(now):
    """The last whole days of the shop."""
    zone = Shop.current().time_zone
    today = local_day(now, zone)
    return {"start": start_of_day(today - SAMPLE, zone), "end": start_of_day(today, zone)}


def _rows(cursor, statement, asked):
    cursor.execute(statement, asked)
    return cursor.fetchall()


def _by_campaign(rows):
    found = {}
    for campaign_id, *rate in rows:
        found.setdefault(campaign_id, []).append(rate)
    return found


def _demand(campaign, rates, *, usual, holding, now):
    days = days_left(campaign, now=now)
    more = campaign.uplift - 1
    return Demand(
        days=days,
        lines=tuple(
            _line(*rate, uplift=campaign.uplift, days=days, until=_days_until(campaign, now=now))
            for rate in rates
        ),
        usual_orders=Decimal(usual),
        orders=Decimal(usual) + Decimal(holding) * more,
    )


def _days_until(campaign, *, now):
    if not campaign.starts_at:
        return Decimal(0)
    until = Decimal((campaign.starts_at - now).total_seconds()) / A_DAY
    return max(until, Decimal(0))


def _line(variant_id, product_id, sold, days_in_sale, *, uplift, days, until):
    if not sold and days_in_sale < FEW_DAYS:
        return Expected(variant_id, product_id, sold, days_in_sale, None, None)
    usual = sold / max(days_in_sale, Decimal(1))
    units, before = _whole(usual * uplift * days), _whole(usual * until)
    return Expected(variant_id, product_id, sold, days_in_sale, usual * uplift, units, before)


def _whole(units):
    return int(units.to_integral_value(ROUND_CEILING))
