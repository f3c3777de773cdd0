"""What a product needs before it can sell: data, words, a picture, units on the shelf."""

from collections import defaultdict

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_noop as _

from catalog.models import Market, Price, Product, Variant
from logistics.models import StockCount
from roles.coordinator.evidence.defects import ready_answers
from roles.coordinator.shares import by_subject, share, tongue
from roles.playbooks.evidence import Answer, Line, evidence

ABOUT = "catalog.product"
LACKS = {
    "price": _("%(sku)s lacks a price"),
    "weight": _("%(sku)s lacks its weight"),
    "gtin": _("%(sku)s lacks its GTIN"),
}


@evidence(
    "product-data",
    title=_("Price, weight and GTIN are there"),
    about=ABOUT,
    door="catalog:product",
)
def product_data(products, *, now):
    """Every variant has a price, a weight and a GTIN."""
    variants = defaultdict(list)
    priced = Exists(Price.objects.filter(variant=OuterRef("pk")))
    rows = Variant.objects.filter(product__in=products).annotate(has_price=priced).order_by("pk")
    for variant in rows:
        variants[variant.product_id].append(variant)
    return {product.pk: _data(variants[product.pk]) for product in products}


def _data(variants):
    lacking = [(what, one) for one in variants for what in LACKS if what in _lacks(one)]
    whole = len(variants) * len(LACKS)
    return share(
        whole - len(lacking),
        whole,
        _("Facts about its variants that are known: %(done)s of %(all)s"),
        lines=[Line(LACKS[what], {"sku": one.sku}) for what, one in lacking],
    )


def _lacks(variant):
    there = {"price": variant.has_price, "weight": variant.weight_g, "gtin": variant.gtin}
    return {what for what, value in there.items() if not value}


@evidence(
    "product-text", title=_("It is told in every language"), about=ABOUT, door="web_writer:begin"
)
def product_text(products, *, now):
    """There is a text in each language of our markets."""
    languages = Market.objects.languages()
    rows = Product.objects.filter(pk__in=[one.pk for one in products], texts__isnull=False)
    told = by_subject(rows.values_list("pk", "texts__language"))
    return {one.pk: _told(languages, told[one.pk]) for one in products}


def _told(languages, told):
    lacking = [one for one in languages if one not in told]
    return share(
        len(languages) - len(lacking),
        len(languages),
        _("Languages it is told in: %(done)s of %(all)s"),
        lines=[
            Line(_("The text in %(language)s is missing"), {"language": tongue(one)})
            for one in lacking
        ],
    )


@evidence("product-picture", title=_("It can be seen"), about=ABOUT, door="graphic_designer:begin")
def product_picture(products, *, now):
    """The product has at least one picture."""
    seen = _those(products, images__isnull=False)
    return _each(products, seen, _("It has a picture."), _("It has no picture yet."))


@evidence("product-counted", title=_("It is on the shelf"), about=ABOUT, door="catalog:product")
def product_counted(products, *, now):
    """The last count of at least one of its variants found some."""
    latest = StockCount.objects.filter(variant__product__in=products).latest_per_variant()
    there = {count.variant.product_id for count in latest.select_related("variant") if count.units}
    return _each(
        products, there, _("Units were counted on the shelf."), _("No unit was counted yet.")
    )


@evidence("product-on-sale", title=_("It is on sale"), about=ABOUT, door="catalog:product")
def product_on_sale(products, *, now):
    """The product is active in the catalogue."""
    active = _those(products, status=Product.Status.ACTIVE)
    return _each(products, active, _("It is on sale."), _("It is not on sale yet."))


@evidence(
    "product-answers", title=_("Care knows what to answer"), about=ABOUT, door="product_answers"
)
def product_answers(products, *, now):
    """There is a note or a ready answer about it."""
    return ready_answers(products)


def _those(products, **situation):
    found = Product.objects.filter(pk__in=[one.pk for one in products], **situation)
    return set(found.values_list("pk", flat=True))


def _each(products, those, yes, no):
    return {one.pk: Answer(one.pk in those, yes if one.pk in those else no) for one in products}
