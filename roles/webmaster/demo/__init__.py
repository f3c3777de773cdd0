"""The demo's pages: what is broken and what was, what went out, and how the addresses answered."""

import math
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType

from catalog.models import Channel, Product
from config.lib.clock import local_day
from config.lib.seeds import copy_in, dice, next_id, words
from roles.team.demo import cast
from roles.webmaster.demo.sheets import (
    CHECKS,
    DECLINED,
    DEFECTS,
    FREEZE,
    GIULIA,
    HOSTS,
    OWEN,
    RELEASES,
    ROLLED_BACK,
    SARA,
)
from roles.webmaster.models import (
    CheckDay,
    CheckResult,
    Defect,
    DefectMove,
    Freeze,
    Release,
    ReleaseMove,
    SiteCheck,
)

DAYS, HOURS = 40, 26  # of sums, and of single answers
A_DAYS_WORTH = 288  # answers, one every five minutes
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
WAYS = {
    "reported": [],
    "accepted": ["accepted"],
    "fixing": ["accepted", "fixing"],
    "fixed": ["accepted", "fixing", "fixed"],
    "verified": ["accepted", "fixing", "fixed", "verified"],
    "declined": ["declined"],
    "duplicate": ["duplicate"],
}


def fill(now: datetime, seed: int, scale: float) -> None:
    """Where our pages live, what answers, what is broken, what goes out and when nothing may."""
    rolls, people = dice(seed, "webmaster"), cast()
    for code, hosts in HOSTS.items():
        Channel.objects.filter(code=code).update(hosts=hosts)
    _freeze(now, people)
    releases = _release(now, people)
    _break(now, people, releases)
    _watch(now, rolls)


def _freeze(now, people):
    start = (now + 5 * A_DAY).replace(hour=6, minute=0, second=0, microsecond=0)
    Freeze.objects.create(
        why=FREEZE,
        from_at=start,
        until_at=start + 6 * A_DAY,
        made_at=now - 3 * A_DAY,
        made_by=people[GIULIA],
    )


def _release(now, people):
    """The releases by their titles, each with how it came to be what it is."""
    known, owen = {}, people[OWEN]
    for title, what, journeys, state, days in RELEASES:
        planned = (now + days * A_DAY).replace(hour=7, minute=30, second=0, microsecond=0)
        out = planned + timedelta(minutes=12) if state != "planned" else None
        back = out + AN_HOUR if state == "rolled_back" else None
        release = Release.objects.create(
            title=title,
            what=what,
            journeys=journeys,
            status=state,
            planned_at=planned,
            planned_by=owen,
            made_at=planned - 6 * A_DAY,
            released_at=out,
            rolled_back_at=back,
        )
        moves = [("planned", "released", out, ""), ("released", "rolled_back", back, ROLLED_BACK)]
        ReleaseMove.objects.bulk_create(
            ReleaseMove(
                subject=release, came_from=was, became=is_now, moved_at=at, moved_by=owen, note=note
            )
            for was, is_now, at, note in moves
            if at
        )
        known[title] = release
    return known


def _break(now, people, releases):
    channels = Channel.objects.in_bulk(field_name="code")
    fixed_by = {4: releases["Ricerca con accenti"], 6: releases["Barra dei cookie"]}
    first = None
    for number, (state, *rest) in enumerate(DEFECTS):
        title, where, code, touched, lost, days, who, details = rest
        begun = now - timedelta(days=days)
        release = fixed_by.get(number)
        moves = _moves(state, begun, now, people, release)
        ends = {move.became: move.moved_at for move in moves}
        defect = Defect.objects.create(
            title=title,
            details=details,
            journey=where,
            channel=channels.get(code),
            touched_percent=touched and Decimal(touched),
            lost_percent=lost and Decimal(lost),
            status=state,
            assignee=people[OWEN] if "fixing" in ends else None,
            release=release,
            duplicate_of=first if state == "duplicate" else None,
            reported_at=begun,
            reported_by=people[who],
            fixed_at=ends.get("fixed"),
            ended_at=ends.get(state) if state in {"verified", "declined", "duplicate"} else None,
            **_about(number),
        )
        first = first or defect
        for move in moves:
            move.subject = defect
        DefectMove.objects.bulk_create(moves)


def _about(number):
    """The upside-down picture was reported from its product."""
    product = Product.objects.active().order_by("pk").first() if number == 3 else None
    if product is None:
        return {}
    kind = ContentType.objects.get_for_model(Product)
    return {"subject_type": kind, "subject_id": product.pk}


def _moves(state, begun, now, people, release):
    """How it came to its state, spread over the time since; a fix comes before its release."""
    came_from, steps, moves = "reported", WAYS[state], []
    end = min(now, release.released_at) if release else begun + (now - begun) * 0.8
    for place, became in enumerate(steps, start=1):
        at = begun + (end - begun) * place / (len(steps) + 1)
        if became == "verified":
            at = (release.released_at if release else at) + 3 * AN_HOUR
        by = people[SARA] if became == "verified" else people[OWEN]
        note = DECLINED if became == "declined" else ""
        moves.append(
            DefectMove(came_from=came_from, became=became, moved_at=at, moved_by=by, note=note)
        )
        came_from = became
    return moves


def _watch(now, rolls):
    """The checks, forty days of their sums, and every answer of the last day."""
    number, days, answers = next_id(SiteCheck), [], []
    checks = []
    for place, (name, address, expects, first_byte, size, ends, problem) in enumerate(CHECKS):
        pk = number + place
        since = now - 3 * AN_HOUR
        checks.append((
            pk, name, address, expects, 5, 800 if problem else 1500, True, now,
            now - timedelta(minutes=4), since if problem else now - timedelta(minutes=4),
            36 if problem else 0, since if problem else None, problem, 200,
            910 if problem else _swing(first_byte, now, rolls), size, now + ends * A_DAY,
        ))  # fmt: skip
        days += _days(pk, first_byte, place, now, rolls)
        answers += _answers(pk, first_byte, size, problem, now, rolls)
    copy_in(SiteCheck, CHECK, checks)
    copy_in(CheckDay, DAY, days)
    copy_in(CheckResult, ANSWER, answers)


CHECK = words(
    "id name address expects every_minutes first_byte_within_ms is_active next_at asked_at"
    " passed_at failures failing_since_at problem status first_byte_ms size_bytes"
    " certificate_until_at"
)
DAY = words("check_of_id date asked passed timed first_byte_sum_ms")
ANSWER = words("check_of_id asked_at problem status first_byte_ms size_bytes")


def _swing(first_byte, at, rolls):
    """Slower in the evening, when everybody shops."""
    evening = 1 + 0.35 * max(0.0, math.sin((at.hour - 12) / 24 * 2 * math.pi))
    return round(first_byte * evening * rolls.uniform(0.85, 1.2))


def _days(pk, first_byte, place, now, rolls):
    for back in range(DAYS, 0, -1):
        day = local_day(now - back * A_DAY, "Europe/Rome")
        lost = rolls.choice([0, 0, 0, 0, 0, 1, 2]) + (22 if (place, back) == (3, 33) else 0)
        passed = A_DAYS_WORTH - lost
        average = first_byte * rolls.uniform(0.92, 1.15)
        yield pk, day, A_DAYS_WORTH, passed, passed, round(passed * average)


def _answers(pk, first_byte, size, problem, now, rolls):
    for back in range(HOURS * 12, 0, -1):
        at = now - timedelta(minutes=5 * back)
        fails = problem if back < 36 else ""
        took = _swing(first_byte, at, rolls) if not fails else rolls.randint(830, 1400)
        yield pk, at, fails, 200, took, size
