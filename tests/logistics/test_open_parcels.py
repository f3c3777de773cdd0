from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from logistics import actions, jobs
from logistics.events import parcels_changed
from logistics.models import Parcel
from orders.events import orders_changed
from tests.factories import NOON, ChannelFactory, OrderFactory, ParcelFactory

pytestmark = pytest.mark.django_db


def test_the_timetable_alone_is_enough():
    """No listener heard anything: the paid order still gets its parcel."""
    order = OrderFactory(paid=True)

    jobs.open_parcels()
    jobs.open_parcels()

    parcel = Parcel.objects.get()
    assert parcel.order == order
    assert parcel.status == Parcel.Status.TO_PICK


def test_a_ring_opens_it_at_once():
    OrderFactory(paid=True)

    orders_changed.send_robust(sender=None)

    assert Parcel.objects.count() == 1


def test_its_order_is_in_preparation_from_then_on():
    order = OrderFactory(paid=True)

    actions.open_parcels(now=NOON)

    order.refresh_from_db()
    move = order.moves.get()
    assert order.status == "in_preparation"
    assert (move.came_from, move.became) == ("paid", "in_preparation")
    assert (move.moved_at, move.moved_by) == (NOON, None)


def test_the_promise_counts_the_channels_own_days():
    OrderFactory(paid=True, channel=ChannelFactory(code="slow", handling_days=3))

    actions.open_parcels(now=NOON)

    assert Parcel.objects.get().promised_for == NOON + timedelta(days=3, hours=6)


def test_what_the_platform_promised_stands():
    ship_by, door = NOON + timedelta(days=9), date(2026, 6, 30)
    OrderFactory(paid=True, ship_by=ship_by, promised_date=door)

    actions.open_parcels(now=NOON)

    parcel = Parcel.objects.get()
    assert (parcel.promised_for, parcel.promised_date) == (ship_by, door)


def test_a_payment_without_a_date_counts_from_the_order():
    OrderFactory(status="paid", paid_at=None)

    actions.open_parcels(now=NOON + timedelta(days=40))

    assert Parcel.objects.get().promised_for == NOON + timedelta(days=1, hours=6)


@pytest.mark.parametrize("status", ["placed", "shipped", "delivered", "cancelled", "returned"])
def test_only_paid_orders_get_one(status):
    OrderFactory(status=status)

    assert actions.open_parcels(now=NOON) == 0
    assert not Parcel.objects.exists()


def test_an_order_that_came_with_a_parcel_gets_no_second():
    order = OrderFactory(paid=True)
    ParcelFactory(order=order, external_id="from the platform")

    assert actions.open_parcels(now=NOON) == 0


def test_more_orders_cost_no_more_statements():
    """Set-based: a hundred parcels take as many statements as one."""
    OrderFactory(paid=True)
    with CaptureQueriesContext(connection) as few:
        actions.open_parcels(now=NOON)
    OrderFactory.create_batch(100, paid=True)

    with CaptureQueriesContext(connection) as many:
        assert actions.open_parcels(now=NOON) == 100

    assert len(many) == len(few)


def test_many_batches_leave_none_behind(monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 3)
    OrderFactory.create_batch(8, paid=True)

    assert actions.open_parcels(now=NOON) == 8
    assert Parcel.objects.count() == 8


def test_the_floors_above_hear_of_it(django_capture_on_commit_callbacks):
    heard = []

    def listen(**kwargs):
        heard.append(kwargs)

    parcels_changed.connect(listen)
    OrderFactory(paid=True)

    with django_capture_on_commit_callbacks(execute=True):
        actions.open_parcels(now=NOON)
        actions.open_parcels(now=NOON)

    assert len(heard) == 1


def test_an_order_its_platform_calls_in_preparation_gets_its_parcel_too():
    """A file may bring it so: nobody had opened a parcel for it here."""
    order = OrderFactory(status="in_preparation", paid_at=NOON)

    jobs.open_parcels()
    jobs.open_parcels()

    assert Parcel.objects.get().order == order
    assert not order.moves.exists()
