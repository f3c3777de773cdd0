"""How long the night takes: one more day, 35 days, three years; and bare SQL beside it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from django.db import connection
from django.utils import timezone

from analytics import actions, nights
from analytics.days import yesterday
from analytics.kpi import Span
from analytics.kpis import BY_KEY
from analytics.models import Measurement, Night
from benchmarks import volume
from benchmarks.bare import BARE
from benchmarks.machine import run
from benchmarks.table import Table, took

WORKERS = 2  # as `serve` starts
ROUNDS = 3
FACTOR = 1.5
BLINK = 0.1  # seconds that nobody waits for
SPANS = [  # days, bar in seconds, what it is
    (volume.DAYS, 240, "three years"),
    (35, 45, "35 days restated"),
    (1, 5, "one more day"),
]


def measure(table: Table) -> None:
    """The night as its two workers share it, then each KPI alone beside its bare SQL."""
    table.heading("The night, all KPIs, two workers")
    Measurement.objects.all().delete()
    Night.objects.all().delete()
    for days, bar, name in SPANS:
        if days == 1:
            _forget_yesterday()
        table.at_most(f"{name}", run_a_night(days), bar, "s")
    rows = Measurement.objects.count()
    table.note("rows of figures kept", f"{rows:,}")
    _beside_bare_sql(table)


def measure_everything() -> None:
    run_a_night(volume.DAYS)


def run_a_night(days: int) -> float:
    """The seconds of one night over so many days."""
    last = yesterday(timezone.now())
    night = nights.begin(
        Span.of(last - timedelta(days=days - 1), last), by=None, now=timezone.now()
    )
    parts = list(night.parts.order_by("pk").values_list("pk", flat=True))
    with ThreadPoolExecutor(WORKERS) as workers:
        seconds = took(lambda: list(workers.map(_part, parts)))
    nights.end(night, now=timezone.now())
    failed = night.parts.exclude(error="")
    if failed.exists():
        raise SystemExit(f"{failed[0].kpi}: {failed[0].error}")
    return seconds


def _part(pk):
    try:
        nights.measure_part(pk, now=timezone.now())
    finally:
        connection.close()


def _forget_yesterday():
    Measurement.objects.filter(day=yesterday(timezone.now())).delete()


def _beside_bare_sql(table):
    """The same numbers asked by hand and kept in a bare table, against the night's own way."""
    last = yesterday(timezone.now())
    for days in (volume.DAYS, 35):
        table.heading(f"Each beside its bare SQL, {days:,} days")
        span = Span.of(last - timedelta(days=days - 1), last)
        for key, statement in BARE.items():
            bare, ours = (
                _fastest(partial(_ask_by_hand, statement, span)),
                _fastest(partial(_measure_one, key, span)),
            )
            got = f"{ours:.2f} s of {bare:.2f} s, {ours / bare:.2f}×"
            is_good = ours <= FACTOR * bare or ours < BLINK
            table.judge(key, got, f"{FACTOR}×, or {BLINK} s", is_good)


def _fastest(work) -> float:
    return min(took(work) for _ in range(ROUNDS))


def _ask_by_hand(statement, span):
    bounds = dict(zip(("start", "end"), span.moments(), strict=True))
    run("DROP TABLE IF EXISTS by_hand")
    run(f"CREATE TABLE by_hand AS {statement}", bounds)
    run("DROP TABLE by_hand")


def _measure_one(key, span):
    actions.measure_one(BY_KEY[key], span, now=timezone.now())
