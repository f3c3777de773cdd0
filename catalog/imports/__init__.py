"""The rows an import can bring to the catalogue, and whose they are."""

from django.utils.translation import gettext_lazy as _

from catalog import events
from catalog.imports import sources  # noqa: F401  says that a source is a channel
from catalog.imports.prices import land_images, land_prices
from catalog.imports.products import land_products
from catalog.imports.shelves import land_words, rename_categories
from catalog.models import Product
from config.intake.kinds import Choice, Field, Kind, Moment, Money, Parent, Text, Whole, house


def _announce():
    events.products_changed.send_robust(sender=None)


def _size(name, label):
    return Whole(name, label, most=2_000_000_000)


VARIANT = Parent(
    "variant",
    "catalog_variant",
    "{p}.id = COALESCE((SELECT k.variant_id FROM catalog_variantonchannel k"
    " WHERE k.channel_id = {source} AND k.external_id = r.variant),"
    " (SELECT v.id FROM catalog_variant v WHERE v.sku = r.variant AND v.sku <> ''))",
    column="variant_id",
    kinds=("products",),
)
PRODUCT = Parent(
    "product",
    "catalog_product",
    "{p}.id = (SELECT k.product_id FROM catalog_productonchannel k"
    " WHERE k.channel_id = {source} AND k.external_id = r.product)",
    column="product_id",
    kinds=("products",),
)
house.add(
    Kind(
        "categories",
        _("Category names"),
        (
            Text("external_id", _("category"), required=True),
            Text("name", _("name"), required=True),
        ),
        ident=("external_id",),
        land=land_words,
        announce=_announce,
        is_shared=True,
    ),
    Kind(
        "products",
        _("Products"),
        (
            Text("external_id", _("product's id"), required=True),
            Text("variant", _("variant's id")),
            Text("sku", _("SKU"), 100),
            Text("name", _("name"), 300),
            Text("variant_name", _("variant")),
            Choice("is_parent", _("only the parent of its variants"), ["yes"]),
            Text("brand", _("brand"), 100),
            Text("category", _("category")),
            Choice("status", _("status"), Product.Status),
            Field("gtin", _("GTIN"), "gtin"),
            _size("weight_g", _("weight (g)")),
            _size("length_mm", _("length (mm)")),
            _size("width_mm", _("width (mm)")),
            _size("height_mm", _("height (mm)")),
            Money("cost", _("cost"), places=4),
            Text("title", _("title"), 300),
            Text("text", _("text"), 100_000),
            Text("meta_description", _("meta description"), 500),
            Text("language", _("language"), 2),
            Moment("created_at", _("created at")),
        ),
        ident=("external_id", "variant"),
        land=land_products,
        after=("categories",),
        announce=_announce,
        is_shared=True,
    ),
    Kind(
        "images",
        _("Pictures"),
        (
            Text("product", _("product's id"), required=True),
            Text("address", _("address"), 1000, required=True),
            Text("alt_text", _("alternative text"), 500),
            Whole("position", _("position"), most=30_000),
        ),
        ident=("product", "address"),
        land=land_images,
        after=("products",),
        parents=(PRODUCT,),
    ),
    Kind(
        "prices",
        _("Prices"),
        (
            Text("variant", _("variant's id or SKU"), required=True),
            Money("amount", _("amount"), places=4, required=True),
            Money("regular_amount", _("regular amount"), places=4),
            Moment("valid_from", _("valid from")),
        ),
        ident=("variant", "valid_from"),
        land=land_prices,
        after=("products",),
        parents=(VARIANT,),
        is_shared=True,
    ),
)
house.settle(after={"categories", "products"}, run=rename_categories)
