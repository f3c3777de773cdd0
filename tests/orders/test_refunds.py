"""Money that goes back, or does not."""

from decimal import Decimal

import pytest
from django.utils import translation

from config.lib.states import IllegalMove
from orders import actions, events
from orders.models import Refund
from tests.factories import NOON, RefundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rings():
    heard = []

    def listen(sender, **kwargs):
        heard.append("rung")

    events.refunds_changed.connect(listen)
    yield heard
    events.refunds_changed.disconnect(listen)


def test_a_refund_is_paid_once(cara, rings, django_capture_on_commit_callbacks):
    refund = RefundFactory()
    stale = type(refund).objects.get(pk=refund.pk)

    with django_capture_on_commit_callbacks(execute=True):
        actions.pay_refund(refund, by=cara, at=NOON)

    with pytest.raises(IllegalMove):
        actions.pay_refund(stale, by=cara, at=NOON)
    assert refund.refunded_at == NOON
    assert refund.moves.get().moved_by == cara
    assert rings == ["rung"]


def test_a_refusal_keeps_its_reason(cara, rings, django_capture_on_commit_callbacks):
    refund = RefundFactory()

    with django_capture_on_commit_callbacks(execute=True):
        actions.refuse_refund(refund, note="Worn for a year.", by=cara, at=NOON)

    assert refund.status == refund.Status.REFUSED
    assert refund.moves.get().note == "Worn for a year."
    assert rings == ["rung"]


def test_what_was_refused_is_not_paid(cara):
    refund = RefundFactory()
    actions.refuse_refund(refund, note="No.", by=cara, at=NOON)

    with pytest.raises(IllegalMove):
        actions.pay_refund(refund, by=cara, at=NOON)


def test_a_refund_is_named_in_its_reader_s_money():
    with translation.override("it"):
        assert str(Refund(amount=Decimal("1234.5"), currency="EUR")) == "1.234,50\xa0€"
    with translation.override("en"):
        assert str(Refund(amount=Decimal("1234.5"), currency="EUR")) == "€1,234.50"
