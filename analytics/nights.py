"""A night: one run of every KPI over a span of days, part by part, whoever takes them."""

from dataclasses import asdict
from datetime import date, datetime

import structlog
from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Exists, OuterRef

from analytics import actions, sources
from analytics.actions import Measured
from analytics.kpi import Span
from analytics.kpis import BY_KEY, KPIS
from analytics.models import Night, NightPart

log = structlog.get_logger(__name__)


@transaction.atomic
def begin(span: Span, *, by, now: datetime, business_day: date | None = None) -> Night | None:
    """Open a night with one part per KPI. A business day has one night: None if it had its own."""
    night = Night(
        from_date=span.first,
        to_date=span.last,
        business_day=business_day,
        started_at=now,
        started_by=by,
    )
    Night.objects.bulk_create([night], ignore_conflicts=business_day is not None)
    if business_day is not None:
        night = Night.objects.filter(business_day=business_day, parts=None).first()
    if night is None:
        return None
    NightPart.objects.bulk_create(NightPart(night=night, kpi=kpi.key) for kpi in KPIS)
    return night


def measure_part(pk: int, *, now: datetime) -> Measured:
    """One KPI of one night. The row's lock says that somebody is alive and at it."""
    _mark_begun(pk, now)
    try:
        return _measure(pk, now)
    except OperationalError:  # the database is away or tired: somebody takes it up again
        raise
    except DatabaseError as problem:
        log.exception("part_failed", part=pk)
        _park(pk, str(problem), now)
        return Measured()


@transaction.atomic
def _mark_begun(pk, now):
    free = NightPart.objects.select_for_update(skip_locked=True).filter(pk=pk, ended_at=None)
    for part in free:
        NightPart.objects.filter(pk=part.pk).update(started_at=now)


@transaction.atomic
def _measure(pk, now) -> Measured:
    """The figures and the end of the part are one transaction: a killed one leaves neither."""
    unfinished = NightPart.objects.filter(pk=pk, ended_at=None).select_related("night")
    part = unfinished.select_for_update(skip_locked=True, of=("self",)).first()
    if part is None:
        return Measured()
    kpi, night = BY_KEY.get(part.kpi), part.night
    span = Span.of(night.from_date, night.to_date)
    measured = actions.measure_one(kpi, span, now=now) if kpi else Measured()
    NightPart.objects.filter(pk=pk).update(ended_at=now, **measured._asdict())
    return measured


def _park(pk, problem, now):
    NightPart.objects.filter(pk=pk, ended_at=None).update(ended_at=now, error=problem)


def end(night: Night, *, now: datetime) -> bool:
    """Close a night whose parts are all done, and note what came late."""
    unfinished = NightPart.objects.filter(night=OuterRef("pk"), ended_at=None)
    open_still = Night.objects.filter(~Exists(unfinished), pk=night.pk, ended_at=None)
    heard = [asdict(news) for news in sources.news(now=now)]
    return bool(open_still.update(ended_at=now, sources=heard))


def abandoned(*, now: datetime) -> list[int]:
    """Unfinished parts that nobody holds: those of a killed worker, and those never begun."""
    with transaction.atomic():
        free = NightPart.objects.select_for_update(skip_locked=True).filter(
            ended_at=None, night__ended_at=None
        )
        return list(free.order_by("pk").values_list("pk", flat=True))
