"""Customer care's machine work. Each finds its own, and may run twice at once."""

from contextlib import closing
from imaplib import IMAP4

import structlog
from celery import shared_task
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from imap_tools import ImapToolsError

from config.lib import turns
from config.lib.alone import alone
from config.lib.refusals import Refusal
from customer_care import actions, receiving, sending
from customer_care.gateways.mailbox import TOO_LONG, mailbox
from customer_care.models import Letter, Message

log = structlog.get_logger(__name__)
A_ROUND = 200
READING = 7417  # held by whoever reads a letter


@shared_task
def take_in_mail():
    """Fetch what lies in the mailbox, and make conversations of it."""
    try:
        fetch()
    except (OSError, IMAP4.error, ImapToolsError) as trouble:
        log.warning("mailbox_away", exc_info=trouble)
    read()


def fetch():
    """Store each mail as it came; only then put it away in the mailbox."""
    box = mailbox()
    with closing(box.arrived()) as mails:
        for mail in mails:
            why = TOO_LONG if mail.is_too_long else ""
            receiving.store(mail.name, mail.raw, at=timezone.now(), size=mail.size, too_long=why)
            box.put_away(mail)


def read():
    """Understand what is stored. A mail that breaks us is set apart, and the next one read."""
    for letter in Letter.objects.to_read().order_by("received_at", "pk")[:A_ROUND]:
        with alone(READING, letter.pk) as is_ours:
            if is_ours and Letter.objects.to_read().filter(pk=letter.pk).exists():
                _read(letter)


def _read(letter):
    try:
        if turns.may_be_tried(letter):
            return receiving.take_in(letter, now=timezone.now())
        reason = _("Reading this mail was broken off three times; it is kept.")
    except (Refusal, IntegrityError):
        return None  # another worker was faster; the next round sees what it did
    except OperationalError:
        raise  # the database is away: the next round reads it
    except Exception:
        log.exception("letter_breaks_us", letter=letter.pk)
        reason = _("Reading this mail failed; it is kept.")
    return letter.reject(at=timezone.now(), reason=reason)


@shared_task
def send_answers():
    """What has waited out its ten seconds, or was left by a worker that died."""
    now = timezone.now()
    for message in Message.objects.to_send(now=now).order_by("send_at", "pk")[:A_ROUND]:
        with turns.going_on("answer_breaks_us", message=message.pk):
            sending.send(message, now=now)


@shared_task
def close_solved():
    actions.close_solved(now=timezone.now())
