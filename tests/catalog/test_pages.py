"""The pages of products."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from catalog.models import Price, PriceList, ProductImage, ProductOnChannel
from tests.factories import (
    CategoryFactory,
    ChannelFactory,
    MarketFactory,
    ProductFactory,
    ProductTextFactory,
    VariantFactory,
)

pytestmark = pytest.mark.django_db
PRODUCTS = reverse("catalog:products")


def found(browser, **asked):
    return [product.pk for product in browser.get(PRODUCTS, asked).context["listing"].rows]


def test_a_product_shows_all_that_is_known(as_, gwen):
    MarketFactory()
    MarketFactory(country="ES", language="es")
    product = ProductFactory(name="Lamp Aria", category=CategoryFactory())
    ProductTextFactory(product=product, body="Fa luce.")
    VariantFactory(product=product, sku="ARIA-1", cost=Decimal("12.5"))
    ProductOnChannel.objects.create(product=product, channel=ChannelFactory(), external_id="gid-77")

    shown = as_(gwen).get(product.get_absolute_url()).content.decode()

    for words in ("Lamp Aria", "Fa luce.", "ARIA-1", "€12.50", "gid-77", "missing"):
        assert words in shown


def test_the_price_shown_is_the_one_of_now(as_, gwen):
    variant = VariantFactory()
    price_list = PriceList.objects.create(channel=ChannelFactory(), currency="EUR")
    now = timezone.now()
    for amount, days in (("10", -30), ("8", -1), ("5", 30)):
        Price.objects.create(
            price_list=price_list,
            variant=variant,
            amount=amount,
            valid_from=now + timedelta(days=days),
        )

    response = as_(gwen).get(variant.product.get_absolute_url())

    assert [price.amount for price in response.context["prices"]] == [Decimal("8")]


def test_an_outsider_sees_the_product_handed_over_without_its_cost(as_, stella):
    product = ProductFactory(name="Lamp Aria")
    VariantFactory(product=product, cost=Decimal("12.5"))
    other = ProductFactory(name="Lamp Bruna")
    assign_perm("catalog.view_product", stella, product)
    browser = as_(stella)

    assert "12.50" not in browser.get(product.get_absolute_url()).content.decode()
    assert found(browser) == [product.pk]
    assert browser.get(other.get_absolute_url()).status_code == 404
    assert "Bruna" not in browser.get(reverse("catalog:search"), {"q": "bruna"}).content.decode()


@pytest.mark.parametrize("words", ["ARIA-77", "aria-7", "8001234", "lamp", "bos"])
def test_a_product_is_found_by_what_people_type(as_, gwen, words):
    product = ProductFactory(name="Lamp", brand="Bosco")
    VariantFactory(product=product, sku="ARIA-77", gtin="8001234567895")
    ProductFactory(name="Chair")

    assert found(as_(gwen), q=words) == [product.pk]


@pytest.mark.parametrize("few", [0, 2, 500])
def test_a_sku_finds_few_products_and_many_alike(as_, gwen, monkeypatch, few):
    monkeypatch.setattr("catalog.querysets.FEW", few)
    named = ProductFactory(name="Aa like no code")
    coded = [VariantFactory(sku=f"LIKE-{number}").product for number in range(3)]
    VariantFactory(sku="LIKE-9", product=coded[0])
    VariantFactory(sku="OTHER")

    assert sorted(found(as_(gwen), q="like")) == sorted([named.pk, *(each.pk for each in coded)])


def test_products_lacking_a_language_are_a_filter(as_, gwen):
    MarketFactory()
    MarketFactory(country="ES", language="es")
    ProductTextFactory(language="es", product=ProductFactory(told=True))
    italian = ProductFactory(told=True)
    untold = ProductFactory()
    browser = as_(gwen)

    assert found(browser, lacking="es") == [italian.pk, untold.pk]
    assert found(browser, lacking="it") == [untold.pk]


def test_status_and_category_are_filters(as_, gwen):
    lamps = CategoryFactory()
    lamp = ProductFactory(category=lamps, status="draft")
    ProductFactory(status="draft")
    ProductFactory(category=lamps)

    assert found(as_(gwen), category=lamps.pk, status="draft") == [lamp.pk]


@pytest.mark.parametrize(
    ("address", "is_drawn"),
    [
        ("/media/a.png", True),
        ("data:image/svg+xml,%3Csvg/%3E", True),
        ("https://shop.example/a.png", False),
        ("javascript:alert(1)", False),
    ],
)
def test_only_pictures_of_ours_are_drawn(as_, gwen, address, is_drawn):
    product = ProductFactory()
    ProductImage.objects.create(product=product, address=address)

    shown = as_(gwen).get(product.get_absolute_url()).content.decode()

    assert (f'<img src="{address}"' in shown) is is_drawn
    assert 'href="javascript' not in shown


def test_a_product_page_asks_as_often_for_twenty_variants_as_for_one(
    as_, gwen, django_assert_max_num_queries
):
    browser = as_(gwen)
    small, big = ProductFactory(told=True), ProductFactory(told=True)
    VariantFactory(product=small)
    VariantFactory.create_batch(20, product=big)
    browser.get(small.get_absolute_url())

    with django_assert_max_num_queries(16) as of_small:
        browser.get(small.get_absolute_url())
    with django_assert_max_num_queries(16) as of_big:
        browser.get(big.get_absolute_url())

    assert len(of_small) == len(of_big)


def test_the_list_asks_as_often_for_a_thousand_as_for_ten(as_, gwen, django_assert_max_num_queries):
    browser = as_(gwen)
    ProductFactory.create_batch(10, told=True)
    browser.get(PRODUCTS)

    with django_assert_max_num_queries(10) as of_ten:
        browser.get(PRODUCTS)
    products = [ProductFactory.build() for _number in range(1000)]
    type(products[0]).objects.bulk_create(products)
    with django_assert_max_num_queries(10) as of_a_thousand:
        browser.get(PRODUCTS)

    assert len(of_ten) == len(of_a_thousand)


def test_search_shows_few_products(as_, walt):
    ProductFactory.create_batch(7)

    response = as_(walt).get(reverse("catalog:search"), {"q": "lam"})

    assert len(response.context["products"]) == 5


def test_an_empty_catalogue_says_what_would_fill_it(as_, walt):
    assert "No products yet" in as_(walt).get(PRODUCTS).content.decode()
