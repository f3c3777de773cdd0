"""Workers killed in the middle of the night, and two nights at once: the figures are the same."""

import random
import time

import psutil
import pytest

from analytics.kpi import Kind
from analytics.kpis import KPIS
from tests.house import House, kill_all, wait_until

pytestmark = [pytest.mark.drill, pytest.mark.xdist_group("house")]

FIGURES = """
    SELECT kpi, day, channel_id, dimension, value, currency, numerator, denominator,
           numerator_in_shop, denominator_in_shop
    FROM analytics_measurement WHERE kpi <> ALL(%s) AND day BETWEEN %s AND %s
    ORDER BY 1, 2, 3, 4, 5, 6
"""
LEVELS = [kpi.key for kpi in KPIS if kpi.kind is Kind.LEVEL]
# Today is left out: the open house goes on working, and its pages are checked each minute.
SPAN = "SELECT min(placed_at)::date - 1, max(placed_at)::date - 2 FROM orders_order"
BEGIN = """
from datetime import date
from django.utils import timezone
from analytics import jobs, nights
from analytics.kpi import Span
span = Span.of(date.fromisoformat("{0}"), date.fromisoformat("{1}"))
night = nights.begin(span, by=None, now=timezone.now())
jobs.share_out(night)
print(night.pk)
"""


@pytest.fixture
def undisturbed(house):
    """The figures of a night nobody disturbed, and its span."""
    first, last = house.rows(SPAN)[0]
    house.manage("measure", "--from", str(first), "--to", str(last))
    figures = house.rows(FIGURES, LEVELS, first, last)
    house.rows("DELETE FROM analytics_measurement WHERE kpi <> ALL(%s)", LEVELS)
    return figures, first, last


def begin_night(house, first, last):
    return int(house.manage("shell", "-c", BEGIN.format(first, last)).split()[-1])


def parts_left(house, night):
    sql = "SELECT count(*) FROM analytics_nightpart WHERE night_id = %s AND ended_at IS NULL"
    return house.rows(sql, night)[0][0]


def test_a_night_survives_the_death_of_its_workers(house: House, undisturbed, is_long):
    figures, first, last = undisturbed
    chance = random.Random(7)
    night = begin_night(house, first, last)

    slowest = 0
    for _ in range(10 if is_long else 2):
        time.sleep(chance.uniform(0.1, 1.0))
        kill = _kill_a_child if chance.random() < 0.5 else _kill_the_worker
        kill(house)
        slowest = max(slowest, _seconds_until_work_resumes(house, night))
        if not parts_left(house, night):
            night = begin_night(house, first, last)
    wait_until(lambda: parts_left(house, night) == 0, seconds=120)

    print(f"night killed at random moments: work resumed after {slowest:.0f} s at the latest")
    assert figures
    assert house.rows(FIGURES, LEVELS, first, last) == figures


def _seconds_until_work_resumes(house, night):
    left = parts_left(house, night)
    began = time.monotonic()
    wait_until(lambda: parts_left(house, night) < max(left, 1), seconds=90)
    return time.monotonic() - began


def _kill_a_child(house):
    """What the kernel does to a process that eats too much."""
    worker = psutil.Process(house.workers[-1].pid)
    for child in worker.children()[:1]:
        child.kill()


def _kill_the_worker(house):
    kill_all(house.workers[-1].pid)
    house.start_worker()


def test_two_nights_at_once_are_one(house: House, undisturbed):
    figures, first, last = undisturbed

    nights = [begin_night(house, first, last) for _ in range(2)]
    wait_until(lambda: not any(parts_left(house, night) for night in nights), seconds=120)

    assert house.rows(FIGURES, LEVELS, first, last) == figures
