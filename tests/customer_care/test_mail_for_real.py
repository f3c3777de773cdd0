"""Mail over real sockets: what servers refuse, put off, hold back and break off in the middle."""

from datetime import timedelta
from email import message_from_bytes, policy
from time import monotonic

import pytest

from customer_care import addresses, jobs, sending
from customer_care.gateways import mailbox as gateway
from customer_care.models import Letter, Message
from tests.factories import NOON
from tests.factories.customer_care import ConversationFactory, MessageFactory
from tests.mailservers import DROP, HANG, Imap, Smtp, serving

pytestmark = pytest.mark.django_db
PATIENCE = 0.3
LEASE = timedelta(minutes=11)


@pytest.fixture
def smtp(settings):
    with serving(Smtp) as server:
        settings.CARE_MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, PATIENCE
        yield server


@pytest.fixture
def answer():
    talk = ConversationFactory(email="bruna@example.org", name="Bruna Büyer")
    return MessageFactory(conversation=talk, answer=True, sent_at=None, text="Grüße\n.\n..dots")


def sent(answer, *, tries=1):
    for number in range(tries):
        sending.send(answer, now=NOON + timedelta(days=1) + number * LEASE)
    answer.refresh_from_db()
    return answer


def test_an_answer_arrives_as_it_was_written(smtp, answer):
    assert sent(answer).sent_at

    (raw,) = smtp.mails
    arrived = message_from_bytes(raw, policy=policy.default)
    assert arrived.get_content().splitlines() == ["Grüße", ".", "..dots"]
    assert arrived["To"] == "Bruna Büyer <bruna@example.org>"
    assert arrived["Message-ID"] == addresses.message_id(answer)


@pytest.mark.parametrize("command", [b"RCPT TO", b"DATA", b"<end of mail>"])
def test_what_a_server_refuses_for_good_is_said_at_once_in_its_words(smtp, answer, command):
    smtp.troubles[command] = b"550 5.1.1 We know no Bruna"

    sent(answer)

    assert answer.failed_at
    assert "We know no Bruna" in answer.trouble
    assert "b'" not in answer.trouble


@pytest.mark.parametrize("command", [b"MAIL FROM", b"RCPT TO", b"DATA", b"<end of mail>"])
def test_what_a_server_puts_off_is_tried_again(smtp, answer, command):
    smtp.troubles[command] = b"451 4.7.1 Greylisted, come again"
    sent(answer)
    assert (answer.failed_at, answer.tries) == (None, 1)
    smtp.troubles.clear()

    assert sent(answer, tries=2).sent_at
    assert len(smtp.mails) == 1


def test_trouble_with_our_own_account_passes_and_keeps_the_servers_words(smtp, answer):
    smtp.troubles[b"MAIL FROM"] = b"550 5.4.5 Daily limit reached"
    sent(answer)
    assert answer.failed_at is None

    sent(answer, tries=sending.MOST_TRIES)

    assert answer.failed_at
    assert "Daily limit reached" in answer.trouble


def test_what_is_put_off_for_an_hour_is_given_up_with_the_last_words(smtp, answer):
    smtp.troubles[b"RCPT TO"] = b"451 4.7.1 Greylisted, come again"

    sent(answer, tries=sending.MOST_TRIES)

    assert answer.failed_at
    assert "Greylisted" in answer.trouble


@pytest.mark.parametrize("trouble", [HANG, DROP], ids=["hangs", "drops"])
@pytest.mark.parametrize("command", [b"EHLO", b"RCPT TO", b"DATA", b"<end of mail>", b"<kept>"])
def test_a_line_that_is_lost_is_tried_again_under_the_same_name(smtp, answer, command, trouble):
    smtp.troubles[command] = trouble
    if command == b"EHLO":
        smtp.troubles[b"HELO"] = trouble
    began = monotonic()
    sent(answer)
    assert (answer.failed_at, answer.sent_at) == (None, None)
    assert monotonic() - began < 10 * PATIENCE
    smtp.troubles.clear()

    assert sent(answer, tries=2).sent_at
    names = {message_from_bytes(raw)["Message-ID"] for raw in smtp.mails}
    assert names == {addresses.message_id(answer)}


@pytest.mark.parametrize("trouble", [HANG, DROP], ids=["hangs", "drops"])
def test_who_says_no_goodbye_has_taken_the_mail(smtp, answer, trouble):
    smtp.troubles[b"QUIT"] = trouble

    assert sent(answer).sent_at
    assert len(smtp.mails) == 1


@pytest.fixture
def imap(settings, monkeypatch, mail):
    """An account with two unseen mails."""
    with serving(Imap) as server:
        account = "help%40shop.example:pass%2Fword"
        settings.IMAP_URL = f"imap://{account}@127.0.0.1:{server.port}/INBOX"
        monkeypatch.setattr(gateway, "PATIENCE", PATIENCE)
        for number in (1, 2):
            raw = mail("Grüße " * 50, Message_ID=f"<{number}@x>").replace(b"\n", b"\r\n")
            server.mails.append(raw)
        yield server


def letters():
    return list(Letter.objects.order_by("pk").values_list("name", "status"))


def test_what_is_unseen_is_taken_byte_for_byte_and_marked(imap, monkeypatch):
    monkeypatch.setattr(gateway, "LONGEST_MAIL", len(imap.mails[0]))
    imap.mails[1] += b"x" * 1000

    jobs.take_in_mail()
    jobs.take_in_mail()

    assert letters() == [("1", "taken"), ("2", "rejected")]
    with Letter.objects.first().file.open("rb") as file:
        assert file.read() == imap.mails[0]
    assert imap.flags == {1: {b"\\Seen"}, 2: {b"\\Seen", b"\\Flagged"}}


def test_a_wrong_password_is_no_crash(imap, settings):
    settings.IMAP_URL = settings.IMAP_URL.replace("pass", "word")

    jobs.take_in_mail()

    assert letters() == []


WHERE = [
    b"LOGIN",
    b"SELECT",
    b"SEARCH",
    b"<half of head 2>",
    b"<half of mail 2>",
    b"STORE 1",
    b"EXPUNGE",
    b"LOGOUT",
]


@pytest.mark.parametrize("trouble", [HANG, DROP], ids=["hangs", "drops"])
@pytest.mark.parametrize("command", WHERE, ids=lambda where: where.decode())
def test_nothing_is_lost_twice_or_half_when_the_line_breaks(imap, command, trouble):
    imap.troubles[command] = trouble
    began = monotonic()
    jobs.take_in_mail()
    assert monotonic() - began < 10 * PATIENCE
    assert {status for _name, status in letters()} <= {"taken"}
    imap.troubles.clear()

    jobs.take_in_mail()

    assert sorted(letters()) == [("1", "taken"), ("2", "taken")]
    assert Message.objects.filter(kind="in").count() == 2
    assert all(b"\\Seen" in flags for flags in imap.flags.values())
