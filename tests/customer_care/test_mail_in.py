"""Mail in: kept before it is understood, laid where it belongs, nothing lost and nothing twice."""

from datetime import timedelta
from email import message_from_bytes
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.db import DataError

from customer_care import jobs, receiving
from customer_care.gateways import mailbox as gateway
from customer_care.mail import NotUnderstood, understand
from customer_care.models import Attachment, Conversation, Letter, Message
from tests.factories import NOON, CustomerFactory, OrderFactory
from tests.factories.customer_care import ConversationFactory, LetterFactory, MessageFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=3)


# Where it belongs


def test_a_first_mail_begins_a_conversation_with_its_clocks(mail, arrives):
    letter = arrives(mail("Buongiorno, non ho ricevuto il pacco. Grazie"), at=NOON)

    one = Conversation.objects.get()
    message = one.messages.get()
    assert (one.status, one.email, one.name) == ("new", "bruna@example.org", "Bruna Buyer")
    assert (one.subject, one.language) == ("My lamp", "it")
    assert one.first_answer_due_at == NOON + timedelta(hours=4)
    assert message.text.startswith("Buongiorno")
    assert (letter.status, message.letter) == ("taken", letter)


def test_an_answer_finds_its_conversation_by_what_it_answers(mail, arrives):
    home = ConversationFactory(answered=True)
    MessageFactory(conversation=home, answer=True, message_id="<care-1@shop>")

    arrives(mail(References="<care-1@shop> <x@y>", In_Reply_To="<x@y>"), at=LATER)

    home.refresh_from_db()
    assert Conversation.objects.count() == 1
    assert (home.status, home.heard_at) == ("open", LATER)
    assert home.update_due_at is not None


def test_else_by_the_token_in_its_subject_and_no_token_can_be_guessed(mail, arrives):
    home = ConversationFactory(answered=True)

    arrives(mail(Subject=f"AW: lamp {home.token()}"), at=LATER)
    arrives(mail(Subject=f"lamp [#{home.pk}-00000000]", Message_ID="<2@x>"), at=LATER)

    assert home.messages.count() == 1
    assert Conversation.objects.count() == 2


def test_else_by_sender_and_order(mail, arrives):
    order = OrderFactory(number="#2041", buyer_email="bruna@example.org")
    home = ConversationFactory(order=order)
    stranger = "Someone <other@example.org>"

    arrives(mail("Still nothing from order 2041"), at=LATER)
    arrives(mail("What about order 2041?", From=stranger, Message_ID="<2@x>"), at=LATER)

    assert home.messages.count() == 1
    assert Conversation.objects.exclude(pk=home.pk).get().order == order


def test_a_mail_to_a_merged_conversation_goes_where_that_went(mail, arrives):
    target = ConversationFactory()
    source = ConversationFactory(status="merged", merged_into=target)

    arrives(mail(Subject=f"lamp {source.token()}"), at=LATER)

    assert target.messages.count() == 1


def test_a_word_after_the_end_opens_it_again_and_after_closing_begins_another(mail, arrives):
    solved = ConversationFactory(solved=True)
    closed = ConversationFactory(status="closed", solved_at=NOON, closed_at=NOON)

    arrives(mail(Subject=f"lamp {solved.token()}"), at=LATER)
    arrives(mail(Subject=f"lamp {closed.token()}", Message_ID="<2@x>"), at=LATER)

    solved.refresh_from_db()
    assert (solved.status, solved.solved_at, solved.times_reopened) == ("open", None, 1)
    assert Conversation.objects.get(follows=closed).status == "new"


@pytest.mark.parametrize("written", ["order #2041", "ordine 2041.", "(2041)", "N. 2041, grazie"])
def test_an_order_that_is_named_is_linked_with_its_customer(written, mail, arrives):
    customer = CustomerFactory(email="bruna@example.org")
    order = OrderFactory(number="#2041", customer=customer, buyer_email="bruna@example.org")
    OrderFactory(number="#20415")

    arrives(mail(f"Where is {written}"))

    one = Conversation.objects.get()
    assert (one.order, one.customer, one.channel) == (order, customer, order.channel)


def test_a_stranger_who_names_an_order_is_told_apart(mail, arrives):
    OrderFactory(number="#2041", buyer_email="owner@example.org")

    arrives(mail("Send order 2041 to my new address"))

    assert Conversation.objects.get().is_strangers_order()


def test_a_customer_is_known_by_the_address(mail, arrives):
    customer = CustomerFactory(email="Bruna@Example.org")

    arrives(mail())

    assert Conversation.objects.get().customer == customer


# Twice, in loops, by machines


def test_the_same_mail_twice_is_one_message(mail, arrives):
    arrives(mail())
    again = arrives(mail(X_Other="it came by another way"))
    same_bytes = arrives(mail())

    assert Message.objects.count() == 1
    assert again.status == "duplicate"
    assert same_bytes.status == "taken"
    assert Letter.objects.count() == 2


def test_two_senders_with_one_message_id_lose_nothing(mail, arrives):
    arrives(mail())
    arrives(mail("Another person", From="Other <other@example.org>"))

    assert Message.objects.count() == 2


MACHINES = [
    {"Auto_Submitted": "auto-replied"},
    {"Precedence": "bulk"},
    {"Precedence": "auto_reply"},
    {"X_Autoreply": "yes"},
    {"Return_Path": "<>"},
    {"From": "MAILER-DAEMON@mx.example.org"},
]


@pytest.mark.parametrize("headers", MACHINES, ids=str)
@pytest.mark.parametrize("state", ["answered", "solved"])
def test_a_machine_neither_opens_nor_answers(headers, state, mail, arrives):
    home = ConversationFactory(**{state: True})
    before = Conversation.objects.values().get()

    arrives(mail(Subject=f"Out of office {home.token()}", **headers), at=LATER)

    assert Conversation.objects.values().get() == before
    assert home.messages.get().is_automatic


@pytest.mark.parametrize("headers", MACHINES, ids=str)
def test_a_machine_that_answers_nothing_is_set_aside(headers, mail, arrives):
    letter = arrives(mail("Newsletter", **headers))

    assert letter.status == "set_aside"
    assert "machine" in letter.reason
    assert not Conversation.objects.exists()


def test_our_own_mail_is_no_customers(mail, arrives):
    assert arrives(mail(From="help@casalavanda.example")).status == "set_aside"


def test_what_was_set_aside_can_be_taken_in_by_hand(mail, arrives, cara):
    letter = arrives(mail(Precedence="bulk"))

    one = receiving.take_anyway(letter, by=cara, at=NOON)

    assert one.messages.get().letter == letter
    assert not one.messages.get().is_automatic


def test_a_bounce_says_that_our_answer_did_not_arrive(arrives):
    home = ConversationFactory(answered=True)
    ours = MessageFactory(conversation=home, answer=True, message_id="<care-9@shop>", sent_at=NOON)
    raw = b"""From: MAILER-DAEMON@mx.example.org
Subject: Undelivered Mail
Message-ID: <b@mx>
Content-Type: multipart/report; report-type=delivery-status; boundary=X

--X
Content-Type: text/plain

Nobody lives here.
--X
Content-Type: text/rfc822-headers

Message-ID: <care-9@shop>
--X--
"""

    arrives(raw, at=LATER)

    ours.refresh_from_db()
    home.refresh_from_db()
    assert ours.bounced_at == LATER
    assert Message.objects.undelivered().get() == ours
    assert home.status == "waiting_customer"


# What it says


def test_a_form_speaks_for_its_customer():
    raw = b"From: no-reply@shop.example\nReply-To: Bruna <bruna@example.org>\nSubject: x\n\nHi"

    assert (understand(raw).email, understand(raw).name) == ("bruna@example.org", "Bruna")


def test_html_is_read_as_text_and_kept_as_safe_html(mail):
    markup = (
        "<p>Hello <b>you</b><br>there</p><script>alert(1)</script><img src=x onerror=alert(1)>"
        '<a href="javascript:alert(1)" onclick="x()">a</a><style>p{}</style><form><input></form>'
    )
    message = understand(
        b"From: a@b.c\nContent-Type: text/html; charset=utf-8\n\n" + markup.encode()
    )

    assert message.text.startswith("Hello you\nthere")
    for bad in ("script", "onerror", "onclick", "javascript", "style", "<img", "<form"):
        assert bad not in message.html
        assert bad not in message.text
    assert "<b>you</b>" in message.html


def test_files_are_kept_with_harmless_names(mail, arrives):
    arrives(mail(files=[("../../etc/passwd.png", b"\x89PNG"), ("huge.png", b"x" * 11 * 2**20)]))

    small, huge = Attachment.objects.order_by("pk")
    assert "/" not in small.name
    assert small.file.read() == b"\x89PNG"
    assert small.file.name.endswith(".bin")
    assert (bool(huge.file), bool(huge.trouble)) == (False, True)


@pytest.mark.parametrize("charset", ["iso-8859-15", "no-such-charset", "utf-8", "utf-16"])
def test_text_in_a_wrong_encoding_is_read_as_well_as_can_be(charset):
    raw = f"From: a@b.c\nContent-Type: text/plain; charset={charset}\n\n".encode()

    assert "perch" in understand(raw + "perché no".encode("latin-1")).text


BROKEN = {
    "nothing": b"",
    "no sender": b"Subject: x\n\nHello",
    "only noise": bytes(range(256)) * 10,
    "no end": b"From: a@b.c\nContent-Type: multipart/mixed; boundary=X\n\n--X\n",
    "a thousand parts": b"From: a@b.c\nContent-Type: multipart/mixed; boundary=X\n\n"
    + b"--X\nContent-Type: text/plain\n\nx\n" * 1000,
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_mail_is_refused_with_a_reason_and_kept(kind, arrives):
    letter = arrives(BROKEN[kind])

    assert letter.status == "rejected"
    assert letter.reason
    with letter.file.open("rb") as file:
        assert file.read() == BROKEN[kind]
    assert not Message.objects.exists()


def test_parts_nested_without_end_are_refused():
    raw = b"From: a@b.c\n"
    for n in range(3000):
        raw += f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n'.encode()

    with pytest.raises(NotUnderstood):
        understand(raw)


def test_signs_that_no_row_may_hold_are_left_out(arrives):
    arrives(b"From: a@b.c\nSubject: a\x00b\n\nx\x00y\x1b[2J" + "\u202e".encode())

    message = Message.objects.get()
    assert (message.text, message.conversation.subject) == ("xy[2J", "ab")


# The mailbox


def drop(settings, name, raw):
    folder = settings.MAILBOX_DIR / "inbox"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(raw)


def lying(settings, place):
    return sorted(path.name for path in (settings.MAILBOX_DIR / place).glob("*"))


def test_a_folder_stands_for_the_mailbox(settings, mail):
    drop(settings, "a.eml", mail())
    drop(settings, "b.eml", BROKEN["no sender"])

    jobs.take_in_mail()
    jobs.take_in_mail()

    assert (lying(settings, "inbox"), lying(settings, "done")) == ([], ["a.eml", "b.eml"])
    assert Message.objects.count() == 1
    assert Letter.objects.unread().get().name == "b.eml"


def test_a_mail_of_30_megabytes_is_named_and_stays_in_the_mailbox(settings, mail, monkeypatch):
    monkeypatch.setattr(gateway, "LONGEST_MAIL", 2**20)
    drop(settings, "big.eml", mail(files=[("film.png", b"x" * 2**21)]))

    jobs.take_in_mail()

    letter = Letter.objects.get()
    assert letter.status == "rejected"
    assert letter.reason == gateway.TOO_LONG
    assert (letter.sender, letter.subject) == ("bruna@example.org", "My lamp")
    assert lying(settings, "rejected") == ["big.eml"]


def test_a_crash_between_storing_and_putting_away_loses_and_doubles_nothing(settings, mail):
    drop(settings, "a.eml", mail())
    receiving.store("a.eml", mail(), at=NOON)

    jobs.take_in_mail()

    assert (Letter.objects.count(), Message.objects.count()) == (1, 1)
    assert lying(settings, "done") == ["a.eml"]


@pytest.mark.parametrize("trouble", [ZeroDivisionError, DataError])
def test_a_letter_that_breaks_us_does_not_hold_up_the_next(trouble, mail, monkeypatch):
    bad, good = (receiving.store(f"{n}", mail(Message_ID=f"<{n}@x>"), at=NOON) for n in "ab")
    take_in = receiving.take_in

    def break_down(letter, *, now):
        if letter.pk == bad.pk:
            raise trouble
        take_in(letter, now=now)

    monkeypatch.setattr(receiving, "take_in", break_down)

    jobs.read()

    assert [Letter.objects.get(pk=one.pk).status for one in (bad, good)] == ["rejected", "taken"]


def test_a_head_that_breaks_us_keeps_no_mail_out(settings, mail, monkeypatch):
    for name in "ab":
        drop(settings, f"{name}.eml", mail(Message_ID=f"<{name}@x>"))
    understand, heads = receiving.understand, iter([ZeroDivisionError])

    def break_down_once(raw):
        for trouble in heads:
            raise trouble
        return understand(raw)

    monkeypatch.setattr(receiving, "understand", break_down_once)

    jobs.take_in_mail()

    assert (Letter.objects.count(), Message.objects.count()) == (2, 2)


def test_a_mailbox_that_is_away_is_asked_again(settings, mail):
    receiving.store("a", mail(), at=NOON)
    settings.IMAP_URL = "imap://user:secret@127.0.0.1:9/INBOX"

    jobs.take_in_mail()

    assert Message.objects.count() == 1


class Box:
    """An IMAP account with two unseen mails, one of them too long."""

    def __init__(self, *mails):
        self.mails = mails
        self.flagged = {}
        self.client = self

    def login(self, user, password, initial_folder):
        self.opened = (user, password, initial_folder)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    def fetch(self, criteria, **how):
        assert how["headers_only"]
        assert not how["mark_seen"]
        for number, (raw, size) in enumerate(self.mails, 1):
            head = message_from_bytes(raw.partition(b"\n\n")[0])
            yield SimpleNamespace(uid=str(number), size_rfc822=size or len(raw), obj=head)

    def uid(self, command, uid, what):
        assert (command, what) == ("fetch", "(BODY.PEEK[])")
        return "OK", [(b"1 (BODY[] {9}", self.mails[int(uid) - 1][0]), b")"]

    def flag(self, uid, flags, value):
        self.flagged[uid] = flags


def test_an_account_is_read_byte_for_byte_and_what_is_read_is_marked(settings, mail, monkeypatch):
    settings.IMAP_URL = "imaps://help%40shop.example:pass%2Fword@mail.example:993/INBOX"
    box = Box((mail(), 0), (mail(Message_ID="<big@x>"), 30 * 2**20))
    monkeypatch.setattr(gateway, "MailBox", lambda host, port, timeout: box)

    jobs.take_in_mail()

    assert box.opened == ("help@shop.example", "pass/word", "INBOX")
    assert box.flagged == {"1": ["\\Seen"], "2": ["\\Seen", "\\Flagged"]}
    taken, long = Letter.objects.order_by("pk")
    with taken.file.open("rb") as file:
        assert file.read() == mail()
    assert (taken.status, long.status, bool(long.file)) == ("taken", "rejected", False)
    assert long.reason == gateway.TOO_LONG


def test_a_letter_whose_file_is_gone_says_so():
    letter = LetterFactory()
    letter.file.save("x.eml", ContentFile(b"x"))
    letter.file.storage.delete(letter.file.name)

    receiving.take_in(letter, now=NOON)

    assert Letter.objects.get().status == "rejected"
