"""The steps of a run as the lines of its page.

A page shows fifty of them: what a line says is put together here, and the template only places it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.templatetags.regia import days, moment, upcoming
from roles.playbooks import wording
from roles.playbooks.board import STATES
from roles.playbooks.gantt import Bar, TimeLine
from roles.playbooks.models import RunStep
from roles.playbooks.wording import Said

S = RunStep.Status
SHELVES = [
    (gettext_lazy("To do now"), {S.READY, S.DOING}),
    (gettext_lazy("Waiting"), {S.WAITING}),
    (gettext_lazy("Behind us"), set(RunStep.PASSED)),
]


@dataclass(frozen=True)
class Line:
    """What a step says of itself before it is opened."""

    pk: int
    address: str
    name: str
    status: Said
    holds_already: bool
    who: str
    when: Said
    margin: Said | None
    bar: Bar | None
    is_opened: bool


@dataclass(frozen=True)
class Shelf:
    """Steps in the same situation; what is behind us is folded while something lies before us."""

    title: str
    lines: list[Line]
    is_open: bool


def shelves(
    steps: Iterable[RunStep], *, time_line: TimeLine | None, opened: RunStep | None, now: datetime
) -> list[Shelf]:
    """The steps sorted into what can be done, what waits and what has passed."""
    bars = time_line.bars if time_line else {}
    lines = [(step.status, _line(step, bars.get(step.pk), opened, now)) for step in steps]
    sorted_in = [
        (title, states, [line for status, line in lines if status in states])
        for title, states in SHELVES
    ]
    return [
        Shelf(
            title=str(title),
            lines=found,
            is_open=states.isdisjoint(RunStep.PASSED)
            or len(found) == len(lines)
            or any(line.is_opened for line in found),
        )
        for title, states, found in sorted_in
        if found
    ]


def _line(step, bar, opened, now) -> Line:
    return Line(
        pk=step.pk,
        address=step.get_absolute_url(),
        name=str(step),
        status=Said(STATES[step.status], str(S(step.status).label)),
        holds_already=bool(step.says) and step.status == S.WAITING,
        who=step.assignee.get_short_name() if step.assignee else str(step.step.role),
        when=_when(step, now),
        margin=_margin(step),
        bar=bar,
        is_opened=opened is not None and step.pk == opened.pk,
    )


def _when(step, now) -> Said:
    """When it was done; until then the moment that counts for whoever does it."""
    if step.done_at:
        return Said("", moment(step.done_at))
    if step.status == S.READY and step.latest_start_at:
        if step.latest_start_at < now:
            return _said("late", _("should have begun"), moment(step.latest_start_at))
        return _said("", _("can still start"), upcoming(step.latest_start_at))
    if step.is_open and step.latest_end_at:
        return _said("", _("due"), upcoming(step.latest_end_at))
    if step.status == S.WAITING and step.earliest_start_at:
        return Said("", days(step.earliest_start_at, step.earliest_end_at))
    return Said("", "")


def _said(state, word, at) -> Said:
    return Said(state, format_html("{} {}", word, at))


def _margin(step) -> Said | None:
    """What is to spare; where nothing is, that the date hangs on it."""
    if step.is_passed:
        return None
    slack = wording.slack(step.slack_hours)
    if not step.is_critical:
        return slack and Said("", slack.text)
    if slack and slack.state == "late":
        return Said("late", f"{_('critical')} {slack}")
    return Said("soon", _("critical"))
