"""How much a campaign will take, by hand-worked numbers."""

from datetime import timedelta
from decimal import Decimal

import pytest

from roles.marketing import cover, demand
from roles.marketing.models import Campaign
from tests.factories import NOON, CategoryFactory, ProductFactory, VariantFactory
from tests.factories.marketing import CampaignFactory, StockCountFactory

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def ask(campaign, now=NOON):
    return demand.expected([campaign], now=now)[campaign.pk]


def test_usual_sales_times_uplift_times_days(lamp, sold):
    for back in (1, 5, 27):
        sold(lamp, 14, at=NOON - back * A_DAY)
    campaign = CampaignFactory(products=[lamp.product], uplift_percent=50)

    asked = ask(campaign)

    (line,) = asked.lines
    assert (line.sold, line.days_in_sale) == (42, 28)
    assert line.per_day == Decimal("2.25")  # 42 in 28 days is 1.5; half as much again
    assert (asked.days, line.units) == (10, 23)  # 22.5 units want a whole one more
    assert not line.is_thin


def test_only_whole_days_of_the_last_28_count(lamp, sold):
    sold(lamp, 5, at=NOON - 29 * A_DAY)
    sold(lamp, 5, at=NOON)
    sold(lamp, 5, at=NOON - A_DAY, status="cancelled")
    sold(lamp, 7, at=NOON - A_DAY)

    assert ask(CampaignFactory(products=[lamp.product])).lines[0].sold == 7


def test_days_out_of_stock_do_not_count(lamp, sold):
    """Sold out for 14 of 28 days, and 28 sold in the others: two a day, not one."""
    sold(lamp, 28, at=NOON - 20 * A_DAY)
    StockCountFactory(variant=lamp, units=0, counted_at=NOON - 18 * A_DAY)
    StockCountFactory(variant=lamp, units=50, counted_at=NOON - 4 * A_DAY)

    line = ask(CampaignFactory(products=[lamp.product])).lines[0]

    assert line.days_in_sale == 14
    assert line.per_day == 2


def test_a_new_product_counts_from_its_first_day(sold):
    product = ProductFactory(created_at=NOON.replace(hour=0) - 7 * A_DAY - timedelta(hours=2))
    variant = VariantFactory(product=product)
    sold(variant, 7, at=NOON - 2 * A_DAY)

    line = ask(CampaignFactory(products=[product])).lines[0]

    assert line.days_in_sale == 7  # from midnight in Rome, two hours before that of Greenwich
    assert line.per_day == 1
    assert line.is_thin


def test_a_product_without_history_has_no_expectation():
    product = ProductFactory(created_at=NOON - 2 * A_DAY)
    VariantFactory(product=product)

    line = ask(CampaignFactory(products=[product])).lines[0]

    assert (line.per_day, line.units, line.is_thin) == (None, None, True)


def test_a_shelf_brings_what_is_in_sale_on_it_and_below(lamp):
    top = CategoryFactory(name="Home", path="Home")
    below = CategoryFactory(name="Lamps", path="Home > Lamps", parent=top)
    beside = CategoryFactory(name="Homework", path="Homework")
    wanted = [VariantFactory(product=ProductFactory(category=shelf)) for shelf in (top, below)]
    VariantFactory(product=ProductFactory(category=beside))
    VariantFactory(product=ProductFactory(category=below, status="archived"))
    campaign = CampaignFactory(products=[lamp.product])
    campaign.categories.set([top])

    found = {line.variant_id for line in ask(campaign).lines}

    assert found == {lamp.pk, *(variant.pk for variant in wanted)}


def test_while_it_is_live_only_the_days_left_count(lamp, sold):
    sold(lamp, 28, at=NOON - 3 * A_DAY)
    campaign = CampaignFactory(products=[lamp.product], live=True)

    assert ask(campaign, now=NOON + 8 * A_DAY).days == 2
    assert ask(campaign, now=NOON + 11 * A_DAY).days == 0


def test_expected_orders_are_the_shops_and_more_of_its_own(lamp, sold):
    sold(lamp, 1, at=NOON - 40 * A_DAY)
    other = VariantFactory()
    for back in range(1, 29):
        sold(lamp, 1, at=NOON - back * A_DAY)
        sold(other, 1, at=NOON - back * A_DAY)

    asked = ask(CampaignFactory(products=[lamp.product], uplift_percent=100))

    assert (asked.usual_orders, asked.extra_orders) == (2, 1)


def test_a_shop_of_a_week_has_the_orders_of_a_week(lamp, sold):
    sold(lamp, 1, at=NOON.replace(hour=22) - 8 * A_DAY)  # midnight in Rome
    for back in range(1, 7):
        sold(lamp, 1, at=NOON - back * A_DAY)

    assert ask(CampaignFactory(products=[lamp.product])).usual_orders == 1


def test_many_campaigns_are_three_questions(lamp, sold, django_assert_num_queries):
    sold(lamp, 3, at=NOON - A_DAY)
    campaigns = [CampaignFactory(products=[lamp.product]) for _ in range(5)]

    with django_assert_num_queries(4):  # and one for the shop
        found = demand.expected(campaigns, now=NOON)

    assert len(found) == 5


def test_no_campaigns_is_no_question(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert demand.expected([], now=NOON) == {}


# Cover


def test_missing_is_what_will_be_taken_less_what_is_free(lamp, sold):
    sold(lamp, 28, at=NOON - 10 * A_DAY, shipped_at=NOON - 9 * A_DAY, status="shipped")
    StockCountFactory(variant=lamp, units=8, counted_at=NOON - A_DAY)
    sold(lamp, 2, at=NOON - timedelta(hours=1), status="paid")
    campaign = CampaignFactory(products=[lamp.product])

    (lasting,) = cover.of([campaign], now=NOON)[campaign.pk]

    assert lasting.shelf.free == 6
    assert lasting.expected.units == 10
    assert lasting.missing == 4
    assert lasting.days == 6


def test_what_leaves_until_it_starts_is_needed_as_well(lamp, sold):
    sold(lamp, 28, at=NOON - 10 * A_DAY, shipped_at=NOON - 9 * A_DAY, status="shipped")
    StockCountFactory(variant=lamp, units=20, counted_at=NOON - A_DAY)
    dates = {"starts_at": NOON + 4 * A_DAY, "ends_at": NOON + 14 * A_DAY}
    campaign = CampaignFactory(products=[lamp.product], uplift_percent=100, **dates)

    (lasting,) = cover.of([campaign], now=NOON)[campaign.pk]

    assert (lasting.expected.before, lasting.expected.units) == (4, 20)
    assert lasting.missing == 4


def test_a_shelf_that_was_never_counted_is_not_known(lamp, sold):
    sold(lamp, 28, at=NOON - 10 * A_DAY)
    campaign = CampaignFactory(products=[lamp.product])

    (lasting,) = cover.of([campaign], now=NOON)[campaign.pk]

    assert (lasting.missing, lasting.days) == (None, None)


def test_what_was_promised_is_missing_though_there_is_nothing_to_go_by(sold):
    variant = VariantFactory(product=ProductFactory(created_at=NOON - 2 * A_DAY))
    StockCountFactory(variant=variant, units=1, counted_at=NOON - A_DAY)
    campaign = CampaignFactory(products=[variant.product])

    assert cover.of([campaign], now=NOON)[campaign.pk][0].missing is None
    sold(variant, 3, at=NOON, status="paid")
    (lasting,) = cover.of([campaign], now=NOON + A_DAY / 24)[campaign.pk]

    assert (lasting.expected.needed, lasting.missing) == (None, 2)


@pytest.mark.parametrize(("units", "is_short"), [(6, True), (7, False), (100, False)])
def test_cover_below_the_lead_time(units, is_short, lamp, sold):
    sold(lamp, 28, at=NOON - 10 * A_DAY, shipped_at=NOON - 9 * A_DAY, status="shipped")
    StockCountFactory(variant=lamp, units=units, counted_at=NOON - A_DAY)
    CampaignFactory(products=[lamp.product], live=True)

    assert Campaign.objects.cover_below_lead_time(now=NOON).exists() is is_short


def test_near_the_end_less_cover_is_enough(lamp, sold):
    sold(lamp, 28, at=NOON - 10 * A_DAY, shipped_at=NOON - 9 * A_DAY, status="shipped")
    StockCountFactory(variant=lamp, units=3, counted_at=NOON - A_DAY)
    CampaignFactory(products=[lamp.product], live=True, ends_at=NOON + 2 * A_DAY)

    assert not Campaign.objects.cover_below_lead_time(now=NOON).exists()
