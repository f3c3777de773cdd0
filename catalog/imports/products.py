"""How products land: found again by the platform's id or by SKU, never made twice."""

from config.intake.kinds import Counts
from config.intake.landing import Landing

BUILT_NAME = "initcap(replace({category}, '_', ' ')) || ' ' || left({id}, 6)"


def land_products(landing: Landing) -> Counts:
    """Products with their variants, shelves and texts, one row per variant."""
    landing.run(
        "UPDATE {rows} r SET category = w.meaning FROM intake_word w WHERE w.source_id = {source}"
        " AND w.kind = 'categories' AND w.word = r.category"
    )
    _land_categories(landing)
    landing.run("CREATE TEMP TABLE touched (line int) ON COMMIT DROP")
    _match_products(landing)
    _write_products(landing)
    _match_variants(landing)
    new = _write_variants(landing)
    _write_texts(landing)
    changed = landing.number(
        "SELECT count(DISTINCT line) FROM touched t WHERE NOT EXISTS"
        " (SELECT FROM variants_found f WHERE f.line = t.line AND f.is_new)"
    )
    return Counts(new=new, changed=changed)


def _land_categories(landing):
    """The shelves of the file, each under the one it stands on."""
    landing.run(
        "CREATE TEMP TABLE shelves ON COMMIT DROP AS SELECT DISTINCT n AS depth, parts[n] AS name,"
        " array_to_string(parts[1:n], ' > ') AS path, array_to_string(parts[1:n - 1], ' > ') AS"
        " above"
        " FROM (SELECT regexp_split_to_array(category, '\\s*>\\s*') AS parts FROM"
        " (SELECT DISTINCT category FROM {rows} WHERE category IS NOT NULL) said) cut,"
        " generate_series(1, array_length(parts, 1)) n WHERE parts[n] <> ''"
    )
    for depth in range(1, 1 + landing.number("SELECT COALESCE(max(depth), 0) FROM shelves")):
        landing.run(
            "INSERT INTO catalog_category (name, path, parent_id) SELECT s.name, s.path, c.id"
            " FROM shelves s LEFT JOIN catalog_category c ON c.path = s.above AND s.above <> ''"
            " WHERE s.depth = {depth} ON CONFLICT DO NOTHING",
            depth=depth,
        )


def _first_said(name):
    return f"(array_agg({name} ORDER BY line) FILTER (WHERE {name} IS NOT NULL))[1] AS {name}"


def _match_products(landing):
    """Each product of the file, and which of ours it is: by the platform's id or by SKU."""
    facts = ("name", "brand", "category", "status", "created_at")
    landing.run(
        "CREATE TEMP TABLE products_found ON COMMIT DROP AS WITH said AS (SELECT external_id,"
        " min(line) AS line, {facts}, array_agg(sku) AS skus FROM {rows} GROUP BY external_id)"
        " SELECT s.*, c.id AS category_id, k.product_id AS known_id, COALESCE(k.product_id,"
        " (SELECT v.product_id FROM catalog_variant v WHERE v.sku = ANY(s.skus) AND v.sku <> ''"
        " LIMIT 1)"
        ") AS product_id FROM said s LEFT JOIN catalog_productonchannel k"
        " ON k.channel_id = {source} AND k.external_id = s.external_id"
        " LEFT JOIN catalog_category c ON c.path = regexp_replace(s.category, '\\s*>\\s*', ' > ',"
        " 'g')",
        facts=", ".join(map(_first_said, facts)),
    )
    landing.run("ALTER TABLE products_found ADD COLUMN is_new boolean NOT NULL DEFAULT false")
    landing.run(
        "UPDATE products_found SET is_new = true,"
        " product_id = nextval(pg_get_serial_sequence('catalog_product', 'id'))"
        " WHERE product_id IS NULL"
    )
    landing.run("ANALYZE products_found")


def _write_products(landing):
    """A product nobody named is called by its category and the beginning of its id."""
    landing.run(
        "INSERT INTO catalog_product (id, name, brand, category_id, status, created_at) SELECT"
        " product_id,"
        " COALESCE(name, {built}, external_id),"
        " COALESCE(brand, ''), category_id, COALESCE(status, 'active'), COALESCE(created_at, {now})"
        " FROM products_found WHERE is_new ORDER BY line",
        built=BUILT_NAME.format(category="category", id="external_id"),
    )
    landing.run(
        "WITH changed AS (UPDATE catalog_product p SET name = COALESCE({name}, p.name),"
        " brand = COALESCE(f.brand, p.brand), category_id = COALESCE(f.category_id, p.category_id),"
        " status = COALESCE(f.status, p.status), created_at = COALESCE(f.created_at, p.created_at)"
        " FROM products_found f WHERE p.id = f.product_id AND NOT f.is_new"
        " AND (COALESCE({name}, p.name), COALESCE(f.brand, p.brand),"
        " COALESCE(f.category_id, p.category_id), COALESCE(f.status, p.status),"
        " COALESCE(f.created_at, p.created_at)) IS DISTINCT FROM"
        " (p.name, p.brand, p.category_id, p.status, p.created_at) RETURNING f.line)"
        " INSERT INTO touched SELECT line FROM changed",
        name="NULL" if "name" in landing.keeps else "f.name",
    )
    landing.run(
        "INSERT INTO catalog_productonchannel (channel_id, external_id, product_id)"
        " SELECT {source}, external_id, product_id FROM products_found WHERE known_id IS NULL"
        " ON CONFLICT DO NOTHING"
    )


# Variants

_FACTS = ("name", "gtin", "weight_g", "length_mm", "width_mm", "height_mm", "cost")


def _match_variants(landing):
    """Each variant of the file, and which of ours it is: by the platform's id, or else by SKU."""
    landing.run(
        "CREATE TEMP TABLE variants_found ON COMMIT DROP AS SELECT r.*, r.variant_name AS vname,"
        " COALESCE(r.variant, r.external_id) AS ref, f.product_id, k.variant_id AS known_id,"
        " COALESCE(k.variant_id, v.id) AS variant_id, k.id IS NULL AS is_new, false AS is_made,"
        " row_number() OVER (PARTITION BY r.sku ORDER BY r.line) AS nth_of_sku FROM {rows} r"
        " JOIN products_found f ON f.external_id = r.external_id"
        " LEFT JOIN catalog_variantonchannel k ON k.channel_id = {source}"
        " AND k.external_id = COALESCE(r.variant, r.external_id)"
        " LEFT JOIN catalog_variant v ON v.sku = r.sku AND v.sku <> ''"
    )
    landing.run(
        "UPDATE variants_found SET is_made = true,"
        " variant_id = nextval(pg_get_serial_sequence('catalog_variant', 'id'))"
        " WHERE variant_id IS NULL AND is_parent IS NULL AND (sku IS NULL OR nth_of_sku = 1)"
    )
    landing.run(
        "UPDATE variants_found f SET variant_id = g.variant_id FROM variants_found g"
        " WHERE f.variant_id IS NULL AND g.sku = f.sku AND g.is_made"
    )
    landing.run("ANALYZE variants_found")


def _write_variants(landing) -> int:
    landing.run(
        "INSERT INTO catalog_variant (id, product_id, sku, name, gtin, weight_g, length_mm,"
        " width_mm, height_mm, cost) SELECT variant_id, product_id, COALESCE(sku, ''),"
        " COALESCE(vname, ''),"
        " COALESCE(gtin, ''), weight_g, length_mm, width_mm, height_mm, cost"
        " FROM variants_found WHERE is_made ORDER BY line"
    )
    _change_variants(landing)
    parents = landing.number(
        "SELECT count(*) FROM variants_found v JOIN products_found f USING (external_id)"
        " WHERE v.is_parent IS NOT NULL AND f.known_id IS NULL"
    )
    return parents + landing.run(
        "INSERT INTO catalog_variantonchannel (channel_id, external_id, variant_id)"
        " SELECT {source}, ref, variant_id FROM variants_found WHERE is_new"
        " AND is_parent IS NULL AND variant_id IS NOT NULL ON CONFLICT DO NOTHING"
    )


def _change_variants(landing):
    """What the file says anew of a variant. A SKU that another variant has is not taken from it."""
    said = {name: f"f.{'vname' if name == 'name' else name}" for name in _FACTS}
    said["sku"] = (
        "CASE WHEN f.nth_of_sku = 1 AND NOT EXISTS"
        " (SELECT FROM catalog_variant w WHERE w.sku = f.sku AND w.id <> v.id) THEN f.sku END"
    )
    becomes = {name: f"COALESCE({value}, v.{name})" for name, value in said.items()}
    landing.run(
        "WITH changed AS (UPDATE catalog_variant v SET {sets} FROM variants_found f"
        " WHERE v.id = f.variant_id AND NOT f.is_made AND ({news}) IS DISTINCT FROM ({olds})"
        " RETURNING f.line) INSERT INTO touched SELECT line FROM changed",
        sets=", ".join(f"{name} = {value}" for name, value in becomes.items()),
        news=", ".join(becomes.values()),
        olds=", ".join(f"v.{name}" for name in becomes),
    )


def _write_texts(landing):
    """A product without words gets the file's; words that are there belong to the writers."""
    landing.run(
        "INSERT INTO catalog_producttext (product_id, language, title, body, meta_description,"
        " written_at)"
        " SELECT DISTINCT ON (f.product_id, COALESCE(f.language, {language})) f.product_id,"
        " COALESCE(f.language, {language}), COALESCE(f.title, f.name, ''), f.text,"
        " COALESCE(f.meta_description, ''), {now} FROM variants_found f WHERE f.text IS NOT NULL"
        " ORDER BY f.product_id, COALESCE(f.language, {language}), f.line ON CONFLICT DO NOTHING",
        language="'" + landing.source.language[:2] + "'",
    )
