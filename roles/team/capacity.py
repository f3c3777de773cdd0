"""How many hours people have to give, day by day."""

from collections.abc import Iterable
from datetime import date, timedelta

from config.lib.clock import WorkingCalendar
from roles.team import calendars
from roles.team.models import User

TWO_WEEKS = 14


def days_from(day: date, *, count: int = TWO_WEEKS) -> list[date]:
    """So many days in a row, the given one first."""
    return [day + timedelta(days=number) for number in range(count)]


def free_hours(users: Iterable[User], days: list[date]) -> dict[int, dict[date, float]]:
    """The working hours of each person on each of these days, absences taken off."""
    return {
        person: hours_per_day(calendar, days) for person, calendar in calendars.of(users).items()
    }


def hours_per_day(calendar: WorkingCalendar, days: list[date]) -> dict[date, float]:
    return {day: calendar.hours_on(day) for day in days}
