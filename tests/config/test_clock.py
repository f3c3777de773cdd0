"""Working time: weekends, holidays, closures, and the nights on which the clock is put."""

from datetime import UTC, date, datetime, time

import pytest

from config.lib.clock import WorkingCalendar, local_day, start_of_day
from tests.reading import at

OFFICE = {day: [(time(9), time(13)), (time(14), time(18))] for day in range(5)}


@pytest.fixture
def calendar():
    return WorkingCalendar("Europe/Rome", OFFICE, "IT", frozenset({date(2026, 6, 17)}))


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-06-15T10:00", 2, "2026-06-15T12:00"),
        ("2026-06-15T12:00", 2, "2026-06-15T15:00"),  # over lunch
        ("2026-06-15T17:00", 2, "2026-06-16T10:00"),  # over the evening
        ("2026-06-16T17:00", 2, "2026-06-18T10:00"),  # over a closure
        ("2026-06-12T17:00", 2, "2026-06-15T10:00"),  # over a weekend
        ("2026-08-14T17:00", 2, "2026-08-17T10:00"),  # over Ferragosto, a Saturday, and Sunday
        ("2026-06-01T17:00", 2, "2026-06-03T10:00"),  # over the feast of the Republic
        ("2026-06-14T03:00", 0.5, "2026-06-15T09:30"),  # asked on a Sunday night
    ],
)
def test_hours_pass_only_while_somebody_works(calendar, start, hours, end):
    assert calendar.add_hours(at(start), hours) == at(end)


@pytest.mark.parametrize(
    ("paid", "days", "promised"),
    [
        ("2026-06-15T10:00", 1, "2026-06-16T18:00"),
        ("2026-06-15T23:59", 1, "2026-06-16T18:00"),
        ("2026-06-12T10:00", 1, "2026-06-15T18:00"),
        ("2026-06-13T10:00", 0, "2026-06-15T18:00"),
        ("2026-06-16T10:00", 1, "2026-06-18T18:00"),
        ("2026-12-24T10:00", 2, "2026-12-29T18:00"),
    ],
)
def test_a_promise_ends_with_a_working_day(calendar, paid, days, promised):
    assert calendar.add_days(at(paid), days) == at(promised)


def test_hours_between_skip_what_nobody_works(calendar):
    assert calendar.hours_between(at("2026-06-12T17:00"), at("2026-06-15T10:00")) == 2


def test_a_shop_that_never_works_still_gets_an_answer():
    never = WorkingCalendar("Europe/Rome", {})
    assert never.add_hours(at("2026-06-15T10:00"), 2) == at("2026-06-15T12:00")
    assert never.add_days(at("2026-06-15T10:00"), 2) == at("2026-06-17T10:00")


def test_a_night_shift_loses_an_hour_in_spring_and_gains_one_in_autumn():
    nights = WorkingCalendar("Europe/Rome", {6: [(time(0), time(6))]})
    assert nights.hours_on(date(2026, 3, 29)) == 5
    assert nights.hours_on(date(2026, 10, 25)) == 7
    assert nights.add_hours(at("2026-03-29T00:00"), 4) == at("2026-03-29T05:00")


def test_a_day_begins_at_the_shops_midnight():
    assert start_of_day(date(2026, 3, 29), "Europe/Rome") == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert start_of_day(date(2026, 3, 30), "Europe/Rome") == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert local_day(datetime(2026, 3, 28, 23, tzinfo=UTC), "Europe/Rome") == date(2026, 3, 29)
    assert local_day(datetime(2026, 3, 28, 22, 59, tzinfo=UTC), "Europe/Rome") == date(2026, 3, 28)


def test_an_unknown_country_has_no_holidays():
    calendar = WorkingCalendar("Europe/Rome", OFFICE, "XX")
    assert calendar.works_on(date(2026, 12, 25))
