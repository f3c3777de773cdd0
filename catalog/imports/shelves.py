"""What a platform's categories are called here, whichever file comes first."""

from catalog.imports.products import BUILT_NAME
from config.intake.kinds import Counts
from config.intake.landing import Landing


def land_words(landing: Landing) -> Counts:
    """What a platform's category is called here."""
    return landing.upsert(
        "intake_word",
        match={"source_id": "{source}", "kind": "'categories'", "word": "r.external_id"},
        write={"meaning": "r.name"},
    )


def rename_categories(landing: Landing) -> None:
    """Products that came before the meaning of their category move to it, built names too."""
    landing.run(
        "CREATE TEMP TABLE renamed ON COMMIT DROP AS SELECT c.id AS old_id, w.word, w.meaning"
        " FROM intake_word w JOIN catalog_category c ON c.path = w.word AND c.parent_id IS NULL"
        " WHERE w.source_id = {source} AND w.kind = 'categories' AND w.meaning <> w.word"
    )
    if not landing.number("SELECT count(*) FROM renamed"):
        return
    landing.run(
        "INSERT INTO catalog_category (name, path) SELECT DISTINCT meaning, meaning FROM renamed"
        " ON CONFLICT DO NOTHING"
    )
    landing.run(
        "UPDATE catalog_product p SET category_id = c.id, name = CASE WHEN p.name = {old} THEN"
        " {new}"
        " ELSE p.name END FROM renamed r, catalog_category c, catalog_productonchannel k"
        " WHERE p.category_id = r.old_id AND c.path = r.meaning AND k.product_id = p.id"
        " AND k.channel_id = {source}",
        old=BUILT_NAME.format(category="r.word", id="k.external_id"),
        new=BUILT_NAME.format(category="r.meaning", id="k.external_id"),
    )
    landing.run(
        "DELETE FROM catalog_category c USING renamed r WHERE c.id = r.old_id AND NOT EXISTS"
        " (SELECT"
        " FROM catalog_product p WHERE p.category_id = c.id) AND NOT EXISTS (SELECT FROM"
        " catalog_category d WHERE d.parent_id = c.id)"
    )
