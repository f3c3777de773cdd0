"""Two at the care desk: money goes back once."""

from itertools import combinations_with_replacement

import pytest

from orders import actions as orders
from orders.models import Refund
from tests.factories import NOON, RefundFactory
from tests.logistics.crowd import CROWD, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
VERBS = {
    "pay": lambda refund: orders.pay_refund(refund, by=None, at=NOON),
    "refuse": lambda refund: orders.refuse_refund(refund, note="No.", by=None, at=NOON),
}


def test_eight_hands_pay_one_refund_once():
    refund = RefundFactory()
    looks = [Refund.objects.get(pk=refund.pk) for _ in range(CROWD)]

    answers = all_at_once(*[lambda look=look: VERBS["pay"](look) for look in looks])

    assert answers.count("refused") == CROWD - 1
    assert refund.moves.count() == 1


@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement(VERBS, 2)))
def test_of_two_decisions_one_stands(one, other):
    refund = RefundFactory()
    looks = [Refund.objects.get(pk=refund.pk) for _ in range(2)]

    answers = all_at_once(lambda: VERBS[one](looks[0]), lambda: VERBS[other](looks[1]))

    assert answers.count("refused") == 1
    assert refund.moves.count() == 1
