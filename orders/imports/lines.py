"""How order lines land and find their variants."""

from config.intake.kinds import Counts
from config.intake.landing import Landing


def land_lines(landing: Landing) -> Counts:
    find_variants(landing, "lines_known")
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


def find_variants(landing, table):
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


def link_variants(landing: Landing) -> None:
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
