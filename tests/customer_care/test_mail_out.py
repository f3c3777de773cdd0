"""Mail out: taken back for ten seconds, then sent once, under a name that stays."""

from datetime import timedelta
from email import message_from_bytes, policy
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from uuid import uuid4

import pytest
from django.utils import timezone

from config.lib.refusals import Refusal
from customer_care import actions, addresses, jobs, sending
from customer_care.models import CareSetting, Conversation, Message
from tests.factories import NOON
from tests.factories.customer_care import ConversationFactory, MessageFactory
from tests.logistics.crowd import CROWD, all_at_once

pytestmark = pytest.mark.django_db
SENT = NOON + timedelta(seconds=11)


def answer(conversation, by, then="wait", at=NOON, text="It leaves today."):
    conversation.refresh_from_db()
    return actions.answer(
        conversation,
        text=text,
        then=then,
        version=conversation.version,
        form_key=uuid4(),
        by=by,
        at=at,
    )


def sent(settings):
    """The mails that lie in the folder of what was sent."""
    paths = sorted((settings.MAILBOX_DIR / "sent").glob("*.eml"))
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]


def test_an_answer_counts_when_it_is_sent_and_not_before(cara, settings):
    one = ConversationFactory()
    message = answer(one, cara)

    early = sending.send(message, now=NOON + timedelta(seconds=9))
    one.refresh_from_db()
    assert (early, one.first_answered_at, one.status) == (False, None, "new")

    assert sending.send(message, now=SENT)
    one.refresh_from_db()
    assert (one.first_answered_at, one.status, one.assignee) == (SENT, "waiting_customer", cara)
    assert (one.solution_due_at, one.due_at) == (None, None)
    assert len(sent(settings)) == 1


def test_the_mail_finds_its_way_back(cara, settings):
    one = ConversationFactory(subject="My lamp")
    MessageFactory(conversation=one, message_id="<a@x>")
    MessageFactory(conversation=one, message_id="<b@x>", written_at=NOON + timedelta(seconds=1))
    message = answer(one, cara, at=NOON + timedelta(seconds=5))

    sending.send(message, now=NOON + timedelta(minutes=1))

    (mail,) = sent(settings)
    assert mail["Subject"] == f"Re: My lamp {one.token()}"
    assert mail["To"] == "Bruna Buyer <bruna@example.org>"
    assert mail["From"] == "Casa Lavanda <help@casalavanda.example>"
    assert (mail["In-Reply-To"], mail["References"]) == ("<b@x>", "<a@x> <b@x>")
    assert mail["Message-ID"] == addresses.message_id(message)
    assert Message.objects.get(pk=message.pk).message_id == mail["Message-ID"]
    assert mail.get_content().strip() == "It leaves today."


@pytest.mark.parametrize("text", ["a\nBcc: x@y.z", "a\r\n\r\nevil"])
def test_a_subject_or_a_name_cannot_smuggle_in_a_header(text, cara, settings):
    one = ConversationFactory(subject=text, name=text)

    sending.send(answer(one, cara), now=SENT)

    (mail,) = sent(settings)
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    ("then", "status"), [("wait", "waiting_customer"), ("solve", "solved"), ("keep", "open")]
)
@pytest.mark.parametrize("before", ["new", "open", "waiting_customer", "waiting_role", "solved"])
def test_it_goes_where_its_author_said(before, then, status, cara):
    one = ConversationFactory(
        status=before,
        waiting_role="warehouse" if before == "waiting_role" else "",
        solved_at=NOON if before == "solved" else None,
    )

    sending.send(answer(one, cara, then=then), now=SENT)

    one.refresh_from_db()
    expected = "waiting_role" if (before, then) == ("waiting_role", "keep") else status
    assert one.status == expected


def test_a_customer_who_writes_while_it_leaves_is_not_overlooked(cara, mail, arrives):
    one = ConversationFactory()
    message = answer(one, cara, then="solve")
    arrives(mail(Subject=one.token()), at=NOON + timedelta(seconds=5))

    sending.send(message, now=SENT)

    one.refresh_from_db()
    assert one.status == "open"
    assert Conversation.objects.unanswered().get() == one


def test_taken_back_it_was_never_sent_and_its_words_come_back(cara, settings):
    one = ConversationFactory()
    message = answer(one, cara)

    assert actions.take_back(message, by=cara) == "It leaves today."
    jobs.send_answers()

    assert not Message.objects.exists()
    assert not (settings.MAILBOX_DIR / "sent").exists()


def test_what_is_being_sent_cannot_be_taken_back(cara, gwen):
    message = answer(ConversationFactory(), cara)
    Message.objects.update(claimed_at=NOON)

    for person in (cara, gwen):
        with pytest.raises(Refusal):
            actions.take_back(message, by=person)
    assert Message.objects.exists()


def test_nobody_takes_back_what_somebody_else_has_answered(cara, gwen):
    message = answer(ConversationFactory(), cara)

    with pytest.raises(Refusal):
        actions.take_back(message, by=gwen)
    assert Message.objects.get() == message


def test_one_form_is_one_answer(cara):
    one, key = ConversationFactory(), uuid4()
    words = {"text": "Hi", "then": "wait", "version": 1, "form_key": key, "by": cara, "at": NOON}

    first = actions.answer(one, **words)
    again = actions.answer(one, **words)

    assert first == again
    assert Message.objects.count() == 1


def test_a_worker_that_died_is_followed_under_the_same_name(cara, settings, monkeypatch):
    message = answer(ConversationFactory(), cara)
    monkeypatch.setattr(sending, "told", lambda *args, **kwargs: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):  # it went out, and nobody wrote that down
        sending.send(message, now=SENT)
    monkeypatch.undo()
    settings.CARE_MAIL_BACKEND = "customer_care.gateways.folder.SentFolder"

    at_once = sending.send(message, now=SENT + timedelta(minutes=9))
    later = sending.send(message, now=SENT + timedelta(minutes=11))

    assert (at_once, later) == (False, True)
    assert {mail["Message-ID"] for mail in sent(settings)} == {addresses.message_id(message)}


def test_two_workers_who_tell_of_one_answer_count_it_once(cara):
    message = answer(ConversationFactory(), cara)

    for at in (SENT, SENT + timedelta(minutes=1)):
        sending.told(message, at=at)

    assert Conversation.objects.get().last_at == SENT


class Deaf:
    """A mail server that answers with one and the same trouble."""

    def __init__(self, trouble):
        self.trouble = trouble

    def __enter__(self):
        raise self.trouble

    def __exit__(self, *args):
        pass


def test_a_server_that_is_away_is_tried_for_an_hour_and_then_it_is_said(cara, monkeypatch):
    message = answer(ConversationFactory(), cara)
    trouble = Deaf(SMTPServerDisconnected("gone"))
    monkeypatch.setattr(sending, "get_connection", lambda backend: trouble)

    for tenth in range(8):
        sending.send(message, now=SENT + timedelta(minutes=11 * tenth))

    message.refresh_from_db()
    assert message.tries == sending.MOST_TRIES
    assert message.failed_at
    assert Message.objects.undelivered().get() == message
    assert message.conversation.first_answered_at is None


def test_an_address_that_is_refused_is_said_at_once(cara, monkeypatch):
    message = answer(ConversationFactory(), cara)
    trouble = Deaf(SMTPRecipientsRefused({"x": (550, b"nobody")}))
    monkeypatch.setattr(sending, "get_connection", lambda backend: trouble)

    sending.send(message, now=SENT)

    message.refresh_from_db()
    assert message.failed_at == SENT
    assert "nobody" in message.trouble


@pytest.mark.parametrize("address", ["bruná@example.org", "a b@x\nBcc: c@d.e"])
def test_an_address_no_mail_can_go_to_holds_up_nobody(address, cara, settings):
    bad, good = ConversationFactory(email=address), ConversationFactory()
    for one in (bad, good):
        answer(one, cara, at=timezone.now() - timedelta(minutes=1))

    jobs.send_answers()

    assert Message.objects.undelivered().get().conversation == bad
    assert len(sent(settings)) == 1


def test_the_shops_signature_stands_under_it(cara, settings):
    CareSetting.objects.create(pk=1, signature="Casa Lavanda")

    sending.send(answer(ConversationFactory(), cara), now=SENT)

    (mail,) = sent(settings)
    assert mail.get_content().splitlines()[-2:] == ["-- ", "Casa Lavanda"]


def test_who_came_by_phone_is_answered_without_a_mail(cara, settings):
    one = ConversationFactory(email="", medium="phone")

    sending.send(answer(one, cara), now=SENT)

    one.refresh_from_db()
    assert one.first_answered_at == SENT
    assert not (settings.MAILBOX_DIR / "sent").exists()


@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_an_answer_once(cara, settings, monkeypatch):
    message = answer(ConversationFactory(), cara, at=timezone.now() - timedelta(minutes=1))
    deliveries = []
    monkeypatch.setattr(sending, "_deliver", deliveries.append)

    answers = all_at_once(
        *[lambda: sending.send(message, now=timezone.now()) for _ in range(CROWD)]
    )

    assert answers.count(True) == 1
    assert len(deliveries) == 1


@pytest.mark.django_db(transaction=True)
def test_sent_or_taken_back_and_never_both(cara, monkeypatch):
    for _ in range(10):
        message = answer(ConversationFactory(), cara, at=timezone.now() - timedelta(minutes=1))
        deliveries = []
        monkeypatch.setattr(sending, "_deliver", deliveries.append)

        answers = all_at_once(
            lambda message=message: sending.send(message, now=timezone.now()),
            lambda message=message: actions.take_back(message, by=cara),
        )

        assert len(deliveries) == answers.count(True)
        assert (True in answers) != ("It leaves today." in answers)
