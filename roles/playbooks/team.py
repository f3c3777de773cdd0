"""Who does the steps of the runs on the table, and when these people work."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2s

from config.lib.clock import Timeline
from roles.playbooks import durations
from roles.playbooks.cases import Case
from roles.playbooks.models import RunStep
from roles.playbooks.schedule import SHOP
from roles.team import calendars
from roles.team.models import User


@dataclass
class Team:
    """What one look knows of the people: their working time, their names, how long things take."""

    timelines: dict[int | None, Timeline]
    alone: dict[int, int]
    names: dict[int, str]
    active: set[int]
    known: dict
    digests: dict[int | None, str] = field(default_factory=dict)

    @property
    def shop(self) -> Timeline:
        return self.timelines[SHOP]

    def owner(self, step: RunStep) -> int | None:
        """On whose time a step passes: its assignee's, or of who alone wears the hat."""
        owner = step.assignee_id or self.alone.get(step.step.role_id)
        return owner if owner in self.timelines else SHOP

    def hours(self, step: RunStep, start: datetime, end: datetime) -> float:
        """Working hours from one moment to another, on the time of who does the step."""
        return self.timelines[self.owner(step)].hours_between(start, end)

    def duration(self, step: RunStep) -> durations.Duration:
        return durations.of(step.step, self.known, playbook_id=step.run.playbook_id)


def of(cases: Iterable[Case], others: Iterable[int] = (), *, now: datetime) -> Team:
    """Everybody who has, or alone could have, a step of these runs; and who took one just now."""
    cases, others = list(cases), set(others)
    steps = [step for case in cases for step in case.steps]
    alone = calendars.sole_wearers({step.step.role_id for step in steps})
    doers = {step.assignee_id for step in steps} | {step.done_by_id for step in steps} | others
    owners = {case.run.owner_id for case in cases}
    people = list(User.objects.filter(pk__in=(doers | owners) - {None}))
    busy = {step.assignee_id for step in steps if not step.is_passed} | others
    timelines = calendars.timelines((busy | set(alone.values())) - {None}, now=now)
    return Team(
        timelines=timelines,
        alone=alone,
        names={person.pk: str(person) for person in people},
        active={person.pk for person in people if person.is_active},
        known=durations.measured(now=now, playbooks={case.run.playbook_id for case in cases}),
        digests={person: _digest(line) for person, line in timelines.items()},
    )


def _digest(line: Timeline) -> str:
    """Changes when somebody's hours or absences do."""
    calendar = line.calendar
    hours = sorted((day, sorted(spans)) for day, spans in calendar.hours.items())
    told = repr((calendar.zone, calendar.country, hours, sorted(calendar.days_off)))
    return blake2s(told.encode(), digest_size=8).hexdigest()
