"""The work planned for people and hats, day by day, beside the hours there are to do it in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from config.lib.clock import WorkingCalendar, local_day
from roles.playbooks.models import Run, RunStep
from roles.team import calendars
from roles.team.capacity import days_from, state_of
from roles.team.models import Role, User

FARTHEST = 60  # days ahead for which the team's hours are counted

# The steps to come, on the days they are planned for; other work, from today until it is due.
PLANNED = """
SELECT runstep.assignee_id, step.role_id,
       (coalesce(runstep.earliest_start_at, %(now)s::timestamptz) AT TIME ZONE %(zone)s)::date,
       (coalesce(runstep.earliest_end_at, %(now)s::timestamptz) AT TIME ZONE %(zone)s)::date,
       sum(step.effort_hours)::float
FROM playbooks_runstep AS runstep
JOIN playbooks_step AS step ON step.id = runstep.step_id
JOIN playbooks_run AS run ON run.id = runstep.run_id AND run.status = 'running'
WHERE runstep.status IN ('waiting', 'ready', 'doing')
GROUP BY 1, 2, 3, 4
UNION ALL
SELECT assignee_id, role_id, (%(now)s::timestamptz AT TIME ZONE %(zone)s)::date,
       (due_at AT TIME ZONE %(zone)s)::date, sum(hours)::float
FROM tasks_task
WHERE status IN ('open', 'taken') AND need <> 'step'
GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True)
class Day:
    """One day of somebody, or of a hat: the work planned and the hours there are."""

    day: date
    planned: float
    free: float

    @property
    def share(self) -> float | None:
        return self.planned / self.free if self.free else None

    @property
    def state(self) -> str:
        return state_of(self.planned, self.free)

    @property
    def over(self) -> float:
        return max(self.planned - self.free, 0)

    @property
    def left(self) -> float:
        return max(self.free - self.planned, 0)


@dataclass(frozen=True)
class Filling:
    """How full the days of somebody, or of a hat, are."""

    of: User | Role
    days: list[Day]
    hats: frozenset[int] = frozenset()

    def until(self, day: date) -> Day:
        """All days up to one, that one too, taken together."""
        some = [one for one in self.days if one.day <= day]
        return Day(day, sum(one.planned for one in some), sum(one.free for one in some))

    @property
    def whole(self) -> Day:
        return self.until(date.max)

    @property
    def crowded(self) -> int:
        """On how many of the days there is more to do than hours."""
        return sum(day.state == "late" for day in self.days)

    @property
    def state(self) -> str:
        """Of all days together; hours free on one day are no all-clear for a day too full."""
        whole = self.whole.state
        return "soon" if self.crowded and whole == "good" else whole


@dataclass(frozen=True)
class Capacity:
    """The whole team's days, person by person and hat by hat."""

    people: dict[int, Filling]
    roles: dict[int, Filling]


@dataclass(frozen=True)
class Shortage:
    """Which hats of a run have more work planned until its end than hours to do it in."""

    roles: list[tuple[Role, Day]] = field(default_factory=list)

    @property
    def short(self) -> list[tuple[Role, Day]]:
        return [(role, whole) for role, whole in self.roles if whole.state == "late"]

    @property
    def is_enough(self) -> bool:
        return not self.short


def look(days: list[date], *, now: datetime) -> Capacity:
    """Everybody's days, from today on, and each hat's: its wearers' hours less their other work."""
    people = list(User.objects.staff().with_hats().order_by("name", "pk"))
    team = Team(people, now=now)
    for row in _planned(team):
        team.spread(*row)
    return Capacity(
        people={
            person.pk: Filling(person, team.days_of_person(person, days), team.hats[person.pk])
            for person in people
        },
        roles={role.pk: Filling(role, team.days_of_role(role, days)) for role in team.roles},
    )


def team_has_hours(runs: Iterable[Run], *, now: datetime) -> dict[int, Shortage]:
    """Which hats of each run are over-full until it ends. Counted for so many days at the most."""
    runs = list(runs)
    roles = _roles_at_work(runs)
    zone = calendars.shop_zone()
    days = days_from(local_day(now, zone), count=FARTHEST)
    filled = look(days, now=now).roles if roles else {}
    return {
        run.pk: Shortage(
            [
                (filled[role].of, filled[role].until(local_day(run.ends_at, zone)))
                for role in sorted(roles[run.pk])
                if role in filled
            ]
        )
        for run in runs
    }


def _roles_at_work(runs: list[Run]) -> dict[int, set[int]]:
    """The hats with something left to do in each run."""
    left = RunStep.objects.filter(run__in=runs).exclude(status__in=RunStep.PASSED).order_by()
    roles = defaultdict(set)
    for run, role in left.values_list("run", "step__role").distinct():
        roles[run].add(role)
    return roles


def _planned(team: "Team") -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(PLANNED, {"now": team.now, "zone": calendars.shop_zone()})
        return cursor.fetchall()


class Team:
    """People, their hats and hours, and the work that is laid on their days."""

    def __init__(self, people: list[User], *, now: datetime):
        self.now = now
        self.today = local_day(now, calendars.shop_zone())
        self.horizon = days_from(self.today, count=FARTHEST)
        self.hats = {
            one.pk: frozenset(hat.role_id for hat in one.memberships.all()) for one in people
        }
        worn = {hat.role for one in people for hat in one.memberships.all() if hat.role.is_active}
        self.roles = sorted(worn, key=lambda role: role.pk)
        self.wearers = {
            role.pk: [pk for pk, hats in self.hats.items() if role.pk in hats]
            for role in self.roles
        }
        self.hours = {
            pk: {day: _hours_left(clock, day, now) for day in self.horizon}
            for pk, clock in calendars.of(people).items()
        }
        self.work: dict[tuple, float] = defaultdict(float)  # by person (or none), role and day

    def spread(self, person: int | None, role: int, start: date, end: date, hours: float) -> None:
        """Lay work on the days from one to another, as there are hours on them. Late: on today."""
        wearers = self.wearers.get(role, [])
        if person is None and len(wearers) == 1:
            (person,) = wearers
        start, end = max(start, self.today), max(end, self.today)
        asked = [day for day in self.horizon if start <= day <= end]
        beyond = max((end - max(start, self.horizon[-1])).days, 0) / ((end - start).days + 1)
        who = wearers if person is None else [person]
        weights = {day: free for day in asked if (free := self._free(who, day))}
        weights = weights or self._next_day_of(who, start)
        total = sum(weights.values())
        for day, weight in weights.items():
            self.work[person, role, day] += hours * (1 - beyond) * weight / total

    def _next_day_of(self, who: Iterable[int], start: date) -> dict[date, float]:
        """The next day on which any of them works; where there is none, the day itself."""
        later = (day for day in self.horizon if day >= start and self._free(who, day))
        return {next(later, start): 1.0}

    def days_of_person(self, person: User, days: list[date]) -> list[Day]:
        """Their work under every hat, and under none of theirs, against their hours."""
        planned = self._sum(lambda who, role: who == person.pk)
        return [Day(day, planned[day], self._free([person.pk], day)) for day in days]

    def days_of_role(self, role: Role, days: list[date]) -> list[Day]:
        """The hat's work, whoever has it, against the hours its other work leaves its wearers."""
        wearers = set(self.wearers[role.pk])
        planned = self._sum(lambda who, hat: hat == role.pk)
        elsewhere = self._sum(lambda who, hat: who in wearers and hat != role.pk)
        return [
            Day(day, planned[day], max(self._free(wearers, day) - elsewhere[day], 0))
            for day in days
        ]

    def _sum(self, is_counted) -> dict[date, float]:
        totals = defaultdict(float)
        for (person, role, day), hours in self.work.items():
            if is_counted(person, role):
                totals[day] += hours
        return totals

    def _free(self, people: Iterable[int], day: date) -> float:
        return sum(self.hours.get(pk, {}).get(day, 0) for pk in people)


def _hours_left(clock: WorkingCalendar, day: date, now: datetime) -> float:
    """The working hours of a day that have not passed yet."""
    seconds = (
        end.timestamp() - max(start, now).timestamp()
        for start, end in clock.spans(day)
        if end > now
    )
    return sum(seconds) / 3600
