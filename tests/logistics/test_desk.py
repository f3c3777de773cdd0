from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from logistics.models import Parcel
from tests.factories import CarrierFactory, OrderFactory, OrderLineFactory, ParcelFactory
from tests.reading import HTMX, text

pytestmark = pytest.mark.django_db
DESK = "logistics:desk"
HOUR = timedelta(hours=1)


def door(verb, parcel):
    return reverse(f"logistics:{verb}", args=[parcel.pk])


@pytest.fixture
def wandas(as_, wanda):
    """Wanda's browser."""
    return as_(wanda)


# Looking


def test_a_browser_gets_the_page(wandas):
    parcel = ParcelFactory()

    page = text(wandas.get(reverse(DESK)))

    assert "<html" in page
    assert parcel.order.number in page


def test_htmx_gets_the_bench(wandas):
    parcel = ParcelFactory()

    response = wandas.get(reverse(DESK), {"parcel": parcel.pk}, headers=HTMX)

    assert "<html" not in text(response)
    assert 'id="bench"' in text(response)
    assert "HX-Request" in response["Vary"]


def test_the_queue_refreshes_without_the_bench(wandas):
    """What is being typed at the bench stays."""
    ParcelFactory()

    answer = text(wandas.get(reverse(DESK), headers=HTMX | {"HX-Target": "queue"}))

    assert 'id="queue"' in answer
    assert 'id="bench"' not in answer
    assert "autofocus" not in answer


def test_the_back_button_gets_the_page_again(wandas):
    headers = HTMX | {"HX-History-Restore-Request": "true"}

    assert "<html" in text(wandas.get(reverse(DESK), headers=headers))


def test_what_leaves_first_stands_first(wandas):
    now = timezone.now()
    ParcelFactory(order__number="#never", promised_for=None)
    ParcelFactory(order__number="#later", promised_for=now + HOUR)
    ParcelFactory(order__number="#late", promised_for=now - HOUR)

    page = text(wandas.get(reverse(DESK)))

    assert page.index("#late") < page.index("#later") < page.index("#never")
    assert "Late</span>" in page


@pytest.mark.parametrize(
    ("show", "shown"),
    [("late", {"#late"}), ("packed", {"#packed"}), ("", {"#late", "#packed", "#far"})],
)
def test_a_figure_opens_its_parcels(wandas, show, shown):
    now = timezone.now()
    ParcelFactory(order__number="#late", promised_for=now - HOUR)
    ParcelFactory(order__number="#packed", promised_for=now + 72 * HOUR, packed=True)
    ParcelFactory(order__number="#far", promised_for=now + 72 * HOUR)
    ParcelFactory(order__number="#gone", shipped=True)

    queue = text(wandas.get(reverse(DESK), {"show": show}, headers=HTMX | {"HX-Target": "queue"}))

    assert {one for one in ("#late", "#packed", "#far", "#gone") if one in queue} == shown


def test_an_empty_desk_says_what_would_fill_it(wandas):
    page = text(wandas.get(reverse(DESK)))

    assert "Everything has left" in page
    assert "when an order is paid" in page


@pytest.mark.parametrize("who", ["stella", "walt"])
def test_strangers_find_no_desk(request, as_, who):
    browser = as_(request.getfixturevalue(who))

    assert browser.get(reverse(DESK)).status_code == 404


def test_more_parcels_cost_no_more_queries(wandas, django_assert_max_num_queries):
    for parcel in ParcelFactory.create_batch(30):
        OrderLineFactory.create_batch(3, order=parcel.order)

    with django_assert_max_num_queries(16):
        wandas.get(reverse(DESK), {"parcel": parcel.pk})


# Scanning


@pytest.mark.parametrize("scan", ["#1001", "1001", "T-77"])
def test_a_scan_lays_the_parcel_on_the_bench(wandas, scan):
    parcel = ParcelFactory(order__number="#1001", tracking_code="T-77")
    OrderLineFactory(order=parcel.order, quantity=3, name="Lampada Aria", sku="ARIA-3")

    answer = text(wandas.get(reverse(DESK), {"scan": scan}, headers=HTMX))

    assert "Lampada Aria" in answer
    assert "ARIA-3" in answer
    assert "3 ×" in answer


def test_of_several_parcels_the_one_still_here_is_laid_down(wandas):
    order = OrderFactory(number="#1001", status="in_preparation")
    ParcelFactory(order=order, shipped=True, external_id="first")
    here = ParcelFactory(order=order, promised_for=None)

    answer = text(wandas.get(reverse(DESK), {"scan": "#1001"}, headers=HTMX))

    assert door("pack", here) in answer


@pytest.mark.parametrize("scan", ["#9999", "", "#", "a\x00b", "x" * 300, "%"])
def test_an_unknown_scan_is_answered_not_crashed(wandas, scan):
    ParcelFactory(order__number="#1001")

    response = wandas.get(reverse(DESK), {"scan": scan}, headers=HTMX)

    assert response.status_code == 422
    assert 'id="scan"' in text(response)


@pytest.mark.parametrize("pk", ["", "x", "9" * 30, "-1", "²"])
def test_an_address_that_makes_no_sense_shows_the_desk(wandas, pk):
    assert wandas.get(reverse(DESK), {"parcel": pk}).status_code == 200


def test_the_field_that_comes_next_has_the_focus(wandas):
    to_pick = ParcelFactory()
    packed = ParcelFactory(packed=True)
    CarrierFactory()

    bare = text(wandas.get(reverse(DESK)))
    picking = text(wandas.get(reverse(DESK), {"parcel": to_pick.pk}))
    labelling = text(wandas.get(reverse(DESK), {"parcel": packed.pk}))

    assert [page.count("autofocus") for page in (bare, picking, labelling)] == [1, 1, 1]
    assert "autofocus" in labelling.split('name="tracking_code"')[1].split(">")[0]


# Packing and shipping


def test_one_press_packs(wandas, wanda):
    parcel = ParcelFactory()

    response = wandas.post(door("pack", parcel), headers=HTMX)

    parcel.refresh_from_db()
    assert response.status_code == 200
    assert "parcels-changed" in response["HX-Trigger"]
    assert 'name="tracking_code"' in text(response)
    assert (parcel.status, parcel.moves.get().moved_by) == (Parcel.Status.PACKED, wanda)


def test_a_browser_without_scripts_comes_back_to_the_bench(wandas):
    parcel = ParcelFactory()

    response = wandas.post(door("pack", parcel))

    assert response.status_code == 302
    assert response["Location"] == f"{reverse(DESK)}?parcel={parcel.pk}"


def test_a_box_can_be_opened_again(wandas):
    parcel = ParcelFactory(packed=True)

    answer = wandas.post(door("unpack", parcel), headers=HTMX)

    parcel.refresh_from_db()
    assert parcel.status == Parcel.Status.TO_PICK
    assert door("pack", parcel) in text(answer)


def test_a_label_ships_it(wandas):
    parcel, carrier = ParcelFactory(packed=True), CarrierFactory()

    label = {"carrier": carrier.pk, "tracking_code": " T9 "}
    answer = wandas.post(door("ship", parcel), label, headers=HTMX)

    parcel.refresh_from_db()
    assert answer.status_code == 200
    assert f"Order {parcel.order.number} has left with BRT, T9." in text(answer)
    assert (parcel.status, parcel.tracking_code) == (Parcel.Status.SHIPPED, "T9")
    assert parcel.carrier == carrier


def test_the_carrier_is_remembered(wandas):
    CarrierFactory()
    usual = CarrierFactory(name="GLS")
    first, second = ParcelFactory.create_batch(2, packed=True)

    wandas.post(door("ship", first), {"carrier": usual.pk, "tracking_code": "T9"})

    page = text(wandas.get(reverse(DESK), {"parcel": second.pk}))
    assert f'<option value="{usual.pk}" selected>' in page


def test_a_shop_without_carriers_can_ship(wandas):
    parcel = ParcelFactory(packed=True)

    answer = wandas.post(door("ship", parcel), {"tracking_code": "T9"}, headers=HTMX)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "This field is required"),
        ("x" * 65, "at most 64"),
        ("#1001", "number of order #1001"),
        ("1002", "number of order #1002"),
        ("T8", "already on the parcel of order #1002"),
    ],
)
def test_a_slip_of_the_scanner_is_asked_again(wandas, code, reason):
    parcel = ParcelFactory(packed=True, order__number="#1001")
    ParcelFactory(shipped=True, order__number="#1002", tracking_code="T8")
    label = {"carrier": CarrierFactory().pk, "tracking_code": code}

    answer = wandas.post(door("ship", parcel), label, headers=HTMX)

    parcel.refresh_from_db()
    assert answer.status_code == 422
    assert reason in text(answer)
    assert parcel.status == Parcel.Status.PACKED


def test_a_browser_is_asked_again_with_the_page(wandas):
    parcel = ParcelFactory(packed=True)

    answer = wandas.post(door("ship", parcel), {"tracking_code": ""})

    assert answer.status_code == 422
    assert "<html" in text(answer)


@pytest.mark.parametrize("verb", ["ship", "pack", "unpack", "deliver", "lose"])
def test_a_second_click_is_refused_politely(wandas, verb):
    trait = {"ship": {"packed": True}, "unpack": {"packed": True}}.get(verb, {})
    trait = {"shipped": True} if verb in ("deliver", "lose") else trait
    status = "shipped" if verb in ("deliver", "lose") else "in_preparation"
    parcel = ParcelFactory(order=OrderFactory(status=status), **trait)
    label = {"carrier": CarrierFactory().pk, "tracking_code": "T9"}

    wandas.post(door(verb, parcel), label)
    label["tracking_code"] = "T9"
    answer = wandas.post(door(verb, parcel), label, headers=HTMX)

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#refusal"
    assert parcel.moves.count() == 1


def test_a_cancelled_order_warns_the_packer(wandas):
    parcel = ParcelFactory(order=OrderFactory(cancelled=True, number="#1001"))

    laid = text(wandas.get(reverse(DESK), {"scan": "#1001"}, headers=HTMX))
    pressed = wandas.post(door("pack", parcel), headers=HTMX)

    assert "Cancelled: do not send." in laid
    assert door("pack", parcel) not in laid
    assert pressed.status_code == 409
    assert "do not send it" in text(pressed)


def test_the_bench_tells_what_happened_meanwhile(wandas):
    parcel = ParcelFactory(packed=True)
    watch = door("watch", parcel)

    calm = text(wandas.get(watch, {"seen": "packed"}, headers=HTMX))
    moved = text(wandas.get(watch, {"seen": "to_pick"}, headers=HTMX))
    parcel.order.cancel(by=None, at=timezone.now())
    cancelled = text(wandas.get(watch, {"seen": "packed"}, headers=HTMX))

    assert "alert" not in calm
    assert "Meanwhile it became “Packed”" in moved
    assert "do not send" in cancelled


@pytest.mark.parametrize("verb", ["pack", "unpack", "ship", "deliver", "lose"])
def test_who_may_only_look_moves_nothing(as_, cara, verb):
    parcel = ParcelFactory()

    assert as_(cara).post(door(verb, parcel)).status_code == 404
    assert as_(cara).get(door(verb, parcel)).status_code == 405
