"""What a defect costs, and how it is known."""

from datetime import timedelta
from decimal import Decimal

import pytest

from roles.webmaster import losses
from roles.webmaster.models import Defect
from tests.factories import NOON, ChannelFactory, OrderFactory, OrderLineFactory
from tests.factories.webmaster import DefectFactory

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def taken(money, *, days=27, **fields):
    order = OrderFactory(placed_at=NOON - days * A_DAY, **fields)
    return OrderLineFactory(order=order, unit_price=Decimal(money))


def test_an_hour_is_one_of_the_hours_sold_in():
    web = ChannelFactory()
    taken(600, days=25, channel=web)

    assert losses.revenue_per_hour(now=NOON) == {web.pk: Decimal("1.00"), None: Decimal("1.00")}


def test_a_whole_window_counts_its_672_hours():
    web = ChannelFactory()
    taken(672, days=28, channel=web)
    taken(672, days=1, channel=web)
    taken(10_000, days=28.001, channel=web)
    taken(10_000, days=0, channel=web)

    assert losses.revenue_per_hour(now=NOON)[web.pk] == Decimal("2.00")


def test_cancelled_orders_are_not_taken_and_unknown_money_is_not_guessed():
    web = ChannelFactory()
    taken(480, days=20, channel=web)
    taken(480, channel=web, cancelled=True)
    taken(480, channel=web, currency="USD", rate=None)

    assert losses.revenue_per_hour(now=NOON)[web.pk] == Decimal("1.00")


def test_other_money_counts_at_its_rate_and_shipping_does_not():
    web = ChannelFactory()
    taken(480, days=20, channel=web, currency="USD", rate=Decimal("0.5"))
    taken(240, days=20, channel=web, shipping_charged=99, total=339)
    OrderFactory(channel=web, total=500, placed_at=NOON - 20 * A_DAY)

    assert losses.revenue_per_hour(now=NOON)[web.pk] == Decimal("1.00")


def test_orders_without_their_lines_lose_nobody_knows_what():
    web, spain = ChannelFactory(), ChannelFactory(code="es", name="Spain")
    OrderFactory(channel=web, total=240, placed_at=NOON - 20 * A_DAY)
    alone = losses._revenue_per_hour(NOON)
    taken(480, days=20, channel=spain)
    per_hour = losses._revenue_per_hour(NOON)
    defect = DefectFactory(channel=web, weighed=True)

    assert alone == {web.pk: None, None: None}
    assert per_hour == {web.pk: None, spain.pk: Decimal("1.00"), None: Decimal("1.00")}
    assert losses.weighed(defect, per_hour)["loss"] is None
    assert Defect.objects.with_loss(per_hour).get().loss is None


def test_without_a_channel_a_defect_touches_all_of_them():
    web, spain = ChannelFactory(), ChannelFactory(code="es", name="Spain")
    taken(1000, days=20, channel=web)
    taken(200, days=20, channel=spain)
    per_hour = losses.revenue_per_hour(now=NOON)

    for channel, loss in [(web, "0.42"), (spain, "0.08"), (None, "0.50")]:
        defect = DefectFactory(channel=channel, weighed=True)
        weighed = losses.weighed(defect, per_hour)
        ranked = Defect.objects.with_loss(per_hour).get(pk=defect.pk)
        assert weighed["loss"] == Decimal(loss)
        assert round(ranked.loss, 2) == Decimal(loss)


def test_what_nobody_weighed_is_unknown_which_is_not_zero():
    unknown, nothing = DefectFactory(), DefectFactory(touched_percent=100, lost_percent=0)
    per_hour = {None: Decimal(100)}

    rows = list(Defect.objects.with_loss(per_hour).by_loss())

    assert [(row.pk, row.loss) for row in rows] == [(nothing.pk, 0), (unknown.pk, None)]
    assert losses.weighed(unknown, per_hour)["loss"] is None


def test_what_the_buyer_no_longer_meets_loses_nothing():
    for settled in ("fixed", "verified", "declined"):
        DefectFactory(weighed=True, **{settled: True})

    rows = Defect.objects.with_loss({None: Decimal(100)})

    assert [row.loss for row in rows] == [None, None, None]


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (None, "unknown"),
        ("0", "harmless"),
        ("0.0099", "harmless"),
        ("0.01", "costs"),
        ("0.2499", "costs"),
        ("0.25", "stops"),
        ("1", "stops"),
    ],
)
def test_a_word_for_how_bad_it_is(share, word):
    assert losses.severity(share and Decimal(share)) == word


def test_a_shop_without_orders_loses_nothing_known():
    assert losses.revenue_per_hour(now=NOON) == {None: Decimal(0)}
