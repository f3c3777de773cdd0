"""What is on the shelf, and how much we can pack."""

from datetime import timedelta

import pytest
from django.urls import reverse

from logistics import counts
from logistics.models import PackingCapacity, StockCount
from tests.factories import NOON, OrderFactory, OrderLineFactory, ParcelFactory, VariantFactory
from tests.factories.marketing import StockCountFactory
from tests.reading import HTMX

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
PAGE = "/stock/counts/"


def sell(variant, quantity, **order):
    OrderLineFactory(order=OrderFactory(**order), variant=variant, quantity=quantity)


def test_the_latest_count_of_each_variant_is_what_is_there():
    variant, other = VariantFactory(), VariantFactory()
    StockCountFactory(variant=variant, units=5)
    StockCountFactory(variant=variant, units=9, counted_at=NOON - A_DAY)  # handed in later
    StockCountFactory(variant=other, units=2, counted_at=NOON - 9 * A_DAY)

    latest = {count.variant: count.units for count in StockCount.objects.latest_per_variant()}

    assert latest == {variant: 5, other: 2}
    assert counts.shelves([variant.pk], now=NOON)[variant.pk].counted == 5
    assert counts.shelves([variant.pk], now=NOON - timedelta(hours=1))[variant.pk].counted == 9


def test_what_is_free_is_what_was_counted_less_all_that_left_or_must_leave():
    variant = VariantFactory()
    StockCountFactory(variant=variant, units=100)
    sell(variant, 1, placed_at=NOON - 3 * A_DAY, status="shipped", shipped_at=NOON - A_DAY)  # gone
    sell(variant, 2, placed_at=NOON - 3 * A_DAY, status="shipped", shipped_at=NOON + A_DAY)
    sell(variant, 4, placed_at=NOON - 3 * A_DAY, status="paid")
    sell(variant, 8, placed_at=NOON + A_DAY, status="placed")
    sell(variant, 16, placed_at=NOON + A_DAY, cancelled=True)
    sell(variant, 32, placed_at=NOON - 3 * A_DAY, status="delivered")  # long gone, without a date

    shelf = counts.shelves([variant.pk], now=NOON + 2 * A_DAY)[variant.pk]

    assert (shelf.counted, shelf.promised, shelf.free) == (100, 14, 86)


def test_a_shelf_nobody_counted_is_not_there():
    assert counts.shelves([VariantFactory().pk], now=NOON) == {}


def test_the_same_shelf_counted_twice_keeps_both(wanda):
    variant = VariantFactory()

    for units in (5, 5):
        counts.count(variant, units=units, by=wanda, at=NOON)

    assert StockCount.objects.count() == 2


# Packing capacity


def packed(day, number):
    for _ in range(number):
        ParcelFactory(status="packed", packed_at=NOON - day * A_DAY)


def test_capacity_is_what_was_packed_on_a_good_day():
    for day, number in enumerate([1, 2, 3, 4, 5, 6], start=1):
        packed(day, number)
    packed(61, 50)
    packed(1 / 8, 50)  # today, which is not over

    capacity = counts.packing_capacity(now=NOON)

    assert (capacity.orders_per_day, capacity.days_measured) == (5, 6)  # four fifths up from 1 to 6
    assert not capacity.is_typed


def test_two_boxes_of_an_order_are_one_order():
    parcel = ParcelFactory(status="packed", packed_at=NOON - A_DAY)
    ParcelFactory(order=parcel.order, external_id="2", status="packed", packed_at=NOON - A_DAY)

    assert counts.packing_capacity(now=NOON).orders_per_day == 1


def test_what_the_warehouse_says_outranks_what_it_did(wanda):
    packed(1, 3)
    counts.set_packing_capacity(40, by=wanda, at=NOON - A_DAY)
    assert counts.packing_capacity(now=NOON).orders_per_day == 40

    counts.set_packing_capacity(None, by=wanda, at=NOON)
    assert counts.packing_capacity(now=NOON).orders_per_day == 3
    assert counts.packing_capacity(now=NOON - A_DAY / 2).orders_per_day == 40


def test_nobody_knows_where_nothing_was_packed():
    assert counts.packing_capacity(now=NOON).orders_per_day is None


# The page


@pytest.mark.parametrize("code", ["LAMP-1", " LAMP-1 ", "4006381333931"])
def test_a_shelf_is_counted_by_its_sku_or_gtin(code, as_, wanda):
    variant = VariantFactory(sku="LAMP-1", gtin="4006381333931")

    answer = as_(wanda).post(PAGE, {"code": code, "units": "7"})

    assert answer.url == PAGE
    count = StockCount.objects.get()
    assert (count.variant, count.units, count.counted_by) == (variant, 7, wanda)


def test_htmx_gets_the_part_with_the_news(as_, wanda):
    VariantFactory(sku="LAMP-1")

    answer = as_(wanda).post(PAGE, {"code": "LAMP-1", "units": "7"}, headers=HTMX)

    assert "<html" not in answer.text
    assert "Counted: LAMP-1" in answer.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"code": "OTHER", "units": "1"}, "code"),
        ({"code": "", "units": "1"}, "code"),
        ({"code": "LAMP-1", "units": "-1"}, "units"),
        ({"code": "LAMP-1", "units": ""}, "units"),
        ({"code": "12345670", "units": "1"}, "code"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(typed, field, as_, wanda):
    VariantFactory(sku="LAMP-1")
    VariantFactory(gtin="12345670")
    VariantFactory(gtin="12345670")

    answer = as_(wanda).post(PAGE, typed)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not StockCount.objects.exists()


def test_the_capacity_is_typed_and_emptied(as_, wanda):
    browser, address = as_(wanda), reverse("logistics:set_capacity")

    browser.post(address, {"orders_per_day": "35"})
    assert "35 orders a day, as the warehouse said" in browser.get(PAGE).text
    browser.post(address, {"orders_per_day": ""})

    assert "Nobody knows yet" in browser.get(PAGE).text
    assert browser.post(address, {"orders_per_day": "-1"}).status_code == 422
    assert PackingCapacity.objects.count() == 2


def test_the_page_asks_as_much_for_many_counts(as_, wanda, django_assert_max_num_queries):
    StockCountFactory.create_batch(30, counted_by=wanda)
    browser = as_(wanda)

    with django_assert_max_num_queries(14):
        assert browser.get(PAGE).status_code == 200
