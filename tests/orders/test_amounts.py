"""What an order comes to is kept beside it, and right whoever writes its lines."""

from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum
from django.urls import reverse

from config.lib import seeds
from orders.amounts import REVENUE
from orders.models import Order, OrderLine
from tests.factories import CustomerFactory, OrderFactory, OrderLineFactory
from tests.logistics.crowd import held_up

pytestmark = pytest.mark.django_db
ORDERS = reverse("orders:orders")


def kept():
    return dict(Order.objects.values_list("pk", "revenue"))


def added_up():
    """The revenue of each order, out of its lines."""
    return dict(Order.objects.annotate(sum=Sum(lines_revenue())).values_list("pk", "sum"))


def lines_revenue():
    return F("lines__unit_price") * F("lines__quantity")


def test_the_definition_is_the_lines_own():
    OrderLineFactory(quantity=3, unit_price=Decimal("1.2345"))

    assert OrderLine.objects.aggregate(sum=Sum(REVENUE))["sum"] == Decimal("3.7035")
    assert list(added_up().values()) == [Decimal("3.7035")]


def by_sql(statement):
    def write(first, second):
        with connection.cursor() as cursor:
            cursor.execute(statement, [first.pk])

    return write


def make_many(first, second):
    orders = (first, second, first)
    OrderLine.objects.bulk_create(
        OrderLineFactory.build(order=order, unit_price=Decimal(7)) for order in orders
    )


@pytest.mark.parametrize(
    "write",
    [
        make_many,
        lambda first, second: first.lines.update(quantity=F("quantity") + 2),
        lambda first, second: OrderLine.objects.update(unit_price=Decimal("0.0005")),
        lambda first, second: first.lines.update(order=second),
        lambda first, second: first.lines.first().delete(),
        lambda first, second: OrderLine.objects.all().delete(),
        lambda first, second: second.delete(),
        by_sql("DELETE FROM orders_orderline WHERE order_id <> %s"),
        by_sql(
            "INSERT INTO orders_orderline (order_id, external_id, product_ref, sku, name, quantity,"
            " unit_price, discount, shipping_charged) VALUES (%s, 'x', '', '', '', 9, 9, 0, 0)"
        ),
    ],
)
def test_whoever_writes_lines_the_revenue_is_their_sum(write):
    first, second, _without_lines = OrderFactory.create_batch(3)
    for order in (first, first, second):
        OrderLineFactory(order=order, quantity=2)
    before = kept()

    write(first, second)

    assert kept() == added_up() != before


def test_lines_copied_in_unseen_are_added_up_too():
    order = OrderFactory()

    with seeds.trusted():
        make_many(order, order)

    assert kept() == added_up() == {order.pk: 21}


def test_without_lines_the_revenue_is_not_known():
    OrderFactory()

    assert list(kept().values()) == [None]


@pytest.mark.django_db(transaction=True)
def test_two_who_add_lines_at_once_count_each_others():
    order = OrderFactory()

    with transaction.atomic():
        OrderLineFactory(order=order)
        other = held_up(lambda: OrderLineFactory(order=order))
    other.result()

    assert kept() == added_up() == {order.pk: 20}


def test_an_order_comes_to_its_total_or_to_its_lines():
    from_platform = OrderFactory(total=Decimal("99"))
    OrderLineFactory(order=from_platform)
    summed = OrderFactory(shipping_charged=Decimal("5"), discount=Decimal("2"))
    OrderLineFactory(order=summed, quantity=3, unit_price=Decimal("10"))
    OrderLineFactory(order=summed)
    without_lines = OrderFactory(shipping_charged=Decimal("4"))

    amounts = dict(Order.objects.values_list("pk", "amount"))

    assert amounts == {from_platform.pk: 99, summed.pk: 43, without_lines.pk: 4}


def test_orders_are_sorted_by_what_they_come_to(as_, gwen):
    small, none, big = (
        OrderFactory(total=9),
        OrderFactory(),
        OrderFactory(customer=CustomerFactory()),
    )
    OrderLineFactory(order=big)
    browser = as_(gwen)

    def found(sort):
        return [order.pk for order in browser.get(ORDERS, {"sort": sort}).context["listing"].rows]

    assert found("-amount") == [big.pk, small.pk, none.pk]
    assert found("amount") == [none.pk, small.pk, big.pk]
