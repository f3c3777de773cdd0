"""Mail becomes conversations: stored as it came, understood, and laid where it belongs."""

import hashlib
from contextlib import suppress
from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from config.lib import turns
from config.lib.refusals import Refusal
from customer_care import addresses, clocks, threads
from customer_care.actions import change, hold, pace
from customer_care.mail import Mail, NotUnderstood, understand
from customer_care.models import Attachment, Conversation, Letter, Message

LARGEST_FILE = 10 * 2**20
MOST_FILES = 20


def store(
    name: str, raw: bytes, *, at: datetime, size: int | None = None, too_long: str = ""
) -> Letter:
    """Keep a mail as it came. The same bytes are kept once, however often they are handed in."""
    sha256 = hashlib.sha256(raw).hexdigest()
    known = Letter.objects.filter(sha256=sha256).first()
    if known:
        return known
    letter = Letter(name=name[:300], size=size or len(raw), sha256=sha256, received_at=at)
    if not too_long:
        letter.file.save(f"{uuid4()}.eml", ContentFile(raw), save=False)
    try:
        with transaction.atomic():
            letter.save()
            if too_long:
                letter.reject(at=at, reason=too_long)
    except IntegrityError:
        letter.file.delete(save=False)
        return Letter.objects.get(sha256=sha256)
    _show_head(letter, raw)
    return letter


def _show_head(letter, raw):
    """Whose it is and about what: looked at only now that a mail which kills us is kept."""
    with turns.going_on("head_breaks_us", letter=letter.pk), suppress(NotUnderstood):
        mail = understand(raw[: 2**16])
        letter.sender, letter.subject = mail.email, mail.subject
        letter.save(update_fields=["sender", "subject"])


def take_in(letter: Letter, *, now: datetime) -> None:
    """Make a message of a letter, or say why there is none. Twice at once: one does it."""
    if not letter.file:
        return
    try:
        with letter.file.open("rb") as file:
            mail = understand(file.read())
        with transaction.atomic():
            _lay(_held(letter), mail, now=now)
    except NotUnderstood as no:
        letter.reject(at=now, reason=str(no)[:500])
    except FileNotFoundError:
        letter.reject(at=now, reason=_("The file of this mail is gone from the disk."))


def _held(letter):
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    if held.status != Letter.Status.RECEIVED:
        raise Refusal(_("Somebody has read this mail already."))
    return held


def _lay(letter, mail, *, now):
    """Where a mail belongs: to nobody, to a conversation, or it begins one."""
    if _came_before(mail):
        letter.call_duplicate(at=now, reason=_("A mail with this Message-ID is here already."))
        return
    threads.mark_bounced(mail, at=now)
    home = threads.home_of(mail)
    aside = _why_aside(mail, home)
    if aside:
        letter.set_aside(by=None, at=now, reason=aside)
        return
    begin_or_hear(letter, mail, home, now=now)
    letter.take(by=None, at=now)


def _came_before(mail):
    known = Message.objects.filter(message_id=mail.message_id).exclude(message_id="").first()
    if known and known.kind == Message.Kind.IN and known.email.lower() != mail.email.lower():
        mail.message_id = ""  # two senders, one id: an id that says nothing
        return False
    return known is not None


def _why_aside(mail: Mail, home) -> str:
    if addresses.is_ours(mail.email):
        return _("It was sent from our own address.")
    if mail.is_spam:
        return _("Your mail server calls it spam.")
    if mail.is_automatic and home is None:
        return _("It was written by a machine and answers no conversation.")
    return ""


@transaction.atomic
def take_anyway(letter: Letter, *, by, at: datetime) -> Conversation:
    """A person says that this mail is a customer's after all."""
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    with held.file.open("rb") as file:
        mail = understand(file.read())
    mail.is_automatic = False
    home = begin_or_hear(held, mail, threads.home_of(mail), now=at)
    held.take(by=by, at=at)
    return home


def begin_or_hear(letter, mail, home, *, now) -> Conversation:
    """The mail's message, in its conversation or in a new one."""
    if home is not None and home.status == Conversation.Status.CLOSED:
        home = _begin(mail, now=now, follows=home)
    elif home is None:
        home = _begin(mail, now=now)
    elif not mail.is_automatic:
        _hear(home, mail, now=now)
    _write(home, letter, mail, now=now)
    return home


def _begin(mail, *, now, follows=None):
    order, customer = threads.about(mail)
    order = order or (follows and follows.order)
    source = order or customer
    return Conversation.objects.create(
        subject=mail.subject,
        name=mail.name or (customer.name if customer else ""),
        email=mail.email,
        language=threads.language_of(mail, customer),
        customer=customer,
        order=order,
        channel=source.channel if source else None,
        assignee=follows.assignee if follows else None,
        follows=follows,
        opened_at=now,
        heard_at=now,
        last_at=now,
        **clocks.begin(pace(), at=now),
    )


def _hear(home, mail, *, now):
    """A customer's word: whatever we waited for, it is our turn again."""
    held = hold(home)
    steps = clocks.heard(held, pace(), at=now)
    was_solved = held.status == Conversation.Status.SOLVED
    if held.status in (Conversation.Status.WAITING_CUSTOMER, Conversation.Status.SOLVED):
        held.open(by=None, at=now)
    if was_solved:
        steps |= {"solved_at": None, "times_reopened": held.times_reopened + 1}
    if held.order is None:
        steps["order"] = threads.about(mail)[0]
    change(held, heard_at=now, last_at=now, snoozed_until=None, **steps)


def _write(home, letter, mail, *, now):
    message = Message.objects.create(
        conversation=home,
        kind=Message.Kind.IN,
        name=mail.name,
        email=mail.email,
        text=mail.text,
        html=mail.html,
        written_at=now,
        message_id=mail.message_id,
        letter=letter,
        is_automatic=mail.is_automatic,
    )
    for place, part in enumerate(mail.files):
        row = Attachment(message=message, name=part.name, kind=part.kind, size=len(part.content))
        if place >= MOST_FILES or len(part.content) > LARGEST_FILE:
            row.trouble = _("Too large to keep by itself; it is in the original mail.")
        else:
            row.file.save(f"{uuid4()}.bin", ContentFile(part.content), save=False)
        row.save()
