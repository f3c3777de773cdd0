"""How many hours people have to give, day by day."""

from datetime import date, timedelta

from config.lib.clock import WorkingCalendar

TWO_WEEKS = 14
FULL, NEARLY = 1.0, 0.8


def days_from(day: date, *, count: int = TWO_WEEKS) -> list[date]:
    """So many days in a row, the given one first."""
    return [day + timedelta(days=number) for number in range(count)]


def hours_per_day(calendar: WorkingCalendar, days: list[date]) -> dict[date, float]:
    """The working hours somebody has to give on each of these days, absences taken off."""
    return {day: calendar.hours_on(day) for day in days}


def state_of(planned: float, free: float) -> str:
    """Over what there is, nearly all of it, less, or nobody in and nothing to do."""
    if planned > free * FULL + 0.005:
        return "late"
    if not free:
        return "quiet"
    return "soon" if planned > free * NEARLY else "good"
