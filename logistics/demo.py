"""The parcels of the demo's orders: on time, late, on the road, lost, and what must leave today."""

from datetime import datetime, timedelta

from config.lib.seeds import insert
from logistics.models import Carrier
from orders.demo.story import story_until

CARRIERS = {
    "BRT": "https://brt.example/segui/{code}",
    "GLS": "https://gls.example/track/{code}",
    "Poste Italiane": "https://poste.example/cerca/{code}",
    "SDA": "https://sda.example/tracking/{code}",
}
# The slow carrier has most of what came late, so that its figures tell on it.
PARCELS = """
INSERT INTO logistics_parcel (
    order_id, external_id, status, promised_for, promised_date, carrier_id, tracking_code,
    opened_at, packed_at, shipped_at, delivered_at)
SELECT chance.id, '',
    CASE
        WHEN status = 'cancelled' THEN 'cancelled'
        WHEN delivered_at IS NOT NULL THEN 'delivered'
        WHEN shipped_at < %(now)s - interval '15 days' THEN 'lost'
        WHEN shipped_at IS NOT NULL THEN 'shipped'
        WHEN is_ready THEN 'packed'
        ELSE 'to_pick'
    END,
    ship_by, promised_date, CASE WHEN shipped_at IS NOT NULL THEN carrier.id END,
    CASE WHEN shipped_at IS NOT NULL
        THEN upper(left(carrier.name, 2)) || (270000000 + chance.id * 31)::text ELSE '' END,
    paid_at + interval '40 seconds',
    CASE WHEN shipped_at IS NOT NULL
            THEN greatest(shipped_at - interval '1 minute' * (20 + chance.id %% 100),
                          paid_at + interval '5 minutes')
        WHEN is_ready THEN least(%(last_work)s, %(now)s) - interval '1 minute' * (chance.id %% 90)
    END,
    shipped_at, delivered_at
FROM (
    SELECT *, hashint8(id + %(seed)s) & 1023 AS dice,
        coalesce(delivered_at, %(now)s)::date > promised_date AS is_slow,
        shipped_at IS NULL AND status <> 'cancelled' AND hashint8(id) & 3 = 0
            AND paid_at < %(last_work)s - interval '4 hours' AS is_ready
    FROM orders_order WHERE paid_at IS NOT NULL
) AS chance
LEFT JOIN logistics_carrier AS carrier ON carrier.name = CASE
    WHEN country = 'ES' THEN CASE WHEN dice < 600 THEN 'GLS' ELSE 'BRT' END
    WHEN is_slow AND dice < 560 THEN 'SDA'
    WHEN dice < 430 THEN 'BRT'
    WHEN dice < 730 THEN 'GLS'
    WHEN dice < 900 THEN 'Poste Italiane'
    ELSE 'SDA' END
ORDER BY chance.id
"""
HISTORY = """
INSERT INTO logistics_parcelmove (subject_id, came_from, became, moved_at, note)
SELECT id, 'to_pick', 'packed', packed_at, '' FROM logistics_parcel WHERE packed_at IS NOT NULL
UNION ALL
SELECT id, 'packed', 'shipped', shipped_at, '' FROM logistics_parcel WHERE shipped_at IS NOT NULL
UNION ALL
SELECT id, 'shipped', 'delivered', delivered_at, ''
FROM logistics_parcel WHERE delivered_at IS NOT NULL
UNION ALL
SELECT id, 'shipped', 'lost', shipped_at + interval '14 days', 'Il corriere non lo trova'
FROM logistics_parcel WHERE status = 'lost'
UNION ALL
SELECT p.id, 'to_pick', 'cancelled', o.cancelled_at, 'Ordine annullato'
FROM logistics_parcel p JOIN orders_order o ON o.id = p.order_id WHERE p.status = 'cancelled'
"""


def fill(now: datetime, seed: int, scale: float) -> None:
    """The carriers, a parcel for every paid order, and the way each has gone."""
    for name, address in CARRIERS.items():
        Carrier.objects.create(name=name, tracking_address=address)
    insert(PARCELS, {"now": now, "seed": seed, "last_work": _last_work(now)})
    insert(HISTORY)


def _last_work(now: datetime) -> datetime:
    """When the packing table was last busy: ten minutes ago, or at the last closing."""
    story = story_until(now)
    back = (story.today - timedelta(days=days) for days in range(15))
    spans = (span for day in back for span in reversed(story.calendar.spans(day)))
    begun = next(span for span in spans if span[0] + timedelta(minutes=30) < now)
    return min(begun[1], now - timedelta(minutes=10))
