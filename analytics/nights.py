"""A night: one run of every KPI over a span of days, part by part, whoever takes them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import structlog
from django.db import OperationalError, connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from analytics import actions, sources
from analytics.actions import Measured
from analytics.days import restated_span, yesterday
from analytics.kpi import A_DAY, Span
from analytics.kpis import BY_KEY, KPIS
from analytics.models import Night, NightPart
from catalog.models import Shop
from config.lib import turns
from config.lib.planner import look_around

log = structlog.get_logger(__name__)

STUCK = timedelta(minutes=30)
A_DOUBLE_CLICK = timedelta(seconds=10)
HEAD_START = timedelta(seconds=20)  # a night's own jobs come first


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
    look_around()
    return night


def begin_if_due(*, now: datetime) -> Night | None:
    """Past the shop's hour, yesterday has its night: once, whoever asks and however often."""
    shop = Shop.current()
    day = yesterday(now)
    if now.astimezone(ZoneInfo(shop.time_zone)).time() < shop.night_at:
        day -= A_DAY
    if Night.objects.filter(business_day__gte=day).exists():
        return None
    return begin(restated_span(day), by=None, now=now, business_day=day)


def measure_part(pk: int, *, now: datetime) -> Measured:
    """One KPI of one night. The row's lock says that somebody is alive and at it."""
    try:
        return _measure(pk, now) if _begin(pk, now) else Measured()
    except OperationalError:  # the database is away or tired: somebody takes it up again
        raise
    except Exception as problem:
        log.exception("part_failed", part=pk)
        _park(pk, str(problem) or type(problem).__name__, now)
        return Measured()


@transaction.atomic
def _begin(pk, now) -> bool:
    """Say since when somebody is at it; a part that was broken off again and again is parked."""
    free = NightPart.objects.select_for_update(skip_locked=True).filter(pk=pk, ended_at=None)
    for part in free:
        NightPart.objects.filter(pk=pk).update(started_at=now)
        if turns.may_be_tried(part):
            return True
        _park(pk, _("Measuring this was broken off three times."), now)
    return False


@transaction.atomic
def _measure(pk, now) -> Measured:
    """The figures and the end of the part are one transaction: a killed one leaves neither."""
    unfinished = NightPart.objects.filter(pk=pk, ended_at=None).select_related("night")
    part = unfinished.select_for_update(skip_locked=True, of=("self",)).first()
    if part is None:
        return Measured()
    kpi, night = BY_KEY.get(part.kpi), part.night
    span = Span.of(night.from_date, night.to_date)
    began = monotonic()
    measured = actions.measure_one(kpi, span, now=now) if kpi else Measured()
    ended_at = now + timedelta(seconds=monotonic() - began)
    NightPart.objects.filter(pk=pk).update(ended_at=ended_at, **measured._asdict())
    return measured


def _park(pk, problem, now):
    NightPart.objects.filter(pk=pk, ended_at=None).update(ended_at=now, error=problem)


def end(night: Night, *, now: datetime) -> bool:
    """Close a night whose parts are all done, and note what came late."""
    unfinished = NightPart.objects.filter(night=OuterRef("pk"), ended_at=None)
    done = Night.objects.filter(~Exists(unfinished), pk=night.pk, ended_at=None)
    if not done.exists():
        return False
    heard = [asdict(news) for news in sources.news(now=now)]
    return bool(done.update(ended_at=now, sources=heard))


@transaction.atomic
def abandoned(*, now: datetime) -> list[int]:
    """Unfinished parts that nobody is at: those of a killed worker, and those nobody began.

    While somebody is at a part of a night, the others of that night may wait their turn.
    """
    unfinished = NightPart.objects.filter(ended_at=None, night__started_at__lt=now - HEAD_START)
    free = unfinished.select_for_update(skip_locked=True, of=("self",)).order_by("pk")
    parts = list(free.only("pk", "night_id", "started_at"))
    held = unfinished.exclude(pk__in=[part.pk for part in parts]).values_list("night", flat=True)
    nights_at_work = set(held)
    return [part.pk for part in parts if part.started_at or part.night_id not in nights_at_work]


def newest_ended() -> Night | None:
    """The last ended night of the newest days; one over old days tells no news."""
    ended = Night.objects.filter(ended_at__isnull=False)
    return ended.order_by("-to_date", "-started_at").first()


@dataclass(frozen=True)
class Told:
    """A night in a few numbers."""

    night: Night
    kpis: int
    done: int
    rows: int
    restated: int
    failed: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.kpis) if self.kpis else 100

    @property
    def seconds(self) -> float | None:
        ended = self.night.ended_at
        return (ended - self.night.started_at).total_seconds() if ended else None


def told_all(nights: Iterable[Night]) -> list[Told]:
    """Nights in a few numbers each, read in one question."""
    nights = list(nights)
    parts = NightPart.objects.filter(night__in=[night.pk for night in nights]).values("night")
    counted = parts.annotate(
        kpis=Count("pk"),
        done=Count("ended_at"),
        rows_written=Coalesce(Sum("rows"), 0),
        rows_restated=Coalesce(Sum("restated"), 0),
        failed=Count("pk", filter=~Q(error="")),
    )
    by_night = {
        row["night"]: (
            row["kpis"], row["done"], row["rows_written"], row["rows_restated"], row["failed"]
        )
        for row in counted
    }  # fmt: skip
    return [Told(night, *by_night.get(night.pk, (0, 0, 0, 0, 0))) for night in nights]


def told(night: Night) -> Told:
    return told_all([night])[0]


@transaction.atomic
def begin_by_hand(span: Span, *, by, now: datetime) -> tuple[Night, bool]:
    """Open a night, unless the same one was just opened: a second click changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('night by hand', 0))")
    same = Night.objects.filter(business_day=None, from_date=span.first, to_date=span.last)
    just = Q(ended_at=None, started_at__gt=now - STUCK) | Q(started_at__gt=now - A_DOUBLE_CLICK)
    found = same.filter(just).order_by("-pk").first()
    return (found, False) if found else (begin(span, by=by, now=now), True)
