"""A mail or an answer that kills whoever works on it is parked with words; the next ones go on."""

from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection

from customer_care import jobs, receiving, sending
from customer_care.models import Conversation, Letter, Message
from tests.factories import NOON
from tests.factories.customer_care import ConversationFactory, MessageFactory
from tests.killed import rounds

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = -9
TAKE_IN = """
from django.conf import settings
from config.lib import turns
from customer_care import jobs, receiving
settings.MAILBOX_DIR, settings.IMAP_URL = {folder!r}, ""
understand = receiving.understand
def deadly(raw):
    return die() if b"deadly" in raw else understand(raw)
receiving.understand = deadly
{change}
rounds({number}, lambda number: jobs.take_in_mail())
"""
SEND = """
from datetime import datetime, timedelta
from config.lib import turns
from customer_care import sending
from customer_care.models import Message
sending._deliver = lambda message: die()
sending.MOST_TRIES = {most}
first = datetime.fromisoformat("{first}")
def send(number):
    message = Message.objects.get(kind="out")
    sending.send(message, now=first + number * timedelta(minutes=11))
rounds(8, send)
"""


@pytest.fixture
def two_mails(settings, mail):
    """The first kills who reads it; the second lies behind it."""
    inbox = settings.MAILBOX_DIR / "inbox"
    inbox.mkdir(parents=True)
    (inbox / "1.eml").write_bytes(mail("This is deadly."))
    (inbox / "2.eml").write_bytes(mail("This is not.", Message_ID="<2@example.org>"))
    return str(settings.MAILBOX_DIR)


def test_a_mail_that_kills_its_readers_is_set_apart_and_the_next_is_read(two_mails):
    became = rounds(TAKE_IN.format(folder=two_mails, number=6, change=""))

    assert became == [KILLED] * 4 + [0, 0]  # once when it was stored, then three times
    deadly = Letter.objects.get(name="1.eml")
    assert (deadly.status, deadly.tries) == ("rejected", 4)
    assert "broken off three times" in deadly.reason
    assert Letter.objects.get(name="2.eml").status == "taken"
    assert Conversation.objects.count() == 1


def test_the_control_without_a_count_never_comes_to_the_next(two_mails):
    without = "turns.may_be_tried = lambda row: True"

    became = rounds(TAKE_IN.format(folder=two_mails, number=6, change=without))

    assert became == [KILLED] * 6
    assert set(Letter.objects.values_list("status", flat=True)) == {"received"}


def test_somebody_who_asks_again_has_three_tries_more(two_mails):
    rounds(TAKE_IN.format(folder=two_mails, number=5, change=""))
    letter = Letter.objects.get(name="1.eml")

    letter.try_again(by=None, at=NOON)

    assert (letter.status, letter.tries) == ("received", 0)


def test_what_somebody_is_reading_is_left_to_them_and_counts_no_try(mail):
    held, free = (
        receiving.store(f"{number}.eml", mail(Message_ID=f"<{number}@x>"), at=NOON)
        for number in range(2)
    )
    reader = connection.copy()
    with closing(reader), reader.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [jobs.READING, held.pk])
        jobs.read()

    assert set(Letter.objects.values_list("pk", "status", "tries")) == {
        (held.pk, "received", 0),
        (free.pk, "taken", 1),
    }


@pytest.fixture
def answer():
    return MessageFactory(conversation=ConversationFactory(), answer=True, sent_at=None)


def test_an_answer_that_kills_its_senders_is_given_up_with_words(answer):
    became = rounds(SEND.format(first=NOON + timedelta(days=1), most=sending.MOST_TRIES))

    assert became == [KILLED] * 6 + [0, 0]
    answer.refresh_from_db()
    assert answer.failed_at is not None
    assert "broken off" in answer.trouble
    assert Message.objects.undelivered().get() == answer


def test_the_control_without_a_limit_is_killed_for_ever(answer):
    assert rounds(SEND.format(first=NOON + timedelta(days=1), most=100)) == [KILLED] * 8
