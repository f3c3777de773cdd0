"""A KPI that kills whoever measures it is parked with words, and the night ends without it."""

from datetime import timedelta

import pytest

from analytics import nights
from analytics.kpi import Span
from analytics.models import NightPart
from tests.analytics.conftest import MONDAY, NEXT_MORNING
from tests.killed import rounds

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = -9
MEASURE = """
from datetime import datetime
from analytics import actions, nights
from analytics.models import Night
from config.lib import turns
measure_one = actions.measure_one
def deadly(kpi, span, *, now):
    return die() if kpi.key == "sales.revenue" else measure_one(kpi, span, now=now)
actions.measure_one = deadly
{change}
now = datetime.fromisoformat("{now}")
def take_up(number):
    for pk in nights.abandoned(now=now):
        nights.measure_part(pk, now=now)
    nights.end(Night.objects.get(), now=now)
rounds(5, take_up)
"""


@pytest.fixture
def night():
    """One KPI kills; another waits behind it."""
    night = nights.begin(Span.of(MONDAY, MONDAY), by=None, now=NEXT_MORNING)
    NightPart.objects.exclude(kpi__in=["sales.revenue", "sales.orders"]).delete()
    NightPart.objects.filter(kpi="sales.orders").delete()
    night.parts.create(kpi="sales.orders")
    return night


def became(change=""):
    return rounds(MEASURE.format(now=NEXT_MORNING + timedelta(minutes=1), change=change))


def test_a_kpi_that_kills_is_parked_and_the_night_ends(night):
    assert became() == [KILLED] * 3 + [0, 0]

    night.refresh_from_db()
    assert night.ended_at is not None
    killer, other = night.parts.order_by("pk")
    assert "broken off three times" in killer.error
    assert (other.error, other.ended_at is not None) == ("", True)


def test_the_control_without_a_count_never_ends(night):
    assert became("turns.may_be_tried = lambda row: True") == [KILLED] * 5

    assert night.parts.filter(ended_at=None).count() == 2
