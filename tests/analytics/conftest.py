from datetime import UTC, date, datetime, timedelta

import pytest

from analytics import actions, reading
from analytics.kpi import Span
from analytics.kpis import BY_KEY
from tests.factories import NOON

MONDAY = NOON.date()
NEXT_MORNING = NOON + timedelta(hours=16)  # 04:00 in Rome


def rome(text):
    """A moment on Rome's summer clock: rome("2026-06-15 23:59")."""
    return datetime.fromisoformat(text + "+02:00").astimezone(UTC)


@pytest.fixture
def measured(db):
    """Measure one KPI over days, and read it back: (numerator, denominator) by day."""

    def measure(key, first=MONDAY, last=None, **asked):
        span = Span.of(first, last or first)
        actions.measure_one(BY_KEY[key], span, now=NEXT_MORNING)
        return {
            (str(figure.first), figure.value) if "by" in asked else str(figure.first): (
                figure.numerator
                if figure.denominator is None
                else (figure.numerator, figure.denominator)
            )
            for figure in reading.figures(BY_KEY[key], span, **asked)
        }

    return measure


@pytest.fixture
def week():
    return Span.of(date(2026, 6, 15), date(2026, 6, 21))
