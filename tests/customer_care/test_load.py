"""How much work customers make: measured where there is enough to measure."""

from datetime import timedelta
from decimal import Decimal

import pytest

from customer_care import load
from customer_care.models import CareSetting
from tests.factories import NOON, OrderFactory
from tests.factories.customer_care import ConversationFactory, MessageFactory

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(days=1)


def test_the_contact_rate_counts_the_last_90_days():
    OrderFactory.create_batch(100)
    OrderFactory.create_batch(5, cancelled=True)
    OrderFactory.create_batch(5, placed_at=NOW - timedelta(days=91))
    into = ConversationFactory()
    ConversationFactory.create_batch(11)
    ConversationFactory(status="merged", merged_into=into)
    ConversationFactory(opened_at=NOW - timedelta(days=91))

    assert load.contact_rate(NOW) == 0.12


def test_a_young_shop_has_the_usual_rate():
    OrderFactory.create_batch(10)

    assert load.contact_rate(NOW) == load.USUAL_RATE


def answers(minutes):
    one = ConversationFactory()
    for taken in minutes:
        MessageFactory(
            conversation=one,
            answer=True,
            written_at=NOON,
            looked_at=NOON - timedelta(minutes=taken),
            sent_at=NOON,
        )


def test_minutes_are_the_median_from_look_to_answer():
    answers([*[4] * 10, *[6] * 11, *[60] * 10, *[600] * 20])  # a night is no work

    assert load.handling_minutes(NOW) == 6
    assert load.handling_minutes(NOW + timedelta(days=100)) == 9


def test_few_answers_say_less_than_what_was_typed_in():
    answers([1] * 5)
    CareSetting.objects.create(pk=1, handling_minutes=Decimal("7.5"))

    assert load.handling_minutes(NOW) == 7.5
