"""When the shop works, and when each person does: the one place where people meet the shop."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from time import monotonic

from django.db.models import Count, Max

from catalog.models import Shop
from config.lib.clock import Timeline, WorkingCalendar, local_day
from roles.team.models import Absence, Membership, User, WorkingHours

A_MONTH = timedelta(days=31)
REMEMBERED_FOR = 30  # seconds in which a page may still show the shop's former time zone


def of_shop() -> WorkingCalendar:
    """The shop's own hours, public holidays and closures counted."""
    return Shop.current().calendar()


def of(users: Iterable[User]) -> dict[int, WorkingCalendar]:
    """Everybody's calendar by their id: own hours and zone, or the shop's; less absences."""
    people = list(users)
    shop = Shop.current().calendar()
    hours, away = _hours_of(people), _days_away_of(people)
    return {
        person.pk: WorkingCalendar(
            zone=person.time_zone or shop.zone,
            hours=hours.get(person.pk, shop.hours),
            country=shop.country,
            days_off=shop.days_off | away.get(person.pk, frozenset()),
        )
        for person in people
    }


def timelines(people: Iterable[int], *, now: datetime) -> dict[int | None, Timeline]:
    """Everybody's working time to plan on, by their id; nobody's (None) is the shop's."""
    known = of(User.objects.filter(pk__in=list(people)))
    calendars = {None: of_shop()} | known
    return {
        person: Timeline(calendar, since=local_day(now, calendar.zone) - A_MONTH)
        for person, calendar in calendars.items()
    }


def sole_wearers(roles: Iterable[int] | None = None) -> dict[int, int]:
    """The hats that one person alone wears, and who that is: their work waits for that person."""
    worn = Membership.objects.filter(user__is_active=True, role__is_active=True)
    if roles is not None:
        worn = worn.filter(role__in=list(roles))
    alone = worn.order_by().values("role").annotate(people=Count("pk"), only=Max("user"))
    return {row["role"]: row["only"] for row in alone if row["people"] == 1}


def shop_zone() -> str:
    """The shop's time zone, asked of the database at most twice a minute."""
    return _shop(int(monotonic() // REMEMBERED_FOR)).time_zone


def shop_currency() -> str:
    """What the shop counts its money in, remembered in the same way."""
    return _shop(int(monotonic() // REMEMBERED_FOR)).currency


def shop_name() -> str:
    """What the shop is called, remembered in the same way."""
    return _shop(int(monotonic() // REMEMBERED_FOR)).name


def shop_language() -> str:
    """What the shop speaks, remembered in the same way."""
    return _shop(int(monotonic() // REMEMBERED_FOR)).language


def forget() -> None:
    """The shop's row has changed."""
    _shop.cache_clear()


@lru_cache(maxsize=1)
def _shop(window: int) -> Shop:
    return Shop.current()


def _hours_of(people: list[User]) -> dict[int, dict[int, list]]:
    """Own hours by person and weekday."""
    hours = defaultdict(lambda: defaultdict(list))
    rows = WorkingHours.objects.filter(user__in=people).order_by("weekday", "starts_at")
    for row in rows:
        hours[row.user_id][row.weekday].append((row.starts_at, row.ends_at))
    return {person: dict(days) for person, days in hours.items()}


def _days_away_of(people: list[User]) -> dict[int, frozenset[date]]:
    """The single days of everybody's absences."""
    away = defaultdict(set)
    for absence in Absence.objects.filter(user__in=people):
        length = (absence.to_date - absence.from_date).days
        days = (absence.from_date + timedelta(days=number) for number in range(length + 1))
        away[absence.user_id].update(days)
    return {person: frozenset(days) for person, days in away.items()}
