"""What is on the shelf, as far as counting and selling tell; and how many orders a day we pack."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from catalog.models import Shop, Variant
from config.lib.clock import local_day, start_of_day
from logistics.models import PackingCapacity, StockCount

MEASURED_OVER = timedelta(days=60)
A_GOOD_DAY = 0.8  # eight days of ten we pack no more than this
# What is promised of a counted shelf: all that left it since, and all that is still to leave.
SHELVES = """
    WITH counts AS (
        SELECT DISTINCT ON (variant_id) variant_id, units, counted_at FROM logistics_stockcount
        WHERE variant_id = ANY(%(variants)s) AND counted_at <= %(now)s
        ORDER BY variant_id, counted_at DESC, id DESC
    ),
    gone AS (
        SELECT c.variant_id, sum(l.quantity) AS units
        FROM counts c JOIN orders_orderline l ON l.variant_id = c.variant_id
        JOIN orders_order o ON o.id = l.order_id
        WHERE o.placed_at > c.counted_at - interval '60 days' AND o.status <> 'cancelled'
            AND CASE
                WHEN o.shipped_at IS NOT NULL THEN o.shipped_at > c.counted_at
                WHEN o.status IN ('placed', 'paid', 'in_preparation') THEN true
                ELSE o.placed_at > c.counted_at END
        GROUP BY 1
    )
    SELECT variant_id, c.units, counted_at, COALESCE(gone.units, 0)
    FROM counts c LEFT JOIN gone USING (variant_id)
"""
PACKED_PER_DAY = """
    SELECT percentile_cont(%(share)s) WITHIN GROUP (ORDER BY orders), count(*) FROM (
        SELECT count(DISTINCT order_id) AS orders FROM logistics_parcel
        WHERE packed_at >= %(start)s AND packed_at < %(end)s
        GROUP BY (packed_at AT TIME ZONE %(zone)s)::date
    ) AS days
"""


@dataclass(frozen=True)
class Shelf:
    """A variant as it was last counted, and what has been promised of that."""

    counted: int
    counted_at: datetime
    promised: int

    @property
    def free(self) -> int:
        """What can still be sold; below zero, more was promised than there is."""
        return self.counted - self.promised


@dataclass(frozen=True)
class Capacity:
    """Orders a day the warehouse can pack: as it said, or as it did. None: nobody knows."""

    orders_per_day: int | None
    is_typed: bool
    days_measured: int = 0


def count(variant: Variant, *, units: int, by, at: datetime) -> StockCount:
    """Somebody stood before the shelf and counted. An earlier count stays what it was."""
    return StockCount.objects.create(variant=variant, units=units, counted_at=at, counted_by=by)


def shelves(variants: Iterable[int], *, now: datetime) -> dict[int, Shelf]:
    """The shelf of each of these variants that was ever counted."""
    with connection.cursor() as cursor:
        cursor.execute(SHELVES, {"variants": list(variants), "now": now})
        return {variant: Shelf(*rest) for variant, *rest in cursor.fetchall()}


def packing_capacity(*, now: datetime) -> Capacity:
    """What the warehouse typed last; else what it packed on a good day of the last sixty."""
    said = PackingCapacity.objects.filter(set_at__lte=now).order_by("-set_at", "-pk").first()
    if said and said.orders_per_day is not None:
        return Capacity(said.orders_per_day, is_typed=True)
    zone = Shop.current().time_zone
    end = start_of_day(local_day(now, zone), zone)
    asked = {"share": A_GOOD_DAY, "start": end - MEASURED_OVER, "end": end, "zone": zone}
    with connection.cursor() as cursor:
        cursor.execute(PACKED_PER_DAY, asked)
        usual, days = cursor.fetchone()
    return Capacity(None if usual is None else int(usual), is_typed=False, days_measured=days)


def set_packing_capacity(orders_per_day: int | None, *, by, at: datetime) -> PackingCapacity:
    """The warehouse says how much it can do; empty, it goes by what it did."""
    return PackingCapacity.objects.create(orders_per_day=orders_per_day, set_at=at, set_by=by)
