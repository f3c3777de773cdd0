"""The pages of what we sell."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from catalog.models import (
    Category,
    Market,
    Price,
    Product,
    ProductText,
    Shop,
    Variant,
    VariantOnChannel,
)
from config.lib import pictures
from config.lib.asked import words_of
from config.lib.doors import opens_with, seen_by
from config.lib.lists import Column, Filter, Listing, first_found

STATES = {
    Product.Status.DRAFT: "soon",
    Product.Status.ACTIVE: "good",
    Product.Status.ARCHIVED: "quiet",
}


def _categories():
    return Category.objects.order_by("path").values_list("pk", "path")


def _languages():
    return [(language, language.upper()) for language in Market.objects.languages()]


COLUMNS = [
    Column("name", _("Product"), value=lambda product: product.name, sort=["name"]),
    Column("brand", _("Brand"), value=lambda product: product.brand),
    Column("category", _("Category"), value=lambda product: str(product.category or "")),
    Column("skus", _("SKU"), value=lambda product: ", ".join(product.skus)),
    Column("texts", _("Texts"), value=lambda product: ", ".join(product.languages)),
    Column("created", _("Created"), value=lambda product: product.created_at, on_screen=False),
    Column("age", _("Since"), sort=["created_at"], begins="-"),
    Column(
        "status", _("Status"), value=lambda product: product.status, words=Product.Status.choices
    ),
]
FILTERS = [
    Filter("status", _("Status"), choices=lambda: Product.Status.choices, field="status"),
    Filter("category", _("Category"), choices=_categories, field="category"),
    Filter(
        "lacking",
        _("Lacking text"),
        choices=_languages,
        by=lambda rows, languages: rows.lacking_text(languages=languages),
    ),
]


@require_GET
@opens_with("catalog.view_product", also_by_object=True)
def products(request):
    """Everything we sell, sold, or are about to sell."""
    visible = Product.objects.visible_to(request.user)
    rows = seen_by(request.user, "catalog.view_product", visible).select_related("category")
    rows = rows.annotate(skus=_each(Variant, "sku"), languages=_each(ProductText, "language"))
    listing = Listing(
        request, rows, columns=COLUMNS, filters=FILTERS, sort="name", name=_("Products")
    )
    return listing.answer("catalog/products.html", states=STATES)


def _each(model, field):
    """One field of all rows of a product, in order."""
    return ArraySubquery(model.objects.filter(product=OuterRef("pk")).order_by(field).values(field))


@require_GET
@opens_with("catalog.view_product", also_by_object=True)
def product(request, pk):
    """One product: its variants, texts, pictures, prices, and where it is sold."""
    sold_as = VariantOnChannel.objects.select_related("channel")
    shown = get_object_or_404(
        Product.objects.visible_to(request.user)
        .select_related("category")
        .prefetch_related(
            "images",
            "on_channels__channel",
            Prefetch("variants", Variant.objects.order_by("sku", "pk")),
            Prefetch("variants__on_channels", sold_as),
        ),
        pk=pk,
    )
    context = {
        "product": shown,
        "states": STATES,
        "tellings": _tellings(shown),
        "prices": _prices(shown, now=timezone.now()),
        "sold_on": _sold_on(shown),
        "currency": Shop.current().currency,
        "kind": ContentType.objects.get_for_model(Product),
    }
    return render(request, "catalog/product.html", context)


@require_GET
@opens_with("catalog.view_product", also_by_object=True)
def picture(request, pk, name):
    """A picture of a product, where the file is ours."""
    product = get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
    image = get_object_or_404(product.images.exclude(file=""), address=request.path)
    kind = pictures.kind_of(name)
    return pictures.answer_with(image.file, kind=kind, name=f"product-{pk}-{image.position}")


def _tellings(product):
    """The product's text in every language it must be told in, and in any other it has."""
    texts = {text.language: text for text in product.texts.all()}
    languages = sorted({*Market.objects.languages(), *texts})
    return [{"language": language, "text": texts.get(language)} for language in languages]


def _sold_on(product):
    """Each channel that sells the product, with what it calls it and its variants there."""
    ids = {}
    for row in [*product.on_channels.all(), *_variants_on_channels(product)]:
        ids.setdefault(row.channel.name, []).append(row.external_id)
    return sorted(ids.items())


def _variants_on_channels(product):
    return [row for variant in product.variants.all() for row in variant.on_channels.all()]


def _prices(product, *, now):
    """What each variant costs now on each price list."""
    return (
        Price.objects.filter(variant__product=product, valid_from__lte=now)
        .select_related("variant", "price_list__channel")
        .order_by("variant__sku", "variant", "price_list", "-valid_from")
        .distinct("variant__sku", "variant", "price_list")
    )


@require_GET
@opens_with("catalog.view_product", also_by_object=True)
def search(request):
    """The few products that words from the search box find."""
    words = words_of(request)
    found = []
    if words:
        found = Product.objects.visible_to(request.user).found_by(words)
        found = found.annotate(skus=_each(Variant, "sku"))
        found = first_found(found, "name", "pk")
    context = {"words": words, "products": found, "states": STATES}
    return render(request, "catalog/search.html", context)
