"""Two at the care desk: money goes back once, and a second click is no second word."""

from itertools import combinations_with_replacement
from uuid import uuid4

import pytest

from customer_care import actions, joining
from customer_care.models import Conversation, Message
from orders import actions as orders
from orders.models import Refund
from tests.factories import NOON, RefundFactory
from tests.factories.customer_care import ConversationFactory
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


def test_eight_clicks_on_one_note_are_one_note(cara):
    one, words = ConversationFactory(), {"text": "She called.", "form_key": uuid4(), "by": cara}

    notes = all_at_once(*[lambda: actions.note(one, **words, at=NOON)] * CROWD)

    assert set(notes) == {Message.objects.get()}


def test_eight_clicks_on_one_answer_are_one_answer_and_no_refusal(cara):
    one, words = ConversationFactory(), {"text": "Hi", "then": "wait", "version": 1, "by": cara}
    words["form_key"] = uuid4()

    answers = all_at_once(*[lambda: actions.answer(one, **words, at=NOON)] * CROWD)

    assert set(answers) == {Message.objects.get()}


def test_eight_clicks_on_one_call_are_one_conversation(cara):
    words = {"text": "She called.", "form_key": uuid4(), "by": cara, "at": NOON}

    begun = all_at_once(
        *[lambda: actions.begin(Conversation(subject="Lamp", medium="phone"), **words)] * CROWD
    )

    assert set(begun) == {Conversation.objects.get()}
    assert Message.objects.count() == 1


def test_an_answer_and_a_merge_at_once_lead_no_answer_astray(cara):
    one, other = ConversationFactory(), ConversationFactory(email="bruno@example.org")
    words = {"text": "Hi", "then": "wait", "version": 1, "form_key": uuid4()}

    done = all_at_once(
        lambda: actions.answer(one, **words, by=cara, at=NOON),
        lambda: joining.merge(one, into=other, version=1, by=cara, at=NOON),
    )

    assert done.count("refused") == 1
    assert not other.messages.exists()
