"""When a figure is out of bounds: judged on the newest complete day, rung for its owner."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Min

from analytics import nights
from analytics.bounds import Bounds
from analytics.days import newest_complete_day
from analytics.kpi import A_DAY, Kind
from analytics.kpis import KPIS
from analytics.models import Alarm, Measurement, Night, Target
from analytics.needs import NEEDS
from analytics.weekdays import SameWeekdays, Verdict
from catalog.models import Channel, Shop
from roles.tasks.actions import open_and_close
from roles.team.models import Role


def sound(*, now: datetime) -> list[Verdict]:
    """Ring for what is out of bounds, fall silent for what is back, and hand out the work."""
    night = nights.newest_ended()
    verdicts = list(judge(night, now=now)) if night else []
    _ring(verdicts, now=now)
    for need in NEEDS:
        open_and_close(need, now=now)
    return verdicts


@transaction.atomic
def _ring(verdicts: list[Verdict], *, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('alarms', 0))")
    owners = dict(Role.objects.values_list("key", "pk"))
    ringing = {(alarm.kpi, alarm.channel_id): alarm for alarm in Alarm.objects.ringing()}
    for verdict in verdicts:
        alarm = ringing.get((verdict.kpi.key, verdict.channel_id))
        if verdict.is_bad and alarm:
            Alarm.objects.filter(pk=alarm.pk).update(**_told(verdict))
        elif verdict.is_bad:
            _begin(verdict, owners[verdict.kpi.owner], now)
        elif alarm:
            Alarm.objects.filter(pk=alarm.pk).update(ended_at=now)


def _told(verdict):
    return {
        "last_day": verdict.day,
        "value": verdict.value,
        "expected": verdict.bounds.expected,
        "lowest": verdict.bounds.lowest,
        "highest": verdict.bounds.highest,
    }


def _begin(verdict, owner_id, now):
    Alarm.objects.create(
        kpi=verdict.kpi.key,
        channel_id=verdict.channel_id,
        since=verdict.day,
        owner_id=owner_id,
        rang_at=now,
        **_told(verdict),
    )


def judge(night: Night, *, now: datetime) -> Iterator[Verdict]:
    """Every figure of the newest complete day that a night has measured, beside its bounds."""
    shop, channels = Shop.current(), list(Channel.objects.active())
    day = min(newest_complete_day(now, channels, shop), night.to_date)
    missed = missed_evenings(day)
    history = SameWeekdays(day, shop.calendar().is_day_off)
    targets = {
        (target.kpi, target.channel_id): target
        for target in Target.objects.on(day).order_by("from_date", "pk")
    }
    late = {(news.channel, news.source) for news in night.late_sources}
    for kpi in KPIS:
        if kpi.kind is Kind.LEVEL:
            yield Verdict(kpi, None, day, None if kpi.key in missed else 0, Bounds(None))
        for channel in _series(kpi, channels, targets):
            if kpi.key in missed or _is_late(kpi, channel, late):
                continue
            target = targets.get((kpi.key, channel and channel.pk))
            yield from history.verdict(kpi, channel, target)


def _series(kpi, channels, targets) -> list[Channel | None]:
    """A figure is judged on each channel; all together only where somebody set a target."""
    if not kpi.has_channels:
        return [None]
    return [*([None] if (kpi.key, None) in targets else []), *channels]


def _is_late(kpi, channel, late) -> bool:
    """Whether what feeds a figure has not come: then it is late, not bad."""
    return any(
        source in kpi.sources and (channel is None or code == channel.code) for code, source in late
    )


def missed_evenings(day: date) -> set[str]:
    """Levels that nobody took at closing, on this evening or the one before: they are lost."""
    levels = [kpi.key for kpi in KPIS if kpi.kind is Kind.LEVEL]
    rows = Measurement.objects.filter(kpi__in=levels)
    begun = dict(rows.values_list("kpi").annotate(Min("day")))
    evenings = [day, day - A_DAY]
    taken = set(rows.filter(day__in=evenings).values_list("kpi", "day").distinct())
    return {
        key
        for key, first in begun.items()
        if any(evening >= first and (key, evening) not in taken for evening in evenings)
    }
