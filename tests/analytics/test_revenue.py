"""Revenue is one figure, wherever the house says it: unit price × quantity, without shipping."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db.models import Sum

from orders.models import Order
from roles.coordinator.evidence import money
from roles.marketing import live
from roles.webmaster import losses
from tests.factories import NOON, OrderFactory, OrderLineFactory
from tests.factories.marketing import CampaignFactory, CouponFactory

pytestmark = pytest.mark.django_db
NEXT_DAY = NOON + timedelta(days=1)
GOODS = Decimal("50")


@pytest.fixture
def campaign():
    """One order with its coupon: 50 of goods, 7 of shipping, 5 given away; another cancelled."""
    campaign = CampaignFactory(live=True)
    code = CouponFactory(campaign=campaign).code
    order = OrderFactory(coupon_code=code, shipping_charged=7, discount=5, total=52)
    OrderLineFactory(order=order, unit_price=20, quantity=2, shipping_charged=3)
    OrderLineFactory(order=order)
    OrderLineFactory(order=OrderFactory(coupon_code=code, cancelled=True))
    return campaign


def of_the_night(key):
    return lambda campaign, measured: sum(measured(key).values())


def of_an_hour(campaign, measured):
    return losses.revenue_per_hour(now=NEXT_DAY)[None] * 24


def of_what_waits(campaign, measured):
    return money.of_campaigns([campaign], now=NEXT_DAY)[campaign.pk]


@pytest.mark.parametrize(
    "said",
    [
        of_the_night("sales.revenue"),
        of_the_night("campaign.revenue"),
        lambda campaign, measured: live.figures([campaign], now=NEXT_DAY)[campaign.pk].revenue,
        of_an_hour,
        of_what_waits,
    ],
    ids=["night", "campaign by night", "campaign now", "defect", "waiting"],
)
def test_all_who_say_revenue_say_the_same(said, campaign, measured, monkeypatch):
    one_order_more = {campaign.pk: SimpleNamespace(extra_orders=Decimal(1))}
    monkeypatch.setattr(money.demand, "expected", lambda *_args, **_now: one_order_more)
    monkeypatch.setattr(losses, "CENT", Decimal("0.0000001"))

    assert round(said(campaign, measured), 4) == GOODS


def test_what_the_buyer_was_charged_is_another_figure(campaign):
    orders = Order.objects.not_cancelled()

    assert orders.aggregate(sum=Sum("amount"))["sum"] == 52
    assert orders.aggregate(sum=Sum("revenue"))["sum"] == GOODS
