"""How customers land: one person on a channel, by whichever id."""

from config.intake.kinds import Counts
from config.intake.landing import Landing


def land_customers(landing: Landing) -> Counts:
    every_row = landing.rows
    landing.run(
        "CREATE TEMP TABLE persons ON COMMIT DROP AS SELECT DISTINCT ON (external_id) *"
        " FROM {rows} ORDER BY external_id, line"
    )
    landing.rows = "persons"
    plain = ("name", "email", "phone", "language", "country", "region", "city", "postcode")
    persons = landing.upsert(
        "orders_customer",
        match={"channel_id": "{source}", "external_id": "r.external_id"},
        write={name: f"r.{name}" for name in plain} | {"created_at": "r.created_at"},
        default=dict.fromkeys(plain, "''"),
    )
    landing.rows = every_row
    return _name_customers(landing, persons)


def _name_customers(landing, persons):
    """Keep the second names; a row that brings one is new when the name is."""
    aliases = landing.number("SELECT count(*) FROM {rows} WHERE alias IS NOT NULL")
    if not aliases:
        return persons
    known = landing.number("SELECT count(*) FROM orders_customerid WHERE channel_id = {source}")
    touched = landing.run(
        "INSERT INTO orders_customerid AS i (channel_id, external_id, customer_id)"
        " SELECT DISTINCT ON (r.alias) {source}, r.alias, c.id FROM {rows} r JOIN orders_customer c"
        " ON c.channel_id = {source} AND c.external_id = r.external_id WHERE r.alias IS NOT NULL"
        " ORDER BY r.alias, r.line ON CONFLICT (channel_id, external_id) DO UPDATE"
        " SET customer_id = excluded.customer_id WHERE i.customer_id <> excluded.customer_id"
    )
    new = (
        landing.number("SELECT count(*) FROM orders_customerid WHERE channel_id = {source}") - known
    )
    total = landing.number("SELECT count(*) FROM {rows}")
    changed = min(total - new, persons.changed + touched - new)
    return Counts(new=new, changed=changed)


def link_customers(landing: Landing) -> None:
    """Orders that came before their customers find them now, by id or by second name."""
    landing.run(
        "UPDATE orders_order o SET customer_id = c.id FROM orders_customer c"
        " WHERE o.channel_id = {source} AND o.customer_id IS NULL AND o.customer_ref <> ''"
        " AND c.channel_id = {source} AND c.external_id = o.customer_ref"
    )
    landing.run(
        "UPDATE orders_order o SET customer_id = i.customer_id FROM orders_customerid i"
        " WHERE o.channel_id = {source} AND o.customer_id IS NULL AND o.customer_ref <> ''"
        " AND i.channel_id = {source} AND i.external_id = o.customer_ref"
    )
