"""Answers leave: claimed by one worker, sent under a name that stays, and only then told."""

from datetime import datetime
from email.utils import formataddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop as _

from customer_care import addresses, clocks
from customer_care.actions import change, hold, pace
from customer_care.models import CareSetting, Conversation, Message

log = structlog.get_logger(__name__)
MOST_TRIES = 6  # one in each lease: an hour without a mail server
FOR_GOOD = 500  # a code from here on says no for ever; below, the server will have it later
CHAIN = 20  # ids that a mail names of those before it


def send(message: Message, *, now: datetime) -> bool:
    """Send an answer. Returns whether this call was the one that sent it."""
    due = Message.objects.to_send(now=now).filter(pk=message.pk)
    if not due.update(claimed_at=now, tries=F("tries") + 1):
        return False
    message = Message.objects.select_related("conversation", "author").get(pk=message.pk)
    if message.tries > MOST_TRIES:  # whoever sent it did not come back, each time
        _give_up(message, _("Sending this answer was broken off again and again."), at=now)
        return False
    try:
        if message.conversation.email:
            _deliver(message)
    except ValueError as refusal:  # an address no mail can be sent to, among others
        _give_up(message, str(refusal), at=now)
        return False
    except (SMTPException, OSError) as trouble:
        log.warning("answer_not_sent", message=message.pk, tries=message.tries, exc_info=trouble)
        is_final, words = _said(trouble)
        if is_final or message.tries >= MOST_TRIES:
            why = words or _("The mail server did not answer for an hour.")
            _give_up(message, why, at=now)
        return False
    told(message, at=now)
    return True


def _said(trouble: Exception) -> tuple[bool, str]:
    """Whether the server will never take this mail, and its words. Only for its reader or for what
    it says is a mail refused for good: trouble with our own account or the line passes."""
    if isinstance(trouble, SMTPRecipientsRefused):
        code, words = next(iter(trouble.recipients.values()))
    elif isinstance(trouble, SMTPResponseException):
        code, words = trouble.smtp_code, trouble.smtp_error
    else:
        return False, ""
    is_about_this_mail = isinstance(trouble, SMTPRecipientsRefused | SMTPDataError)
    words = words.decode(errors="replace") if isinstance(words, bytes) else words
    return is_about_this_mail and code >= FOR_GOOD, f"{code} {words}"


def _deliver(message):
    with get_connection(settings.CARE_MAIL_BACKEND) as connection:
        as_mail(message, connection).send()


def as_mail(message: Message, connection=None) -> EmailMessage:
    """The answer as a mail that finds its way back: by its id, and by the token in its subject."""
    one = message.conversation
    subject = one.subject.replace("\n", " ").replace("\r", " ").strip()
    if not subject.lower().startswith("re:"):
        subject = f"Re: {subject}"
    if one.token() not in subject:
        subject = f"{subject} {one.token()}"
    before = one.messages.filter(written_at__lte=message.written_at).exclude(pk=message.pk)
    ids = list(
        before.exclude(message_id="")
        .order_by("-written_at", "-pk")
        .values_list("message_id", "kind")[:CHAIN]
    )
    headers = {"Message-ID": addresses.message_id(message), "Auto-Submitted": "no"}
    if ids:
        nearest = next((name for name, kind in ids if kind == Message.Kind.IN), ids[0][0])
        headers |= {"In-Reply-To": nearest, "References": " ".join(n for n, _kind in ids[::-1])}
    return EmailMessage(
        subject=subject,
        body=_signed(message.text),
        from_email=settings.CARE_MAIL_FROM,
        to=[formataddr((one.name.replace("\n", " ").replace("\r", " "), one.email))],
        headers=headers,
        connection=connection,
    )


def _signed(text):
    signature = CareSetting.current().signature.strip()
    return f"{text}\n\n-- \n{signature}" if signature else text


@transaction.atomic
def told(message: Message, *, at: datetime) -> None:
    """The customer has our answer: it counts, and the conversation goes where its author said."""
    pending = Message.objects.pending().filter(pk=message.pk)
    if not pending.update(sent_at=at, message_id=addresses.message_id(message), trouble=""):
        return
    held = hold(message.conversation)
    steps = clocks.answered(held, at=at)
    newer = held.messages.filter(
        kind=Message.Kind.IN, is_automatic=False, written_at__gt=message.written_at
    )
    if newer.exists():  # the customer wrote while our answer was leaving: it is our turn still
        steps["update_due_at"] = held.update_due_at or pace().after(at, pace().update_hours)
        message.then = Message.Then.KEEP
    _go_on(held, message, at=at)
    change(held, last_at=at, **steps)


def _go_on(held, message, *, at):
    """What the author said should follow: wait, solved, or still open."""
    S, then, by = Conversation.Status, message.then, message.author
    if held.status in (S.CLOSED, S.MERGED):
        return
    if then == Message.Then.SOLVE:
        if held.status != S.SOLVED:
            held.solve(by=by, at=at, **clocks.solve(held, pace(), at=at))
        return
    if held.status == S.SOLVED:
        held.open(by=by, at=at, solved_at=None, **clocks.go_on(held, pace(), at=at))
    if then == Message.Then.WAIT and held.status != S.WAITING_CUSTOMER:
        held.wait_for_customer(by=by, at=at, **clocks.stand_still(held, pace(), at=at))
    elif then == Message.Then.KEEP and held.status in (S.NEW, S.WAITING_CUSTOMER):
        held.open(by=by, at=at, **clocks.go_on(held, pace(), at=at))


@transaction.atomic
def _give_up(message, why, *, at):
    """It will not arrive: the answer says so, and somebody must reach the customer."""
    pending = Message.objects.pending().filter(pk=message.pk)
    if pending.update(failed_at=at, trouble=why[:300]):
        change(hold(message.conversation))
