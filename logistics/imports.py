"""The parcels an import can bring: what left the building before, or leaves it elsewhere."""

from django.utils.translation import gettext_lazy as _

from config.intake.kinds import Choice, Counts, Day, Kind, Moment, Parent, Text, house
from config.intake.landing import Landing, forward
from logistics import events
from logistics.models import Parcel

ORDER = Parent(
    "order",
    "orders_order",
    '{p}.channel_id = {source} AND {p}.external_id = r."order"',
    column="order_id",
    kinds=("orders",),
)
LIFE = ["to_pick", "packed", "cancelled", "shipped", "lost", "delivered"]
_STATUS = (
    "COALESCE(r.status, CASE WHEN r.delivered_at IS NOT NULL THEN 'delivered'"
    " WHEN r.shipped_at IS NOT NULL THEN 'shipped' WHEN r.packed_at IS NOT NULL THEN 'packed'"
    " ELSE 'to_pick' END)"
)


def _land_parcels(landing: Landing) -> Counts:
    _adopt_open_parcels(landing)
    landing.run(
        "INSERT INTO logistics_carrier (name, tracking_address, is_active)"
        " SELECT DISTINCT carrier, '', true FROM {rows} WHERE carrier IS NOT NULL ON CONFLICT DO"
        " NOTHING"
    )
    landing.run(
        "CREATE TEMP TABLE parcels_known ON COMMIT DROP AS SELECT r.*, c.id AS carrier_id,"
        " o.placed_at AS ordered_at, o.ship_by, o.promised_date AS order_promised_date FROM"
        " {rows} r"
        " JOIN orders_order o ON o.id = r.order_id LEFT JOIN logistics_carrier c ON c.name ="
        " r.carrier"
    )
    landing.rows = "parcels_known"
    same = ("carrier_id", "tracking_code", "packed_at", "shipped_at", "delivered_at", "opened_at")
    return landing.upsert(
        "logistics_parcel",
        match={"order_id": "r.order_id", "external_id": "r.external_id"},
        write={name: f"r.{name}" for name in same}
        | {
            "status": _STATUS,
            "promised_for": "COALESCE(r.promised_for, r.ship_by)",
            "promised_date": "COALESCE(r.promised_date, r.order_promised_date)",
        },
        default={
            "tracking_code": "''",
            "opened_at": "LEAST(r.ordered_at, r.packed_at, r.shipped_at, r.delivered_at)",
        },
        rules={"status": forward(LIFE)},
        moves="logistics_parcelmove",
        moved_at="COALESCE(new.delivered_at, new.shipped_at, {now})",
    )


def _adopt_open_parcels(landing):
    """A parcel the warehouse has open is the one the platform now reports: not a second box."""
    landing.run(
        "UPDATE logistics_parcel p SET external_id = r.external_id FROM (SELECT DISTINCT ON"
        " (order_id)"
        " order_id, external_id FROM {rows} ORDER BY order_id, line) r"
        " WHERE p.order_id = r.order_id AND p.external_id = '' AND p.status IN ('to_pick',"
        " 'packed')"
        " AND NOT EXISTS (SELECT FROM logistics_parcel q WHERE q.order_id = r.order_id AND q.id"
        " <> p.id)"
    )


_ORDERS_OF = {
    "orders": "SELECT o.id FROM orders_order o JOIN {table} r ON o.channel_id = {source}"
    " AND o.external_id = r.external_id",
    "lines": "SELECT order_id FROM {table}",
}


def _pass_promises_on(landing: Landing) -> None:
    """Imported parcels keep the promises of their order, as the file now tells them."""
    for kind in _ORDERS_OF.keys() & landing.landed.keys():
        landing.run(
            "UPDATE logistics_parcel p SET promised_for = COALESCE(o.ship_by, p.promised_for),"
            " promised_date = COALESCE(o.promised_date, p.promised_date) FROM orders_order o"
            " WHERE o.id IN ({orders}) AND p.order_id = o.id AND p.external_id <> ''"
            " AND (COALESCE(o.ship_by, p.promised_for),"
            " COALESCE(o.promised_date, p.promised_date))"
            " IS DISTINCT FROM (p.promised_for, p.promised_date)",
            orders=landing.fill(_ORDERS_OF[kind], table=landing.landed[kind]),
        )


def _announce():
    events.parcels_changed.send_robust(sender=None)


house.add(
    Kind(
        "parcels",
        _("Parcels"),
        (
            Text("order", _("order's id"), required=True),
            Text("external_id", _("parcel's id"), required=True),
            Choice("status", _("status"), Parcel.Status),
            Moment("promised_for", _("to leave by")),
            Day("promised_date", _("to arrive by")),
            Text("carrier", _("carrier"), 100),
            Text("tracking_code", _("tracking code"), 64),
            Moment("opened_at", _("opened at")),
            Moment("packed_at", _("packed at")),
            Moment("shipped_at", _("shipped at")),
            Moment("delivered_at", _("delivered at")),
        ),
        ident=("order", "external_id"),
        land=_land_parcels,
        after=("orders", "lines"),
        parents=(ORDER,),
        checks=(
            (
                "status IN ('shipped', 'lost') AND shipped_at IS NULL",
                _("A parcel that was shipped needs the moment it left."),
            ),
            (
                "status = 'delivered' AND delivered_at IS NULL",
                _("A parcel that was delivered needs the moment it arrived."),
            ),
        ),
        announce=_announce,
    )
)
house.settle(after={"orders", "lines"}, run=_pass_promises_on)
