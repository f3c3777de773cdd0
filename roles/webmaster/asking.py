"""Asking the shop's addresses, and writing down what they answered."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from catalog.models import Shop
from config.lib import turns
from config.lib.clock import local_day
from config.lib.fetch import Page, Unfetched, fetch
from roles.webmaster.models import CheckDay, CheckResult, Problem, SiteCheck

log = structlog.get_logger(__name__)
AT_ONCE = 8  # addresses asked side by side
A_MINUTE = timedelta(minutes=1)
ERRORS_FROM = 400
KB = 1024
ANSWERS_KEPT, DAYS_KEPT = timedelta(days=14), timedelta(days=400)
BATCH = 5_000
COUNT_IN = """
    INSERT INTO webmaster_checkday AS d
        (check_of_id, date, asked, passed, timed, first_byte_sum_ms)
    VALUES (%s, %s, 1, %s, %s, %s)
    ON CONFLICT (check_of_id, date) DO UPDATE SET
        asked = d.asked + 1,
        passed = d.passed + excluded.passed,
        timed = d.timed + excluded.timed,
        first_byte_sum_ms = d.first_byte_sum_ms + excluded.first_byte_sum_ms
"""


@dataclass(frozen=True)
class Outcome:
    """What came of asking one address once. No problem: it answered as it should."""

    problem: str = ""
    note: str = ""
    status: int | None = None
    first_byte_ms: int | None = None
    size_bytes: int | None = None
    certificate_until_at: datetime | None = None


def claimed(*, now: datetime, at_most: int = AT_ONCE) -> list[SiteCheck]:
    """Checks that are due and from now on ours: whoever moves the next moment on has the check."""
    mine = []
    for check in SiteCheck.objects.due(now).order_by("next_at", "pk")[: at_most * 4]:
        if len(mine) < at_most and claim(check, now=now):
            mine.append(check)
    return mine


def claim(check: SiteCheck, *, now: datetime) -> bool:
    as_we_saw_it = SiteCheck.objects.due(now).filter(pk=check.pk, next_at=check.next_at)
    return bool(as_we_saw_it.update(next_at=now + check.every_minutes * A_MINUTE))


def ask_all(checks: list[SiteCheck], *, hosts: Iterable[str]) -> None:
    """Ask them side by side, so that slow ones wait together, and write down each answer."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for check, outcome in zip(checks, pool.map(partial(ask, hosts=hosts), checks), strict=True):
            with turns.turn("answer_not_written_down", check=check.pk):
                record(check, outcome, at=timezone.now())


def ask(check: SiteCheck, *, hosts: Iterable[str]) -> Outcome:
    """One question to one address. A demo shop asks nobody.

    Whatever goes wrong is that address's failure, and spoils no other of those asked with it.
    """
    if settings.DEMO and not _is_beside(check.address):
        return made_up(check)
    try:
        return judged(check, fetch(check.address, hosts=hosts, beside=settings.LOCAL_SITES))
    except Unfetched as no:
        return Outcome(problem=no.reason.value, note=no.words[:300])
    except Exception:
        log.exception("check_not_asked", check=check.pk, address=check.address)
        return Outcome(problem=Problem.NO_ANSWER.value)


def _is_beside(address):
    """Whether a shop front runs on this very laptop at that port."""
    try:
        return urlsplit(address).port in {port for _ip, port in settings.LOCAL_SITES}
    except ValueError:
        return False


def judged(check: SiteCheck, page: Page) -> Outcome:
    """Whether an answer is the right one: its status first, then its words, its time, its size."""
    lacks = _missing(check.texts, page.body)
    size_kb = len(page.body) / KB
    faults = [
        (Problem.STATUS, not 200 <= page.status < ERRORS_FROM, str(page.status)),
        (Problem.TEXT, bool(lacks), lacks),
        (Problem.SLOW, _above(page.first_byte_ms, check.first_byte_within_ms), ""),
        (Problem.BIG, page.is_cut or _above(size_kb, check.at_most_kb), ""),
    ]
    problem, note = next(((fault, why) for fault, holds, why in faults if holds), ("", ""))
    return Outcome(
        problem=str(problem),
        note=note[:300],
        status=page.status,
        first_byte_ms=page.first_byte_ms,
        size_bytes=len(page.body),
        certificate_until_at=page.certificate_until_at,
    )


def made_up(check: SiteCheck) -> Outcome:
    """In a demo an address goes on answering as it did last; a new one answers well."""
    if check.failures:
        return Outcome(
            problem=check.problem,
            status=check.status,
            first_byte_ms=check.first_byte_ms,
            size_bytes=check.size_bytes,
        )
    swing = (check.pk * 37 + timezone.now().minute * 13) % 60
    first_byte_ms = (check.first_byte_ms or 180) * 2 // 3 + 40 + swing
    return Outcome(status=200, first_byte_ms=first_byte_ms, size_bytes=check.size_bytes or 48_000)


def _missing(texts, body):
    """The first expected text that does not stand in the page; blanks and entities are alike."""
    if not texts:
        return ""
    words = " ".join(unescape(body.decode("utf-8", errors="replace")).split())
    return next((text for text in texts if " ".join(text.split()) not in words), "")


def _above(value, limit):
    return limit is not None and value > limit


@transaction.atomic
def record(check: SiteCheck, outcome: Outcome, *, at: datetime) -> None:
    """Write down what was answered, unless the check asks for something else by now."""
    same = SiteCheck.objects.filter(pk=check.pk, address=check.address, expects=check.expects)
    changes = _passed(at) if not outcome.problem else _failed(at)
    if outcome.certificate_until_at:
        changes["certificate_until_at"] = outcome.certificate_until_at
    seen = {
        "problem": outcome.problem,
        "status": outcome.status,
        "first_byte_ms": outcome.first_byte_ms,
        "size_bytes": outcome.size_bytes,
    }
    if not same.update(asked_at=at, **seen, **changes):
        return
    CheckResult.objects.create(check_of=check, asked_at=at, note=outcome.note, **seen)
    day, timed = local_day(at, Shop.current().time_zone), outcome.first_byte_ms is not None
    with connection.cursor() as cursor:
        passed, sums = int(not outcome.problem), outcome.first_byte_ms or 0
        cursor.execute(COUNT_IN, [check.pk, day, passed, int(timed), sums])


def _passed(at):
    return {"passed_at": at, "failures": 0, "failing_since_at": None}


def _failed(at):
    """Once may be the weather, so it is asked again within the minute; twice is a fault."""
    soon = Least(F("next_at"), Value(at + A_MINUTE))
    return {
        "failures": F("failures") + 1,
        "failing_since_at": Coalesce(F("failing_since_at"), Value(at)),
        "next_at": Case(When(Q(failures=0), then=soon), default=F("next_at")),
    }


def forget(*, now: datetime) -> int:
    """Let go of old answers, a few thousand at a time, and of days long gone."""
    old = CheckResult.objects.older_than(now - ANSWERS_KEPT).order_by().values("pk")[:BATCH]
    gone = 0
    while batch := CheckResult.objects.filter(
        pk__in=list(old.values_list("pk", flat=True))
    ).delete()[0]:
        gone += batch
    last = local_day(now - DAYS_KEPT, Shop.current().time_zone)
    CheckDay.objects.filter(date__lt=last).delete()
    return gone
