"""A run's time line as plain numbers: working days side by side, in shares of the width."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from babel import dates
from django.utils.html import format_html

from config.lib.clock import A_DAY, WorkingCalendar, local_day
from config.templatetags.regia import reader
from roles.playbooks.models import RunStep

FEW_DAYS, SOME_WEEKS, LONGEST = 10, 70, 500
THINNEST = 0.6  # percent of the width: the shortest step can still be seen
S = RunStep.Status


@dataclass(frozen=True)
class Span:
    """A stretch of the time line, in percent of its width, as SVG wants it written."""

    start: str
    width: str

    @property
    def placed(self) -> str:
        """Both at once: a page has three such stretches in each of fifty lines."""
        return format_html('x="{}%" width="{}%"', self.start, self.width)


@dataclass(frozen=True)
class Bar:
    """One step on the time line: when it is or was done, when it was agreed, what is to spare."""

    span: Span | None
    agreed: Span | None
    spare: Span | None
    look: str


@dataclass(frozen=True)
class Tick:
    at: str
    label: str


@dataclass
class Axis:
    """The working days from the first moment to the last, all equally wide."""

    calendar: WorkingCalendar
    first: date
    last: date
    days: list[date] = field(init=False)

    def __post_init__(self):
        length = min((self.last - self.first).days + 1, LONGEST)
        every = [self.first + number * A_DAY for number in range(max(length, 1))]
        self.days = [day for day in every if self.calendar.works_on(day)] or every
        self._spans = lru_cache(maxsize=None)(self.calendar.spans)

    def share(self, moment: datetime) -> float:
        """Where a moment stands, from 0 to 100; what falls outside stands at the edge."""
        day = local_day(moment, self.calendar.zone)
        place = bisect_left(self.days, day)
        if place < len(self.days) and self.days[place] == day:
            place += self._passed(day, moment)
        return 100 * min(max(place, 0), len(self.days)) / len(self.days)

    def _passed(self, day, moment) -> float:
        """How much of a working day has gone by."""
        spans = self._spans(day)
        whole = sum((end - start).total_seconds() for start, end in spans)
        gone = sum(
            (min(end, moment) - start).total_seconds() for start, end in spans if moment > start
        )
        return gone / whole if whole else 0

    def span(self, start: datetime | None, end: datetime | None) -> Span | None:
        if start is None or end is None or end < start:
            return None
        left, right = self.share(start), self.share(end)
        width = max(right - left, THINNEST)
        return Span(_written(min(left, 100 - width)), _written(width))

    def ticks(self) -> list[Tick]:
        """Every day of a short run, the weeks of a longer one, the months of a long one."""
        return [
            Tick(_written(100 * place / len(self.days)), self._label(day))
            for place, day in enumerate(self.days)
            if self._begins_something(place)
        ]

    def _begins_something(self, place) -> bool:
        if len(self.days) <= FEW_DAYS or place == 0:
            return len(self.days) <= FEW_DAYS
        day, before = self.days[place], self.days[place - 1]
        if len(self.days) <= SOME_WEEKS:
            return day.isocalendar().week != before.isocalendar().week
        return day.month != before.month

    def _label(self, day) -> str:
        pattern = "Ed" if len(self.days) <= FEW_DAYS else "MMMd"
        pattern = pattern if len(self.days) <= SOME_WEEKS else "MMM"
        return dates.format_skeleton(pattern, day, locale=reader())


@dataclass(frozen=True)
class TimeLine:
    """The drawing of a run: its scale, a bar for each step, where today is and where the date."""

    ticks: list[Tick]
    bars: dict[int, Bar]
    today: str | None
    end: str


def drawn(steps: Iterable[RunStep], *, ends_at, calendar, now) -> TimeLine | None:
    """The time line of a run's steps; nothing before its first plan."""
    steps = [step for step in steps if _begin(step)]
    if not steps:
        return None
    first = min(_begin(step) for step in steps)
    moments = [moment for step in steps for moment in _moments(step)]
    zone = calendar.zone
    axis = Axis(calendar, local_day(first, zone), local_day(max([*moments, ends_at]), zone))
    is_in_sight = axis.days[0] <= local_day(now, zone) <= axis.days[-1]
    return TimeLine(
        ticks=axis.ticks(),
        bars={step.pk: _bar(step, axis, now) for step in steps},
        today=_written(axis.share(now)) if is_in_sight else None,
        end=_written(axis.share(ends_at)),
    )


def _bar(step, axis, now) -> Bar:
    end = _end(step)
    may_rest = not step.is_passed and step.latest_end_at and end
    spare = axis.span(end, step.latest_end_at) if may_rest and step.latest_end_at > end else None
    return Bar(
        span=axis.span(_begin(step), end),
        agreed=axis.span(step.agreed_start_at, step.agreed_end_at),
        spare=spare,
        look=_look(step, end),
    )


def _look(step, end) -> str:
    """The classes of its stretch: its status, whether the date hangs on it, whether it is late."""
    limit = step.latest_end_at or step.agreed_end_at
    is_behind = not step.is_passed and limit and end and end > limit
    marks = [(" is-critical", step.is_critical), (" is-behind", is_behind)]
    return f"bar {step.status}" + "".join(mark for mark, holds in marks if holds)


def _begin(step) -> datetime | None:
    if step.status in {S.DONE, S.DOING}:
        return step.begun_at or step.ready_at or step.earliest_start_at or step.done_at
    return step.earliest_start_at


def _end(step) -> datetime | None:
    return step.done_at if step.status == S.DONE else step.earliest_end_at


def _moments(step):
    known = (_begin(step), _end(step), step.agreed_end_at, step.agreed_start_at)
    return [moment for moment in known if moment]


def _written(percent: float) -> str:
    return f"{percent:.2f}"
