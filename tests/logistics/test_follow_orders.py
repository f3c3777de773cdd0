from datetime import timedelta

import pytest

from logistics import actions, jobs
from logistics.models import Parcel
from tests.factories import NOON, OrderFactory, ParcelFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=5)


@pytest.mark.parametrize("trait", [{}, {"packed": True}])
def test_a_cancelled_order_takes_its_parcel_off_the_bench(trait):
    parcel = ParcelFactory(order=OrderFactory(cancelled=True), **trait)

    jobs.open_parcels()
    jobs.open_parcels()

    move = parcel.moves.get()
    parcel.refresh_from_db()
    assert parcel.status == Parcel.Status.CANCELLED
    assert (move.became, move.moved_by) == ("cancelled", None)
    assert not Parcel.objects.open().exists()


def test_a_parcel_that_left_before_the_cancellation_stays_shipped():
    parcel = ParcelFactory(order=OrderFactory(cancelled=True), shipped=True)

    actions.follow_orders(now=LATER)

    parcel.refresh_from_db()
    assert parcel.status == Parcel.Status.SHIPPED


def test_an_order_shipped_by_the_platform_is_shipped_here_too():
    order = OrderFactory(status="shipped", shipped_at=NOON)
    parcel = ParcelFactory(order=order)

    actions.follow_orders(now=LATER)

    parcel.refresh_from_db()
    assert (parcel.status, parcel.shipped_at) == (Parcel.Status.SHIPPED, NOON)


def test_an_order_at_the_buyers_door_is_delivered_here_too():
    order = OrderFactory(status="delivered", shipped_at=NOON, delivered_at=LATER)
    parcel = ParcelFactory(order=order, packed=True)

    actions.follow_orders(now=LATER)

    parcel.refresh_from_db()
    assert parcel.status == Parcel.Status.DELIVERED
    assert (parcel.shipped_at, parcel.delivered_at) == (NOON, LATER)


def test_a_box_the_platform_told_of_is_not_counted_twice():
    order = OrderFactory(status="shipped", shipped_at=NOON)
    ours = ParcelFactory(order=order)
    theirs = ParcelFactory(order=order, shipped=True, external_id="their own")

    actions.follow_orders(now=LATER)

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.status, theirs.status) == (Parcel.Status.CANCELLED, Parcel.Status.SHIPPED)


def test_an_order_still_in_preparation_is_left_alone():
    ParcelFactory()

    assert actions.follow_orders(now=LATER) == 0
