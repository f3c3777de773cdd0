"""What a campaign brought and cost, on cases whose answer is known."""

from datetime import timedelta
from decimal import Decimal

import pytest

from analytics.kpi import Dimension
from roles.marketing.models import AdSpend, Campaign, Coupon
from tests.analytics.conftest import MONDAY
from tests.factories import (
    NOON,
    CustomerFactory,
    OrderFactory,
    OrderLineFactory,
    RefundFactory,
    VisitFactory,
)

LIGHTS = "christmas-lights"


@pytest.fixture
def lights(db):
    campaign = Campaign.objects.create(
        name="Christmas lights",
        utm=LIGHTS,
        status=Campaign.Status.LIVE,
        starts_at=NOON,
        ends_at=NOON + timedelta(days=10),
        created_at=NOON,
        went_live_at=NOON,
    )
    Coupon.objects.create(
        campaign=campaign,
        code="LUCI15",
        value=15,
        valid_from=NOON,
        valid_until=NOON + timedelta(days=10),
    )
    return campaign


def spent(campaign, amount, **fields):
    row = {"medium": "google_ads", "day": MONDAY, "currency": "EUR", "kept_at": NOON} | fields
    return AdSpend.objects.create(campaign=campaign, amount=Decimal(amount), **row)


def order_of(worth, **fields):
    order = OrderFactory(**fields)
    OrderLineFactory(order=order, unit_price=Decimal(worth))
    return order


def test_an_order_belongs_to_the_campaign_whose_coupon_it_used(measured, lights):
    order_of("30", coupon_code="LUCI15")
    order_of("50", coupon_code="OTHER")
    order_of("70")
    order_of("90", coupon_code="LUCI15", status="cancelled")

    assert measured("campaign.orders") == {"2026-06-15": 1}
    assert measured("campaign.revenue") == {"2026-06-15": 30}
    assert measured("campaign.revenue", by=Dimension.CAMPAIGN) == {("2026-06-15", LIGHTS): 30}


def test_an_order_belongs_to_the_campaign_its_visit_came_from_once(measured, lights):
    visit = VisitFactory(campaign=LIGHTS)
    stranger = VisitFactory(campaign="spring")
    order_of("30", visit_ref=visit.external_id, channel=visit.channel)
    order_of("40", visit_ref=visit.external_id, channel=visit.channel, coupon_code="LUCI15")
    order_of("50", visit_ref=stranger.external_id, channel=stranger.channel)

    assert measured("campaign.orders") == {"2026-06-15": 2}
    assert measured("campaign.revenue") == {"2026-06-15": 70}


def test_return_on_spend_divides_revenue_by_what_was_spent(measured, lights):
    order_of("90", coupon_code="LUCI15")
    spent(lights, "20")
    spent(lights, "10", medium="meta_ads")

    assert measured("campaign.spend") == {"2026-06-15": 30}
    assert measured("campaign.roas") == {"2026-06-15": (90, 30)}
    assert measured("campaign.cost_per_order") == {"2026-06-15": (30, 1)}


def test_what_the_platform_told_counts_and_what_was_typed_does_not(measured, lights):
    spent(lights, "20")
    told = order_of("1").channel
    spent(lights, "25", source_key="123", channel=told)
    spent(lights, "5", medium="meta_ads")

    assert measured("campaign.spend") == {"2026-06-15": 30}


def test_spend_in_another_currency_counts_at_its_rate(measured, lights):
    channel = order_of("90", coupon_code="LUCI15").channel
    spent(lights, "20", currency="USD", rate=Decimal("0.9"), source_key="1", channel=channel)

    assert measured("campaign.roas") == {"2026-06-15": (90, 18)}


def test_new_customers_and_returns_of_a_campaign(measured, lights):
    old, new = CustomerFactory(), CustomerFactory()
    OrderFactory(customer=old, placed_at=NOON - timedelta(days=30))
    order_of("30", coupon_code="LUCI15", customer=old)
    back = order_of("40", coupon_code="LUCI15", customer=new)
    RefundFactory(order=back, amount=Decimal("12"), status="paid", refunded_at=NOON)
    RefundFactory(order=back, amount=Decimal("28"), status="requested")

    assert measured("campaign.new_customers") == {"2026-06-15": (1, 2)}
    assert measured("campaign.returned") == {"2026-06-15": 12}
