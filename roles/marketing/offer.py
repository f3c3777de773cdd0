"""What a campaign offers: its products, and all that stand on its shelves or on those below."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from catalog.models import Category, Product

# Rows of (campaign_id, product_id). A product named is offered whatever its state; a shelf offers
# what is in sale.
PAIRS = """
    SELECT p.campaign_id, p.product_id FROM marketing_campaign_products p
    WHERE p.campaign_id = ANY(%(campaigns)s)
    UNION
    SELECT c.campaign_id, product.id FROM marketing_campaign_categories c
    JOIN catalog_category top ON top.id = c.category_id
    JOIN catalog_category shelf
        ON shelf.id = top.id OR starts_with(shelf.path, top.path || ' > ')
    JOIN catalog_product product ON product.category_id = shelf.id AND product.status = 'active'
    WHERE c.campaign_id = ANY(%(campaigns)s)
"""


def product_ids(campaigns: Iterable) -> dict[int, set[int]]:
    """The products of each campaign, in one statement for all of them."""
    offered = {campaign.pk: set() for campaign in campaigns}
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"campaigns": list(offered)})
        for campaign_id, product_id in cursor:
            offered[campaign_id].add(product_id)
    return offered


def products(campaign):
    """The products of one campaign, as rows."""
    shelves = Q(pk=None)
    for path in campaign.categories.values_list("path", flat=True):
        shelves |= Q(path=path) | Q(path__startswith=f"{path} > ")
    standing = Product.objects.active().filter(category__in=Category.objects.filter(shelves))
    named = campaign.products.values("pk")
    return Product.objects.filter(Q(pk__in=named) | Q(pk__in=standing.values("pk")))


def shared_with_others(campaign) -> list[tuple]:
    """Other offers of the same days that hold some of the same products, and how many."""
    others = type(campaign).objects.overlapping(campaign).order_by("starts_at", "pk")
    offered = product_ids([campaign, *others])
    mine = offered[campaign.pk]
    found = [(other, len(mine & offered[other.pk])) for other in others]
    return [(other, number) for other, number in found if number]
