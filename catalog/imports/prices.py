"""How prices and pictures land."""

from config.intake.kinds import Counts
from config.intake.landing import Landing


def land_prices(landing: Landing) -> Counts:
    """A price without a date is news only when it differs from the newest one."""
    landing.run(
        "INSERT INTO catalog_pricelist (channel_id, currency) VALUES ({source}, {currency})"
        " ON CONFLICT DO NOTHING"
    )
    landing.run(
        "CREATE TEMP TABLE prices_known ON COMMIT DROP AS SELECT r.*, l.id AS list_id,"
        " n.amount AS old_amount, n.regular_amount AS old_regular FROM {rows} r"
        " JOIN catalog_pricelist l ON l.channel_id = {source} LEFT JOIN LATERAL (SELECT amount,"
        " regular_amount FROM catalog_price p WHERE p.price_list_id = l.id AND p.variant_id ="
        " r.variant_id"
        " ORDER BY valid_from DESC LIMIT 1) n ON r.valid_from IS NULL"
    )
    changed = landing.number(
        "SELECT count(*) FROM prices_known WHERE valid_from IS NULL AND old_amount IS NOT NULL"
        " AND (amount, COALESCE(regular_amount, old_regular)) IS DISTINCT FROM (old_amount,"
        " old_regular)"
    )
    landing.run(
        "DELETE FROM prices_known WHERE valid_from IS NULL AND old_amount IS NOT NULL"
        " AND (amount, COALESCE(regular_amount, old_regular)) IS NOT DISTINCT FROM (old_amount,"
        " old_regular)"
    )
    landing.rows = "prices_known"
    counts = landing.upsert(
        "catalog_price",
        match={
            "price_list_id": "r.list_id",
            "variant_id": "r.variant_id",
            "valid_from": "COALESCE(r.valid_from, {now})",
        },
        write={"amount": "r.amount", "regular_amount": "r.regular_amount"},
    )
    return Counts(new=counts.new - changed, changed=counts.changed + changed)


def land_images(landing: Landing) -> Counts:
    return landing.upsert(
        "catalog_productimage",
        match={"product_id": "r.product_id", "address": "r.address"},
        write={"alt_text": "r.alt_text", "position": "r.position"},
        default={"alt_text": "''", "position": "1"},
    )
