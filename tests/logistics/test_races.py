"""Two hands at the same bench: whatever they do at once, only legal ends come of it."""

from itertools import combinations_with_replacement

import pytest

from logistics import actions
from logistics.models import Parcel
from orders.models import Order
from tests.factories import NOON, CarrierFactory, OrderFactory, ParcelFactory
from tests.logistics.crowd import CROWD, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

VERBS = {
    "pack": lambda parcel: actions.pack(parcel, by=None, at=NOON),
    "unpack": lambda parcel: actions.unpack(parcel, by=None, at=NOON),
    "ship": lambda parcel: actions.ship(parcel, carrier=None, tracking_code="T9", by=None, at=NOON),
    "deliver": lambda parcel: actions.deliver(parcel, by=None, at=NOON),
    "lose": lambda parcel: actions.lose(parcel, by=None, at=NOON),
    "cancel the order": lambda parcel: Order.objects.get(pk=parcel.order_id).cancel(
        by=None, at=NOON
    ),
    "follow the order": lambda parcel: actions.follow_orders(now=NOON),
}
STATES = {
    "to pick": ("in_preparation", {}),
    "packed": ("in_preparation", {"packed": True}),
    "on the way": ("shipped", {"shipped": True}),
}
AFTER = {  # what the order must be once its only parcel is …
    Parcel.Status.TO_PICK: {"in_preparation", "cancelled"},
    Parcel.Status.PACKED: {"in_preparation", "cancelled"},
    Parcel.Status.SHIPPED: {"shipped"},
    Parcel.Status.DELIVERED: {"delivered"},
    Parcel.Status.LOST: {"shipped"},
    Parcel.Status.CANCELLED: {"cancelled"},
}


def test_eight_workers_open_one_parcel_per_order():
    OrderFactory.create_batch(20, paid=True)

    all_at_once(*[lambda: actions.open_parcels(now=NOON)] * CROWD)

    assert Parcel.objects.count() == 20
    assert all(order.moves.count() == 1 for order in Order.objects.all())


def test_eight_hands_ship_one_parcel_once():
    parcel, carrier = ParcelFactory(packed=True), CarrierFactory()
    looks = [Parcel.objects.get(pk=parcel.pk) for _ in range(CROWD)]

    answers = all_at_once(
        *[
            lambda look=look, n=n: actions.ship(
                look, carrier=carrier, tracking_code=f"T{n}", by=None, at=NOON
            )
            for n, look in enumerate(looks)
        ]
    )

    assert answers.count("refused") == CROWD - 1
    assert parcel.moves.count() == 1
    assert parcel.order.moves.count() == 1


def test_the_last_two_boxes_of_an_order_leave_together():
    """Neither may think that the other is still there."""
    first = ParcelFactory(packed=True)
    second = ParcelFactory(packed=True, order=first.order, external_id="2")

    all_at_once(lambda: VERBS["ship"](first), lambda: VERBS["ship"](second))

    first.order.refresh_from_db()
    assert first.order.status == "shipped"
    assert first.order.moves.count() == 1


@pytest.mark.parametrize("state", STATES)
def test_whatever_two_hands_do_the_end_is_legal(state):
    """All pairs of verbs at once, each on a parcel of its own."""
    for one, other in combinations_with_replacement(VERBS, 2):
        order_status, trait = STATES[state]
        order = OrderFactory(status=order_status, paid_at=NOON)
        parcel = ParcelFactory(order=order, **trait)
        looks = [Parcel.objects.get(pk=parcel.pk) for _ in range(2)]

        all_at_once(lambda: VERBS[one](looks[0]), lambda: VERBS[other](looks[1]))  # noqa: B023

        parcel.refresh_from_db()
        order.refresh_from_db()
        told = f"{state}: {one} against {other}"
        assert all(move.became in Parcel.MOVES[move.came_from] for move in parcel.moves.all()), told
        assert order.status in AFTER[parcel.status], told
        assert order.moves.count() <= 1, told
