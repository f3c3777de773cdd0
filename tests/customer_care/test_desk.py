from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from orders.models import Refund
from tests.factories import (
    NOON,
    OrderFactory,
    OrderLineFactory,
    PaymentFactory,
    RefundFactory,
    ReviewFactory,
)
from tests.reading import HTMX, text

pytestmark = pytest.mark.django_db
DESK = "customer_care:desk"
REFUNDS = {"tab": "refunds"}


def door(verb, refund):
    return reverse(f"customer_care:{verb}", args=[refund.pk])


@pytest.fixture
def caras(as_, cara):
    """Cara's browser."""
    return as_(cara)


# Looking


def test_the_longest_wait_stands_first_and_open(caras):
    RefundFactory(order__number="#young", requested_at=NOON + timedelta(days=1), reason="Broken")
    RefundFactory(order__number="#old", requested_at=NOON, reason="Never came")
    RefundFactory(order__number="#done", paid=True)

    page = text(caras.get(reverse(DESK), REFUNDS))

    assert page.index("Never came") < page.index("Broken")
    assert "Order #old" in page
    assert "#done" not in page
    assert "Late</span>" in page


def test_the_order_is_beside_the_refund(caras):
    order = OrderFactory(number="#1001", buyer_name="Bruna Rossi", status="delivered")
    line = OrderLineFactory(order=order, name="Lampada Aria", quantity=2)
    PaymentFactory(order=order, amount=Decimal("20"))
    RefundFactory(order=order, line=line, reason="Broken on arrival")

    page = text(caras.get(reverse(DESK), REFUNDS))

    for told in ("Bruna Rossi", "2 × Lampada Aria", "€20.00", "Broken on arrival"):
        assert told in page
    assert reverse("logistics:of_order", args=[order.pk]) in page


def test_more_than_was_paid_is_marked(caras):
    order = OrderFactory()
    PaymentFactory(order=order, amount=Decimal("20"))
    RefundFactory(order=order, amount=Decimal("15"), paid=True)
    RefundFactory(order=order, amount=Decimal("6"))

    assert "more than what was paid" in text(caras.get(reverse(DESK), REFUNDS))


def test_an_unknown_payment_accuses_nobody(caras):
    RefundFactory(amount=Decimal("500"))

    page = text(caras.get(reverse(DESK), REFUNDS))

    assert "more than what was paid" not in page
    assert "not known" in page


def test_a_refund_whose_order_never_came_is_shown(caras):
    RefundFactory(order=None, external_id="R-77")

    page = text(caras.get(reverse(DESK), REFUNDS))

    assert "R-77" in page
    assert "has not come with any import yet" in page


def test_htmx_gets_the_desk_and_the_back_button_the_page(caras):
    RefundFactory()

    part = caras.get(reverse(DESK), REFUNDS, headers=HTMX)
    page = caras.get(reverse(DESK), REFUNDS, headers=HTMX | {"HX-History-Restore-Request": "true"})

    assert "<html" not in text(part)
    assert "HX-Request" in part["Vary"]
    assert "<html" in text(page)


def test_the_list_refreshes_without_what_is_typed_beside_it(caras):
    refund = RefundFactory()

    headers = HTMX | {"HX-Target": "waiting"}
    part = text(caras.get(reverse(DESK), {"refund": refund.pk}, headers=headers))

    assert part.strip().startswith("<ol")
    assert "<textarea" not in part
    assert "is-open" in part


def test_an_empty_desk_says_what_would_fill_it(caras):
    assert "No refund waits" in text(caras.get(reverse(DESK), REFUNDS))
    assert "No unhappy buyer" in text(caras.get(reverse(DESK), {"tab": "reviews"}))


def test_low_reviews_of_late_have_their_tab(caras):
    now = timezone.now()
    ReviewFactory(score=1, title="Awful", reviewed_at=now)
    ReviewFactory(score=2, title="Poor", reviewed_at=now)
    ReviewFactory(score=3, title="So so", reviewed_at=now)
    ReviewFactory(score=1, title="Long ago", reviewed_at=now - timedelta(days=31))

    page = text(caras.get(reverse(DESK), {"tab": "reviews"}))

    assert [title in page for title in ("Awful", "Poor", "So so", "Long ago")] == [
        True,
        True,
        False,
        False,
    ]


def test_an_unanswered_review_stands_before_an_answered_one(caras):
    now = timezone.now()
    ReviewFactory(score=1, title="Answered", reviewed_at=now, answered_at=now)
    ReviewFactory(score=1, title="Silence", reviewed_at=now - timedelta(days=3))

    page = text(caras.get(reverse(DESK), {"tab": "reviews"}))

    assert page.index("Silence") < page.index("Answered")


@pytest.mark.parametrize("tab", ["refunds", "reviews"])
def test_more_rows_cost_no_more_queries(caras, tab, django_assert_max_num_queries):
    for refund in RefundFactory.create_batch(20):
        OrderLineFactory.create_batch(3, order=refund.order)
    ReviewFactory.create_batch(20, score=1, reviewed_at=timezone.now())

    with django_assert_max_num_queries(16):
        caras.get(reverse(DESK), {"tab": tab})


@pytest.mark.parametrize("pk", ["x", "9" * 30, "-1", "²", "0"])
def test_an_address_that_makes_no_sense_shows_the_desk(caras, pk):
    RefundFactory()

    assert caras.get(reverse(DESK), {"refund": pk}).status_code == 200


def test_strangers_find_nothing(as_, stella, wanda):
    refund = RefundFactory()

    for browser in (as_(stella), as_(wanda)):
        assert browser.get(reverse(DESK), REFUNDS).status_code == 404
        assert browser.get(refund.get_absolute_url()).status_code == 404
        assert browser.post(door("pay", refund)).status_code == 404


def test_an_outsider_sees_just_the_refund_handed_over(as_, stella):
    mine, other = RefundFactory.create_batch(2)
    assign_perm("orders.view_refund", stella, mine)

    assert as_(stella).get(mine.get_absolute_url()).status_code == 200
    assert as_(stella).get(other.get_absolute_url()).status_code == 404


# Deciding


def test_paid_back_is_a_click_and_the_next_one_opens(caras, cara):
    refund = RefundFactory(requested_at=NOON)
    RefundFactory(requested_at=NOON + timedelta(hours=1), reason="The next")

    answer = caras.post(door("pay", refund), headers=HTMX)

    refund.refresh_from_db()
    assert answer.status_code == 200
    assert "€10.00: Paid back" in text(answer)
    assert "The next" in text(answer)
    assert (refund.status, refund.moves.get().moved_by) == (Refund.Status.PAID, cara)
    assert refund.refunded_at


def test_a_browser_without_scripts_comes_to_the_record(caras):
    refund = RefundFactory()

    response = caras.post(door("pay", refund))

    assert response["Location"] == refund.get_absolute_url()
    assert "Paid back" in text(caras.get(response["Location"]))


def test_a_refusal_needs_its_reason(caras):
    refund = RefundFactory()

    part = caras.post(door("refuse", refund), {"note": " "}, headers=HTMX)
    page = caras.post(door("refuse", refund), {"note": ""})

    refund.refresh_from_db()
    assert (part.status_code, page.status_code) == (422, 422)
    assert "<html" not in text(part)
    assert "<html" in text(page)
    assert "<details open>" in text(part)
    assert refund.status == Refund.Status.REQUESTED


def test_a_refusal_keeps_its_reason(caras):
    refund = RefundFactory()

    caras.post(door("refuse", refund), {"note": "Used for a year."})

    refund.refresh_from_db()
    page = text(caras.get(refund.get_absolute_url()))
    assert refund.status == Refund.Status.REFUSED
    assert "Used for a year." in page
    assert "Cara" in page


@pytest.mark.parametrize("first", ["pay", "refuse"])
@pytest.mark.parametrize("second", ["pay", "refuse"])
def test_a_decided_refund_is_refused_politely(caras, first, second):
    refund = RefundFactory()
    caras.post(door(first, refund), {"note": "No."})

    answer = caras.post(door(second, refund), {"note": "No."}, headers=HTMX)

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#refusal"
    assert refund.moves.count() == 1


def test_who_may_only_look_decides_nothing(as_, hired):
    refund = RefundFactory()
    browser = as_(hired("ada", "accounting"))

    page = text(browser.get(refund.get_absolute_url()))

    assert door("pay", refund) not in page
    assert browser.post(door("pay", refund)).status_code == 404


def test_an_order_shows_its_refunds(caras):
    refund = RefundFactory(paid=True)
    RefundFactory(amount=Decimal("77"))

    part = text(caras.get(reverse("customer_care:of_order", args=[refund.order_id])))

    assert part.strip().startswith("<section")
    assert "€10.00" in part
    assert "€77" not in part
