"""How soon customers are answered, on cases whose answer is known."""

from datetime import timedelta
from itertools import count

from customer_care.models import Conversation
from tests.factories import NOON, OrderFactory

AN_HOUR = timedelta(hours=1)
number = count(1)


def talk(opened_at=NOON, answered_at=None, promised_at=NOON + 4 * AN_HOUR, **fields):
    row = {
        "subject": f"Question {next(number)}",
        "heard_at": opened_at,
        "last_at": opened_at,
        "first_answered_at": answered_at,
        "first_answer_due_at": promised_at,
    }
    return Conversation.objects.create(opened_at=opened_at, **row | fields)


def test_first_answers_are_counted_on_the_day_their_promise_ends(measured):
    talk(answered_at=NOON + 2 * AN_HOUR)
    talk(answered_at=NOON + 5 * AN_HOUR)
    talk()
    talk(promised_at=NOON + timedelta(days=1))

    assert measured("care.first_answer_on_time") == {"2026-06-15": (1, 3)}
    assert measured("care.first_answer_hours") == {"2026-06-15": (7, 2)}
    assert measured("care.conversations") == {"2026-06-15": 4}


def test_what_was_merged_into_another_counts_once(measured):
    first = talk()
    talk(status=Conversation.Status.MERGED, merged_into=first)

    assert measured("care.conversations") == {"2026-06-15": 1}


def test_contacts_are_divided_by_the_orders_that_were_not_cancelled(measured):
    talk()
    OrderFactory.create_batch(4)
    OrderFactory(status="cancelled")

    assert measured("care.contact_rate") == {"2026-06-15": (1, 4)}


def test_solutions_and_those_that_did_not_hold(measured):
    solved = {"status": Conversation.Status.SOLVED, "solved_at": NOON + 6 * AN_HOUR}
    talk(**solved)
    talk(**solved, times_reopened=1)

    assert measured("care.solution_hours") == {"2026-06-15": (12, 2)}
    assert measured("care.reopened") == {"2026-06-15": (1, 2)}
