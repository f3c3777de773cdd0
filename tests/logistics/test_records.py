from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from logistics.models import Parcel
from tests.factories import NOON, CarrierFactory, OrderFactory, OrderLineFactory, ParcelFactory
from tests.reading import text

pytestmark = pytest.mark.django_db


def on_the_way(**fields):
    order = OrderFactory(status="shipped", shipped_at=NOON)
    return ParcelFactory(order=order, shipped=True, **fields)


# The list


def test_the_list_finds_by_order_buyer_and_label(as_, wanda):
    ParcelFactory(order__number="#1001", order__buyer_name="Bruna Rossi")
    ParcelFactory(order__number="#2002", tracking_code="T77")
    browser, url = as_(wanda), reverse("logistics:parcels")

    assert "#2002" not in text(browser.get(url, {"q": "ross"}))
    assert "#1001" in text(browser.get(url, {"q": "1001"}))
    assert "#2002" in text(browser.get(url, {"q": "T7"}))


def test_the_list_can_be_taken_away(as_, wanda):
    ParcelFactory(order__number="=1+1")

    response = as_(wanda).get(reverse("logistics:parcels"), {"format": "csv"})

    body = b"".join(response).decode() if response.streaming else text(response)
    assert "'=1+1" in body


@pytest.mark.parametrize("sort", ["promised", "-shipped", "delivered", "opened", "nonsense"])
def test_the_list_sorts(as_, wanda, sort):
    ParcelFactory()

    assert as_(wanda).get(reverse("logistics:parcels"), {"sort": sort}).status_code == 200


def test_an_empty_list_says_what_would_fill_it(as_, wanda):
    assert "No parcels yet" in text(as_(wanda).get(reverse("logistics:parcels")))


def test_a_longer_list_costs_no_more_queries(as_, wanda, django_assert_max_num_queries):
    ParcelFactory.create_batch(30, carrier=CarrierFactory())
    browser = as_(wanda)

    with django_assert_max_num_queries(14):
        browser.get(reverse("logistics:parcels"))


# The record


def test_the_record_tells_what_is_in_it_and_what_happened(as_, wanda):
    parcel = on_the_way(tracking_code="T9", carrier=CarrierFactory())
    OrderLineFactory(order=parcel.order, quantity=2, name="Lampada Aria")
    parcel.lose(by=wanda, at=timezone.now(), note="Not in the depot.")

    page = text(as_(wanda).get(parcel.get_absolute_url()))

    for told in ("Lampada Aria", "https://carrier.example/T9", "Not in the depot.", "Wanda"):
        assert told in page


def test_a_stranger_finds_no_parcel(as_, stella, walt):
    parcel = ParcelFactory()

    assert as_(stella).get(parcel.get_absolute_url()).status_code == 404
    assert as_(walt).get(parcel.get_absolute_url()).status_code == 404


def test_an_outsider_sees_just_the_parcel_handed_over(as_, stella):
    mine, other = ParcelFactory.create_batch(2)
    assign_perm("logistics.view_parcel", stella, mine)
    browser = as_(stella)

    assert browser.get(mine.get_absolute_url()).status_code == 200
    assert browser.get(other.get_absolute_url()).status_code == 404
    assert other.order.number not in text(browser.get(reverse("logistics:parcels")))


def test_the_record_costs_the_same_for_a_long_history(as_, wanda, django_assert_max_num_queries):
    parcel = ParcelFactory()
    OrderLineFactory.create_batch(20, order=parcel.order)
    for _ in range(5):
        parcel.pack(by=wanda, at=timezone.now())
        parcel.unpack(by=wanda, at=timezone.now())
    browser = as_(wanda)

    with django_assert_max_num_queries(14):
        browser.get(parcel.get_absolute_url())


def test_delivered_is_a_click(as_, wanda):
    parcel = on_the_way()

    response = as_(wanda).post(reverse("logistics:deliver", args=[parcel.pk]))

    parcel.refresh_from_db()
    parcel.order.refresh_from_db()
    assert response["Location"] == parcel.get_absolute_url()
    assert (parcel.status, parcel.order.status) == ("delivered", "delivered")


def test_a_loss_says_what_the_carrier_said(as_, wanda):
    parcel = on_the_way()

    as_(wanda).post(reverse("logistics:lose", args=[parcel.pk]), {"note": "Not in the depot."})

    parcel.refresh_from_db()
    assert parcel.status == Parcel.Status.LOST
    assert parcel.moves.get().note == "Not in the depot."


def test_too_long_a_story_is_asked_again(as_, wanda):
    parcel = on_the_way()

    answer = as_(wanda).post(reverse("logistics:lose", args=[parcel.pk]), {"note": "x" * 501})

    assert answer.status_code == 422
    assert "at most 500" in text(answer)


# Panels


def test_an_order_shows_its_parcels(as_, cara):
    parcel = on_the_way(tracking_code="T9", carrier=CarrierFactory())
    ParcelFactory(order__number="#elsewhere")

    part = text(as_(cara).get(reverse("logistics:of_order", args=[parcel.order_id])))

    assert part.strip().startswith("<section")
    assert "T9" in part
    assert "#elsewhere" not in part


def test_an_order_without_a_parcel_says_when_one_comes(as_, cara):
    part = text(as_(cara).get(reverse("logistics:of_order", args=[OrderFactory().pk])))

    assert "when the order is paid" in part


def test_late_parcels_have_a_panel(as_, gwen):
    now = timezone.now()
    late = ParcelFactory(promised_for=now - timedelta(hours=2))
    early = ParcelFactory(promised_for=now + timedelta(hours=2))

    part = text(as_(gwen).get(reverse("logistics:late_panel")))

    assert part.strip().startswith("<section")
    assert late.order.number in part
    assert early.order.number not in part


def test_search_finds_by_number_and_label(as_, wanda):
    ParcelFactory(order__number="#1001")
    ParcelFactory(order__number="#2002", tracking_code="T77")
    browser, url = as_(wanda), reverse("logistics:search")

    assert "#1001" in text(browser.get(url, {"q": "1001"}))
    assert "#2002" in text(browser.get(url, {"q": "T77"}))
    assert "#" not in text(browser.get(url, {"q": "nothing\x00"})).replace('"#', "")
