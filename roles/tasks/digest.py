"""The morning e-mail: what waits, in at most seven lines, once a day, until one says stop."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlparse
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from roles.tasks import inbox, queue
from roles.tasks.models import Digest, Task
from roles.team import calendars
from roles.team.models import User

EIGHT, NOON = time(8), time(12)  # later than noon it is no morning e-mail
MOST_LINES = 7
LEASE = timedelta(minutes=10)
PURPOSE = "morning-mail"


def whose_morning_it_is(*, now: datetime) -> list[tuple[User, date, str]]:
    """Who works today, wants the mail, has not had it, and where it is between eight and noon."""
    people = list(User.objects.filter(is_active=True, wants_digest=True).order_by("pk"))
    hours = calendars.of(people)
    sent = Digest.objects.filter(sent_at__gte=now - timedelta(days=2))
    had = set(sent.values_list("person", "day_date"))
    mornings = []
    for person in people:
        calendar = hours[person.pk]
        there = now.astimezone(ZoneInfo(calendar.zone))
        is_morning = EIGHT <= there.time() < NOON and calendar.works_on(there.date())
        if is_morning and (person.pk, there.date()) not in had:
            mornings.append((person, there.date(), calendar.zone))
    return mornings


def send(person: User, day: date, zone: str, *, now: datetime) -> bool:
    """Send one morning's mail. Returns whether this call was the one that did."""
    row, _is_new = Digest.objects.get_or_create(person=person, day_date=day)
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - LEASE)
    if not Digest.objects.filter(free, pk=row.pk, sent_at=None).update(claimed_at=now):
        return False
    language = person.language or calendars.shop_language()
    with translation.override(language), timezone.override(zone):
        message = _message(person, row, now=now)
    if message is not None:
        message.send()
    Digest.objects.filter(pk=row.pk).update(sent_at=now)
    return message is not None


def token_of(person: User) -> str:
    """The key in the mail that turns the mail off, and opens nothing else."""
    return signing.dumps(person.pk, salt=PURPOSE)


def person_of(token: str) -> int | None:
    """Whose key this is; nobody's, if we never gave it out."""
    try:
        return signing.loads(token, salt=PURPOSE)
    except signing.BadSignature:
        return None


def _message(person: User, row: Digest, *, now: datetime) -> EmailMessage | None:
    """The mail, or None when nothing waits."""
    lines, total = _lines(person, now=now)
    if not lines:
        return None
    off = settings.SITE_URL + reverse("tasks:digest_off", args=[token_of(person)])
    words = {"person": person, "lines": lines, "off": off}
    words["inbox"] = settings.SITE_URL + reverse("tasks:inbox")
    subject = ngettext("%(total)d thing waits for you", "%(total)d things wait for you", total)
    return EmailMessage(
        subject=subject % {"total": total},
        body=render_to_string("tasks/digest.txt", words),
        to=[person.email],
        headers={
            "Message-ID": f"<morning-{row.pk}-{row.day_date:%Y%m%d}@{_host()}>",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _lines(person: User, *, now: datetime) -> tuple[list[str], int]:
    """At most seven lines: who named them, then the work, the most pressing first."""
    named = [
        f"@ {mention.comment.author}: {mention.comment.text[:80]}"
        for mention in inbox.mentions(person)
    ]
    total = Task.objects.inbox_of(person).count() + len(named)
    first = queue.top(person, now=now, rows=MOST_LINES)
    tasks = inbox.top_of(person, first, now=now)
    lines = named + [_one_line(task) for task in tasks]
    if total <= MOST_LINES:
        return lines, total
    left = total - (MOST_LINES - 1)
    more = ngettext("… and %(left)d more", "… and %(left)d more", left) % {"left": left}
    return [*lines[: MOST_LINES - 1], more], total


def _one_line(task: Task) -> str:
    parts = [task, task.about, task.why[1]]
    return " · ".join(str(part) for part in parts if part)


def _host() -> str:
    return urlparse(settings.SITE_URL).hostname or "localhost"
