"""What the warehouse does. One function per verb; each is one transaction.

Whoever touches an order and its parcels takes the order first, so that nobody waits in a circle.
"""

from datetime import datetime
from functools import lru_cache

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from catalog.models import Shop
from config.lib.clock import WorkingCalendar, local_day, start_of_day
from config.lib.refusals import Refusal
from logistics import events
from logistics.models import Carrier, Parcel, ParcelMove
from logistics.querysets import LEFT
from orders.models import Order

BATCH = 5_000
# Ten times as fast as through the models: a first import brings a hundred thousand paid orders.
GIVE_PARCELS = """
    WITH begun AS (
        UPDATE orders_order AS o
        SET status = 'in_preparation'
        FROM unnest(%(orders)s::bigint[], %(left_by)s::timestamptz[]) AS p (order_id, left_by)
        JOIN orders_order AS was ON was.id = p.order_id
        WHERE o.id = p.order_id AND o.status IN ('paid', 'in_preparation')
        RETURNING o.id, was.status AS was,
                  COALESCE(o.ship_by, p.left_by) AS promised_for, o.promised_date
    ), opened AS (
        INSERT INTO logistics_parcel
            (order_id, external_id, status, promised_for, promised_date, tracking_code, opened_at)
        SELECT id, '', 'to_pick', promised_for, promised_date, '', %(now)s FROM begun
        ON CONFLICT DO NOTHING
    )
    INSERT INTO orders_ordermove (subject_id, came_from, became, moved_at, note)
    SELECT id, was, 'in_preparation', %(now)s, '' FROM begun WHERE was = 'paid'
"""


def promise(*, paid_at: datetime, handling_days: int, calendar: WorkingCalendar) -> datetime:
    """When it must have left: the close of the so-many-th working day after the payment."""
    day = local_day(paid_at, calendar.zone)
    close = _close(calendar, day, handling_days)
    return close if close > paid_at else _close(calendar, day, 1)


@lru_cache(maxsize=4096)
def _close(calendar, day, days) -> datetime:
    """Many orders of one day share their promise."""
    return calendar.add_days(start_of_day(day, calendar.zone), days)


def open_parcels(*, now: datetime) -> int:
    """Give every paid order its parcel and its promise. Asking twice gives the same parcels."""
    calendar = Shop.current().calendar()
    opened = 0
    while batch := _open_a_batch(calendar, now=now):
        opened += batch
    return opened


@transaction.atomic
def _open_a_batch(calendar, *, now) -> int:
    orders = (
        Order.objects.to_prepare()
        .filter(~Exists(Parcel.objects.filter(order=OuterRef("pk"))))
        .select_for_update(skip_locked=True, no_key=True, of=("self",))
        .order_by("paid_at", "pk")
        .values_list("pk", Coalesce("paid_at", "placed_at"), "channel__handling_days")[:BATCH]
    )
    promises = [
        (pk, promise(paid_at=paid_at, handling_days=days, calendar=calendar))
        for pk, paid_at, days in orders
    ]
    if promises:
        _give_parcels(promises, now=now)
        _announce()
    return len(promises)


def _give_parcels(promises, *, now):
    """One statement for the lot: the orders begin their preparation, and each has its parcel."""
    orders, left_by = zip(*promises, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(GIVE_PARCELS, {"orders": list(orders), "left_by": list(left_by), "now": now})


def follow_orders(*, now: datetime) -> int:
    """Parcels end with their orders: cancelled ones go back to the shelf, gone ones are gone."""
    followed = 0
    while batch := _cancel_a_batch(now=now) + _let_go_a_batch(now=now):
        followed += batch
    return followed


@transaction.atomic
def _cancel_a_batch(*, now) -> int:
    return _end(
        Parcel.objects.to_take_apart(),
        note=_("The order was cancelled."),
        now=now,
        status=Parcel.Status.CANCELLED,
    )


@transaction.atomic
def _let_go_a_batch(*, now) -> int:
    """The platform says the order has left. Its own parcel tells that, or ours does."""
    elsewhere = Parcel.objects.left_by_another_door()
    others = Parcel.objects.filter(order=OuterRef("order")).exclude(status__in=Parcel.OPEN)
    told = Exists(others.exclude(status=Parcel.Status.CANCELLED))
    left_at = Coalesce(_of_order("shipped_at"), _of_order("delivered_at"), now)
    note = _("The platform says that the order has left.")
    return (
        _end(elsewhere.filter(told), note=note, now=now, status=Parcel.Status.CANCELLED)
        + _end(
            elsewhere.filter(~told, order__delivered_at=None),
            note=note,
            now=now,
            status=Parcel.Status.SHIPPED,
            shipped_at=left_at,
        )
        + _end(
            elsewhere.filter(~told, order__delivered_at__isnull=False),
            note=note,
            now=now,
            status=Parcel.Status.DELIVERED,
            shipped_at=left_at,
            delivered_at=_of_order("delivered_at"),
        )
    )


def _of_order(field):
    return Subquery(Order.objects.filter(pk=OuterRef("order")).values(field)[:1])


def _end(parcels, *, note, now, status, **changes) -> int:
    """Move a batch of parcels by machine, each with its line of history."""
    ending = dict(
        parcels.select_for_update(skip_locked=True, of=("self",)).values_list("pk", "status")[
            :BATCH
        ]
    )
    if not ending:
        return 0
    Parcel.objects.filter(pk__in=ending).update(status=status, **changes)
    ParcelMove.objects.bulk_create(
        ParcelMove(subject_id=pk, came_from=was, became=status, moved_at=now, note=note)
        for pk, was in ending.items()
    )
    _announce()
    return len(ending)


@transaction.atomic
def pack(parcel: Parcel, *, by, at: datetime) -> None:
    """The box is closed and waits for its label."""
    _order_still_wanted(parcel)
    parcel.pack(by=by, at=at)
    _announce()


@transaction.atomic
def unpack(parcel: Parcel, *, by, at: datetime) -> None:
    """The box is opened again."""
    parcel.unpack(by=by, at=at)
    _announce()


@transaction.atomic
def ship(parcel: Parcel, *, carrier: Carrier | None, tracking_code: str, by, at: datetime) -> None:
    """The parcel leaves the building; with the last one its order is shipped."""
    order = _order_still_wanted(parcel)
    parcel.ship(carrier=carrier, tracking_code=tracking_code, by=by, at=at)
    if order.status not in LEFT and not Parcel.objects.open().filter(order=order).exists():
        order.ship(by=by, at=at)
    _announce()


@transaction.atomic
def deliver(parcel: Parcel, *, by, at: datetime) -> None:
    """The buyer has the parcel; with the last one their order is delivered."""
    order = _hold_order(parcel)
    parcel.deliver(by=by, at=at)
    under_way = [*Parcel.OPEN, Parcel.Status.SHIPPED]
    is_last = not Parcel.objects.filter(order=order, status__in=under_way).exists()
    if is_last and order.status == Order.Status.SHIPPED:
        order.deliver(by=by, at=at)
    _announce()


@transaction.atomic
def lose(parcel: Parcel, *, by, at: datetime, note: str = "") -> None:
    """The carrier cannot find the parcel."""
    parcel.lose(by=by, at=at, note=note)
    _announce()


def _hold_order(parcel) -> Order:
    return Order.objects.select_for_update(no_key=True).get(pk=parcel.order_id)


def _order_still_wanted(parcel) -> Order:
    order = _hold_order(parcel)
    if order.status == Order.Status.CANCELLED:
        raise Refusal(
            _("Order %(order)s was cancelled: do not send it, put the goods back.")
            % {"order": order.number}
        )
    return order


def _announce():
    transaction.on_commit(lambda: events.parcels_changed.send_robust(sender=None))
