"""A calendar unrolled: the same hours as the calendar's own, both ways, on any night."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.lib.clock import Timeline, WorkingCalendar
from tests.reading import at

OFFICE = {day: [(time(9), time(13)), (time(14), time(18))] for day in range(5)}
NIGHTS = {day: [(time(0), time(6)), (time(22), time(23, 59))] for day in range(7)}
CLOSED = frozenset({date(2026, 6, 17)})
CALENDARS = [
    WorkingCalendar("Europe/Rome", OFFICE, "IT", CLOSED),
    WorkingCalendar("Europe/Rome", NIGHTS),
    WorkingCalendar("America/New_York", {2: [(time(10), time(12, 30))]}),
]
NEW_YEAR = datetime(2025, 1, 1, tzinfo=UTC)
moments = st.integers(0, 3 * 365 * 86_400).map(lambda later: NEW_YEAR + timedelta(seconds=later))
unhurried = settings(deadline=None, max_examples=50)
hours = st.integers(1, 400_000).map(lambda seconds: seconds / 3600)


def unrolled(calendar):
    return Timeline(calendar, since=date(2026, 6, 1))


@pytest.fixture
def office():
    return unrolled(CALENDARS[0])


@unhurried
@given(moments, hours, st.sampled_from(CALENDARS))
def test_it_adds_as_the_calendar_does(moment, some, calendar):
    assert unrolled(calendar).add(moment, some) == calendar.add_hours(moment, some)


@unhurried
@given(moments, hours, st.sampled_from(CALENDARS))
def test_what_is_taken_off_is_there_to_add(moment, some, calendar):
    line = unrolled(calendar)

    start = line.subtract(moment, some)

    assert line.add(start, some) <= moment
    assert line.hours_between(start, moment) == pytest.approx(some, abs=1 / 3600)
    assert line.hours_between(moment, start) == -line.hours_between(start, moment)


@unhurried
@given(moments, moments, st.sampled_from(CALENDARS))
def test_positions_never_run_backwards(one, other, calendar):
    line = unrolled(calendar)
    first, then = sorted([one, other])

    assert line.position(first) <= line.position(then)
    assert line.moment(line.position(then)) <= then
    assert line.latest(line.position(then)) >= then


@pytest.mark.parametrize(
    ("end", "worked", "start"),
    [
        ("2026-06-15T12:00", 2, "2026-06-15T10:00"),
        ("2026-06-15T15:00", 2, "2026-06-15T12:00"),  # over lunch
        ("2026-06-16T10:00", 2, "2026-06-15T17:00"),  # over the evening
        ("2026-06-18T10:00", 2, "2026-06-16T17:00"),  # over a closure
        ("2026-06-15T09:00", 8, "2026-06-12T09:00"),  # the whole Friday, until Monday's opening
        ("2026-06-03T10:00", 2, "2026-06-01T17:00"),  # over the feast of the Republic
        ("2026-06-14T03:00", 0.5, "2026-06-12T17:30"),  # asked on a Sunday night
    ],
)
def test_the_last_moment_to_begin(office, end, worked, start):
    assert office.subtract(at(end), worked) == at(start)


@pytest.mark.parametrize(
    ("night", "worked"),
    [
        ("2026-03-29", 5),  # spring: from 2:00 it is 3:00
        ("2026-10-25", 7),  # autumn: from 3:00 it is 2:00 again
        ("2026-06-14", 6),
    ],
)
def test_the_night_the_clock_is_put_has_its_own_length(night, worked):
    nights = unrolled(WorkingCalendar("Europe/Rome", NIGHTS))
    midnight, six = at(f"{night}T00:00"), at(f"{night}T06:00")

    assert nights.hours_between(midnight, six) == worked
    assert nights.add(midnight, worked) == six
    assert nights.subtract(six, worked) == midnight


def test_hours_that_do_not_exist_are_not_worked():
    sunday = {6: [(time(2, 15), time(2, 45)), (time(9), time(10))]}
    line = unrolled(WorkingCalendar("Europe/Rome", sunday))

    assert line.hours_between(at("2026-03-29T00:00"), at("2026-03-29T23:00")) == 1.5


def test_hours_typed_in_twice_are_worked_once():
    twice = {0: [(time(9), time(13)), (time(11), time(15)), (time(12), time(13))]}
    line = unrolled(WorkingCalendar("Europe/Rome", twice))

    assert line.hours_between(at("2026-06-15T00:00"), at("2026-06-16T00:00")) == 6


@pytest.mark.parametrize("far", ["2026-06-14T03:00", "1990-01-01T00:00", "2090-01-01T00:00"])
def test_where_nobody_works_plain_hours_pass(far):
    line = unrolled(WorkingCalendar("Europe/Rome", {}))

    assert line.add(at(far), 5) == at(far) + timedelta(hours=5)
    assert line.subtract(at(far), 5) == at(far) - timedelta(hours=5)


def test_a_century_away_there_is_still_an_answer(office):
    assert office.add(at("2190-01-01T00:00"), 5) == at("2190-01-01T05:00")
    assert office.hours_between(at("1890-01-01T00:00"), at("2190-01-01T00:00")) > 0


@pytest.mark.parametrize(
    ("moment", "days", "opening"),
    [
        ("2026-06-15T10:30", 0, "2026-06-15T10:30"),
        ("2026-06-15T10:30", 1, "2026-06-16T09:00"),
        ("2026-06-16T10:30", 1, "2026-06-18T09:00"),  # over a closure
        ("2026-06-12T10:30", 1, "2026-06-15T09:00"),
        ("2026-06-13T10:30", 1, "2026-06-15T09:00"),  # a Saturday
        ("2026-06-15T10:30", -1, "2026-06-12T09:00"),
        ("2026-06-18T10:30", -1, "2026-06-16T09:00"),
        ("2026-06-14T10:30", -1, "2026-06-12T09:00"),
    ],
)
def test_so_many_working_days_away(office, moment, days, opening):
    away = office.days_after if days >= 0 else office.days_before

    assert away(at(moment), abs(days)) == at(opening)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-06-15T10:30", "2026-06-15T10:30"),
        ("2026-06-15T13:00", "2026-06-15T14:00"),
        ("2026-06-12T18:00", "2026-06-15T09:00"),
        ("2026-06-14T03:00", "2026-06-15T09:00"),
    ],
)
def test_the_next_opening(office, moment, opening):
    assert office.opening(at(moment)) == at(opening)
