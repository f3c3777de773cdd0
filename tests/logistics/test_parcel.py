from datetime import timedelta

import pytest

from config.lib.refusals import Refusal
from config.lib.states import IllegalMove
from logistics import actions
from logistics.models import Parcel
from tests.factories import NOON, CarrierFactory, OrderFactory, ParcelFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def ship(parcel, code="T9", by=None, at=NOON):
    actions.ship(parcel, carrier=CarrierFactory(), tracking_code=code, by=by, at=at)


@pytest.mark.parametrize("status", Parcel.Status)
def test_every_state_can_be_left_or_is_an_end(status):
    ends = {Parcel.Status.DELIVERED, Parcel.Status.CANCELLED}

    assert Parcel.MOVES.get(status) or status in ends


def test_a_stale_look_cannot_move_it():
    fresh = ParcelFactory(packed=True)
    stale = Parcel.objects.get(pk=fresh.pk)
    fresh.ship(carrier=None, tracking_code="T9", by=None, at=NOON)

    with pytest.raises(IllegalMove):
        stale.ship(carrier=None, tracking_code="T10", by=None, at=LATER)

    fresh.refresh_from_db()
    assert fresh.tracking_code == "T9"


def test_history_says_who_packed_it(wanda):
    parcel = ParcelFactory()

    actions.pack(parcel, by=wanda, at=NOON)

    move = parcel.moves.get()
    assert (move.came_from, move.became, move.moved_by) == ("to_pick", "packed", wanda)
    assert parcel.packed_at == NOON


def test_an_opened_box_is_to_pick_again(wanda):
    parcel = ParcelFactory(packed=True)

    actions.unpack(parcel, by=wanda, at=NOON)

    assert (parcel.status, parcel.packed_at) == (Parcel.Status.TO_PICK, None)


def test_a_shipped_parcel_ships_its_order(wanda):
    parcel = ParcelFactory(packed=True)

    ship(parcel, by=wanda)

    parcel.order.refresh_from_db()
    assert (parcel.status, parcel.shipped_at) == (Parcel.Status.SHIPPED, NOON)
    assert (parcel.order.status, parcel.order.shipped_at) == ("shipped", NOON)


def test_the_order_ships_with_its_last_parcel():
    first = ParcelFactory(packed=True)
    second = ParcelFactory(packed=True, order=first.order, external_id="2")

    ship(first)
    first.order.refresh_from_db()
    assert first.order.status == "in_preparation"

    ship(second, code="T10")
    first.order.refresh_from_db()
    assert first.order.status == "shipped"


def test_a_box_can_leave_though_the_platform_said_so_first():
    parcel = ParcelFactory(packed=True, order=OrderFactory(status="shipped", shipped_at=NOON))

    ship(parcel)

    assert parcel.status == Parcel.Status.SHIPPED


def test_an_unpacked_parcel_cannot_ship():
    parcel = ParcelFactory()

    with pytest.raises(IllegalMove):
        ship(parcel)

    parcel.order.refresh_from_db()
    assert not parcel.moves.exists()
    assert parcel.order.status == "in_preparation"


@pytest.mark.parametrize("verb", ["pack", "ship"])
def test_a_cancelled_order_is_not_sent(verb):
    parcel = ParcelFactory(order=OrderFactory(cancelled=True), packed=verb == "ship")

    with pytest.raises(Refusal, match="do not send it"):
        ship(parcel) if verb == "ship" else actions.pack(parcel, by=None, at=NOON)

    assert not parcel.moves.exists()


def test_an_unpaid_order_is_not_sent():
    parcel = ParcelFactory(order=OrderFactory(status="placed"), packed=True)

    with pytest.raises(IllegalMove):
        ship(parcel)

    parcel.refresh_from_db()
    assert parcel.status == Parcel.Status.PACKED


def test_the_order_is_delivered_with_its_last_parcel():
    order = OrderFactory(status="shipped", shipped_at=NOON)
    first = ParcelFactory(order=order, shipped=True)
    second = ParcelFactory(order=order, shipped=True, external_id="2")

    actions.deliver(first, by=None, at=LATER)
    order.refresh_from_db()
    assert order.status == "shipped"

    actions.deliver(second, by=None, at=LATER)
    order.refresh_from_db()
    assert (order.status, order.delivered_at) == ("delivered", LATER)


def test_a_lost_parcel_may_turn_up():
    parcel = ParcelFactory(order=OrderFactory(status="shipped", shipped_at=NOON), shipped=True)

    actions.lose(parcel, by=None, at=NOON, note="The carrier cannot find it.")
    actions.deliver(parcel, by=None, at=LATER)

    assert parcel.status == Parcel.Status.DELIVERED
    assert [move.became for move in parcel.moves.order_by("pk")] == ["lost", "delivered"]


def test_late_means_promised_and_still_here():
    late = ParcelFactory(promised_for=NOON)
    ParcelFactory(promised_for=LATER)
    ParcelFactory(promised_for=NOON, shipped=True)
    ParcelFactory(promised_for=None)

    assert list(Parcel.objects.late(now=LATER - timedelta(minutes=1))) == [late]
    assert late.is_late(LATER)
    assert not ParcelFactory(promised_for=None).is_late(LATER)


@pytest.mark.parametrize("scan", ["#1001", "1001", " #1001 ", "T9"])
def test_a_scan_finds_exactly_one(scan):
    wanted = ParcelFactory(order__number="#1001", tracking_code="T9")
    ParcelFactory(order__number="#10011", tracking_code="T99")

    assert list(Parcel.objects.scanned(scan)) == [wanted]


@pytest.mark.parametrize("scan", ["", "#", "%", "100", "'; --", "\x00"])
def test_a_scan_of_nothing_finds_nothing(scan):
    ParcelFactory(order__number="#1001")

    assert not Parcel.objects.scanned(scan).exists()
