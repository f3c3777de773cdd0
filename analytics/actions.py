"""What the night does: measure spans of days, each KPI in one statement and one transaction."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection, transaction

from analytics.amounts import Amounts
from analytics.days import closing_days
from analytics.kpi import Dimension, Kind, Kpi, Span, next_month
from analytics.models import Measurement

MEASURE = """
WITH asked AS (
{question}
), fresh AS MATERIALIZED (
    SELECT {dimension} AS dimension, on_day, on_channel::bigint AS on_channel,
           left({value}, 500) AS value, in_currency,
           sum(top)::numeric(20, 6) AS top, sum(bottom)::numeric(20, 6) AS bottom,
           (CASE WHEN count(*) = count(top_in_shop) THEN sum(top_in_shop) END
           )::numeric(20, 6) AS top_in_shop,
           (CASE WHEN count(*) = count(bottom_in_shop) THEN sum(bottom_in_shop) END
           )::numeric(20, 6) AS bottom_in_shop
    FROM asked
    WHERE on_day >= %(first)s AND on_day < %(end)s AND top IS NOT NULL
    GROUP BY GROUPING SETS ({sets})
), known AS (
    SELECT * FROM analytics_measurement
    WHERE kpi = %(kpi)s AND day >= %(first)s AND day < %(end)s
), seen AS MATERIALIZED (
    SELECT fresh.*, known.id AS known_id
    FROM fresh FULL JOIN known
      ON fresh.on_day = known.day AND fresh.dimension = known.dimension
     AND fresh.value = known.value AND fresh.in_currency = known.currency
     AND coalesce(fresh.on_channel, 0) = coalesce(known.channel_id, 0)
    WHERE known.id IS NULL OR fresh.on_day IS NULL
       OR (known.numerator, known.denominator, known.numerator_in_shop, known.denominator_in_shop,
           known.version)
       IS DISTINCT FROM (fresh.top, fresh.bottom, fresh.top_in_shop, fresh.bottom_in_shop,
           %(version)s)
), gone AS (
    DELETE FROM analytics_measurement
    WHERE id IN (SELECT known_id FROM seen WHERE on_day IS NULL)
    RETURNING id
), changed AS (
    UPDATE analytics_measurement AS old SET
        numerator = top, denominator = bottom, numerator_in_shop = top_in_shop,
        denominator_in_shop = bottom_in_shop, version = %(version)s, measured_at = %(now)s,
        restated_at = %(now)s
    FROM seen WHERE old.id = seen.known_id AND seen.on_day IS NOT NULL
    RETURNING old.id
), added AS (
    INSERT INTO analytics_measurement (
        kpi, dimension, day, channel_id, value, currency, numerator, denominator,
        numerator_in_shop, denominator_in_shop, version, measured_at, restated_at)
    SELECT %(kpi)s, dimension, on_day, on_channel, value, in_currency, top, bottom,
           top_in_shop, bottom_in_shop, %(version)s, %(now)s,
           CASE WHEN on_day <= %(known_until)s THEN %(now)s::timestamptz END
    FROM seen WHERE known_id IS NULL
    RETURNING restated_at
)
SELECT (SELECT count(*) FROM fresh),
       (SELECT count(restated_at) FROM added) + (SELECT count(*) FROM changed)
       + (SELECT count(*) FROM gone)
"""
FORGET_MONTHS = """
DELETE FROM analytics_monthtotal WHERE kpi = %(kpi)s AND month >= %(first)s AND month < %(end)s
"""
ADD_UP_MONTHS = """
INSERT INTO analytics_monthtotal (
    kpi, month, channel_id, currency, numerator, denominator, numerator_in_shop,
    denominator_in_shop)
SELECT kpi, date_trunc('month', day::timestamp)::date, channel_id, currency, sum(numerator),
       sum(denominator),
       CASE WHEN count(*) = count(numerator_in_shop) THEN sum(numerator_in_shop) END,
       CASE WHEN count(*) = count(denominator_in_shop) THEN sum(denominator_in_shop) END
FROM analytics_measurement
WHERE kpi = %(kpi)s AND dimension = '' AND day >= %(first)s AND day < %(end)s
GROUP BY 1, 2, 3, 4
"""


class Measured(NamedTuple):
    """What measuring a KPI left behind."""

    rows: int = 0
    restated: int = 0


def measure(kpis: Iterable[Kpi], span: Span, *, now: datetime) -> dict[str, Measured]:
    """Measure KPIs over a span. Running it again corrects, and never doubles."""
    return {kpi.key: measure_one(kpi, span, now=now) for kpi in kpis}


@transaction.atomic
def measure_one(kpi: Kpi, span: Span, *, now: datetime) -> Measured:
    """One KPI at a time over the whole house: whoever comes second waits, and then corrects."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [kpi.key])
    known = Measurement.objects.filter(kpi=kpi.key)
    newest = known.order_by("-day").values_list("day", flat=True).first()
    if kpi.kind is Kind.LEVEL:
        return _take_level(kpi, span, known, newest, now)
    measured = _write(kpi, kpi.measure(span), span, known_until=newest, now=now)
    _add_up_months(kpi, span)
    return measured


def _take_level(kpi, span, known, newest, now):
    """A level is taken on its evening, once: afterwards it can no longer be seen."""
    if span.last not in closing_days(now) or known.filter(day=span.last).exists():
        return Measured()
    evening = Span.of(span.last, span.last)
    return _write(kpi, kpi.measure(span.last, now), evening, known_until=newest, now=now)


def _write(kpi: Kpi, amounts: Amounts, span: Span, *, known_until: date | None, now: datetime):
    question, params = amounts.sql_and_params()
    names = {f"asked_{place}": value for place, value in enumerate(params)}
    question = _named(question, names)
    sql = MEASURE.format(
        question=question,
        dimension=_case(amounts.dimensions, lambda name: f"'{name}'"),
        value=_case(amounts.dimensions, lambda name: f"by_{name}"),
        sets=_grouping_sets(amounts.dimensions),
    )
    names |= {
        "kpi": kpi.key,
        "version": kpi.version,
        "first": span.first,
        "end": span.end,
        "now": now,
        "known_until": known_until,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, names)
        return Measured(*cursor.fetchone())


def _add_up_months(kpi, span):
    months = {"kpi": kpi.key, "first": span.first.replace(day=1), "end": next_month(span.last)}
    with connection.cursor() as cursor:
        cursor.execute(FORGET_MONTHS, months)
        cursor.execute(ADD_UP_MONTHS, months)


def _named(question: str, names: dict) -> str:
    """The question's `%s` by name, so that it can stand beside the engine's own values."""
    for name in names:
        question = question.replace("%s", f"%({name})s", 1)
    return question


def _case(dimensions: tuple[Dimension, ...], then) -> str:
    if not dimensions:
        return "''"
    cases = " ".join(f"WHEN grouping(by_{name}) = 0 THEN {then(name)}" for name in dimensions)
    return f"CASE {cases} ELSE '' END"


def _grouping_sets(dimensions: tuple[Dimension, ...]) -> str:
    total = "on_day, on_channel, in_currency"
    return ", ".join([f"({total})", *(f"({total}, by_{name})" for name in dimensions)])
