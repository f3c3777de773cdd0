"""Who is in and who is away, person by person and hat by hat. Asked, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.lib.clock import WorkingCalendar, local_day
from roles.team import calendars
from roles.team.capacity import TWO_WEEKS, days_from, hours_per_day
from roles.team.models import Absence, Role, User, WorkingHours

LONGEST_LOOK_AHEAD = 120  # days in which somebody away is expected back


@dataclass(frozen=True)
class Presence:
    """One person today, and the hours they have in the days to come."""

    person: User
    hats: list[Role]
    clock: WorkingCalendar
    spans: list[tuple[datetime, datetime]]
    is_here: bool
    is_away: bool
    back_on: date | None
    hours: dict[date, float]

    @property
    def is_in(self) -> bool:
        """Whether they work today, at whatever hour."""
        return bool(self.spans)

    @property
    def total(self) -> float:
        return sum(self.hours.values())

    @property
    def week(self) -> list[tuple[str, list[tuple[time, time]]]]:
        """Their usual week, weekday by weekday."""
        weekdays = WorkingHours._meta.get_field("weekday").choices
        return [(name, self.clock.hours.get(number, [])) for number, name in weekdays]


@dataclass(frozen=True)
class Cover:
    """One hat: who wears it, and how many of them are in on each of the days to come."""

    role: Role
    people: list[User]
    in_per_day: dict[date, int]
    holes: list[date]
    is_hole: bool


def of_people(people: Iterable[User], *, now: datetime) -> list[Presence]:
    """Everybody's presence. People come with their memberships and hats prefetched."""
    people = list(people)
    days = days_from(local_day(now, calendars.shop_zone()))
    clocks = calendars.of(people)
    away = set(
        Absence.objects.filter(user__in=people, from_date__lte=days[0], to_date__gte=days[0])
        .values_list("user", flat=True)
        .distinct()
    )
    return [_presence(person, clocks[person.pk], person.pk in away, days, now) for person in people]


def of_roles(
    roles: Iterable[Role], presences: list[Presence], *, days: list[date], works: list[date]
) -> list[Cover]:
    """Which hats have somebody in. A hole is a worn hat with nobody in on the next working day."""
    return [_cover(role, presences, days, works) for role in roles]


def working_days(
    clocks: Iterable[WorkingCalendar], *, now: datetime, count: int = TWO_WEEKS
) -> list[date]:
    """The days among so many, from today on, on which anybody of these works: people, the shop."""
    days, clocks = days_from(local_day(now, calendars.shop_zone()), count=count), list(clocks)
    return [day for day in days if any(clock.works_on(day) for clock in clocks)]


def staffed_days(*, now: datetime, count: int = TWO_WEEKS) -> list[date]:
    """The days among so many on which the shop or anybody of its team works."""
    team = calendars.of(User.objects.staff())
    return working_days([calendars.of_shop(), *team.values()], now=now, count=count)


def _presence(person, clock, is_away, days, now) -> Presence:
    today = now.astimezone(ZoneInfo(clock.zone)).date()
    spans = clock.spans(today)
    return Presence(
        person=person,
        hats=[row.role for row in person.memberships.all() if row.role.is_active],
        clock=clock,
        spans=spans,
        is_here=any(start <= now < end for start, end in spans),
        is_away=is_away,
        back_on=None if spans else _back_on(clock, today),
        hours=hours_per_day(clock, days),
    )


def _back_on(clock: WorkingCalendar, today: date) -> date | None:
    ahead = (today + timedelta(days=number) for number in range(1, LONGEST_LOOK_AHEAD))
    return next((day for day in ahead if clock.works_on(day)), None)


def _cover(role: Role, presences: list[Presence], days: list[date], works: list[date]) -> Cover:
    wearing = [one for one in presences if role in one.hats]
    in_per_day = {day: sum(one.hours.get(day, 0) > 0 for one in wearing) for day in days}
    holes = [day for day in works if not in_per_day[day]]
    return Cover(
        role=role,
        people=[one.person for one in wearing],
        in_per_day=in_per_day,
        holes=holes,
        is_hole=bool(wearing) and works[:1] == holes[:1],
    )
