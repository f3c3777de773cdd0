"""The pages of orders and customers."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from guardian.shortcuts import assign_perm

from catalog.models import Channel
from orders import history
from tests.factories import (
    NOON,
    ChannelFactory,
    CustomerFactory,
    OrderFactory,
    OrderLineFactory,
    PaymentFactory,
    RefundFactory,
    ReviewFactory,
    VariantFactory,
)

pytestmark = pytest.mark.django_db
ORDERS, CUSTOMERS = reverse("orders:orders"), reverse("orders:customers")


def page(browser, url, **asked):
    response = browser.get(url, asked)
    assert response.status_code == 200
    return response.content.decode()


def an_order(lines=2):
    order = OrderFactory(customer=CustomerFactory(), buyer_name="Bruna Buyer", paid=True)
    for _number in range(lines):
        OrderLineFactory(order=order, variant=VariantFactory())
    PaymentFactory(order=order, method="card")
    RefundFactory(order=order, reason="Broken")
    ReviewFactory(order=order, score=2, text="It hums.")
    return order


def test_an_order_tells_the_whole_story(as_, gwen):
    order = an_order()

    shown = page(as_(gwen), order.get_absolute_url())

    for words in (order.number, "Bruna Buyer", "€20.00", "card", "Broken", "It hums.", "Paid"):
        assert words in shown
    assert reverse("logistics:of_order", args=[order.pk]) in shown
    assert reverse("customer_care:of_order", args=[order.pk]) in shown


def test_the_warehouse_sees_no_refund_of_an_order(as_, wanda):
    order = an_order()

    shown = page(as_(wanda), order.get_absolute_url())

    assert "Broken" not in shown
    assert reverse("customer_care:of_order", args=[order.pk]) not in shown
    assert order.customer.get_absolute_url() not in shown


def test_our_own_move_and_the_platforms_moment_are_one_event(gwen):
    order = OrderFactory()
    order.pay(by=gwen, at=NOON + timedelta(hours=1))

    events = history.events_of(order)

    assert [event.text for event in events] == ["Paid", "Placed"]
    assert events[0].by == "Gwen"


def test_imported_moments_are_history_too():
    order = OrderFactory(paid_at=NOON, shipped_at=NOON + timedelta(days=1), status="shipped")

    assert next(event.text for event in history.events_of(order)) == "Shipped"


def test_an_order_page_asks_as_often_for_forty_lines_as_for_one(
    as_, gwen, django_assert_max_num_queries
):
    browser = as_(gwen)
    short, long = an_order(lines=1), an_order(lines=40)
    browser.get(short.get_absolute_url())

    with django_assert_max_num_queries(15) as of_short:
        browser.get(short.get_absolute_url())
    with django_assert_max_num_queries(15) as of_long:
        browser.get(long.get_absolute_url())

    assert len(of_short) == len(of_long)


@pytest.mark.parametrize("url", [ORDERS, CUSTOMERS])
def test_a_list_asks_as_often_for_a_thousand_as_for_ten(
    as_, gwen, url, django_assert_max_num_queries
):
    browser = as_(gwen)
    OrderFactory.create_batch(10, customer=CustomerFactory())
    CustomerFactory.create_batch(9)
    browser.get(url)

    with django_assert_max_num_queries(8) as of_ten:
        browser.get(url)
    many(1000)
    with django_assert_max_num_queries(8) as of_a_thousand:
        browser.get(url)

    assert len(of_ten) == len(of_a_thousand)


def many(number):
    channel = Channel.objects.get()
    customers = [CustomerFactory.build(channel=channel) for _n in range(number)]
    type(customers[0]).objects.bulk_create(customers)
    orders = [OrderFactory.build(channel=channel, customer=customer) for customer in customers]
    type(orders[0]).objects.bulk_create(orders)


def test_an_outsider_sees_just_what_was_handed_over(as_, stella):
    handed, other = OrderFactory(), OrderFactory()
    assign_perm("orders.view_order", stella, handed)
    browser = as_(stella)

    assert handed.number in page(browser, ORDERS)
    assert other.number not in page(browser, ORDERS)
    assert browser.get(handed.get_absolute_url()).status_code == 200
    assert browser.get(other.get_absolute_url()).status_code == 404
    assert other.number not in page(browser, reverse("orders:search"), q=other.number)


def test_the_writer_finds_no_order_and_no_customer(as_, walt):
    order = OrderFactory(customer=CustomerFactory(), buyer_name="Bruna")
    browser = as_(walt)

    for url in (ORDERS, CUSTOMERS, order.get_absolute_url(), order.customer.get_absolute_url()):
        assert browser.get(url).status_code == 404
    assert "Bruna" not in page(browser, reverse("orders:search"), q="bruna")


def test_a_customer_spent_each_currency_for_itself(as_, gwen):
    bruna = CustomerFactory()
    OrderFactory(customer=bruna, total=Decimal("10"))
    OrderFactory(customer=bruna, total=Decimal("7"), currency="GBP")
    OrderFactory(customer=bruna, total=Decimal("1000"), cancelled=True)

    response = as_(gwen).get(bruna.get_absolute_url())

    assert [(row["currency"], row["spent"]) for row in response.context["spent"]] == [
        ("EUR", Decimal("10")),
        ("GBP", Decimal("7")),
    ]
    assert response.context["span"]["number"] == 3


def test_a_customer_who_never_bought_has_a_page(as_, gwen):
    shown = page(as_(gwen), CustomerFactory().get_absolute_url())

    assert "No order of theirs is known." in shown


def test_customers_are_counted_with_their_orders(as_, gwen):
    bruna = CustomerFactory()
    OrderFactory.create_batch(2, customer=bruna)

    response = as_(gwen).get(CUSTOMERS)

    assert [row.number_of_orders for row in response.context["listing"].rows] == [2]


def test_customers_are_found_by_name_mail_and_channel(as_, gwen):
    bruna = CustomerFactory(name="Bruna", email="bruna@a.it")
    amazon = ChannelFactory(code="amazon")
    anna = CustomerFactory(name="Anna", email="anna@b.it", channel=amazon)
    browser = as_(gwen)

    def found(**asked):
        return [row.pk for row in browser.get(CUSTOMERS, asked).context["listing"].rows]

    assert found(q="bruna@a") == [bruna.pk]
    assert found(channel=amazon.pk) == [anna.pk]
    assert found() == [anna.pk, bruna.pk]


def test_search_shows_few_orders_and_customers(as_, gwen):
    OrderFactory.create_batch(7, buyer_name="Rossi")
    CustomerFactory(name="Rossi")

    response = as_(gwen).get(reverse("orders:search"), {"q": "ros"})

    assert len(response.context["orders"]) == 5
    assert len(response.context["customers"]) == 1
    assert b"<html" not in response.content
