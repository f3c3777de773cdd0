"""Where the facts put each step of a run: waiting, ready, done, or open again."""

from datetime import datetime

from django.utils.translation import gettext_noop

from config.lib.words import kept
from roles.playbooks import schedule
from roles.playbooks.asking import Answers, Said, place_of
from roles.playbooks.cases import Case, hours
from roles.playbooks.models import Run, RunStep
from roles.playbooks.schedule import Piece
from roles.playbooks.team import Team

S = RunStep.Status
BEGUN = gettext_noop("“%(playbook)s” has begun.")
DONE = gettext_noop("“%(step)s” is done.")
DONE_BY = gettext_noop("“%(step)s” is done (%(person)s).")
WAIVED = gettext_noop("“%(step)s” was waived: %(why)s")
SKIPPED = gettext_noop("“%(step)s” was left out.")
REOPENED = gettext_noop("It was done, and no longer is:")
OTHER_REOPENED = gettext_noop("“%(step)s”, which this builds on, is open again.")
TAKEN_UP = gettext_noop("It was taken up again (%(person)s).")
SUBJECT_GONE = gettext_noop("What it was about is gone.")
MOST_NEWS = 3


def hear(case: Case, answers: Answers, *, now: datetime) -> None:
    """Keep what the evidence of each step says, and since when. A run whose subject was deleted
    has nothing left to do."""
    if place_of(case.run) in answers.gone:
        case.close(Run.Status.CANCELLED, at=now, note=SUBJECT_GONE)
    for step in case.steps:
        said = answers.of(case.run, step.step.evidence) if step.step.evidence else None
        if said is not None and _is_new(step, said):
            step.says, step.said_at, step.sentence = said.says, now, said.sentence
            step.figures, step.lines, step.repairs = said.figures, said.lines, said.repairs
    case.run.at_risk = answers.at_risk.get(place_of(case.run))
    case.run.looked_at = now


def _is_new(step: RunStep, said: Said) -> bool:
    was = (step.says, step.sentence, step.figures, step.lines, step.repairs)
    now = (said.says, said.sentence, said.figures, said.lines, said.repairs)
    return step.said_at is None or was != now


def settle(case: Case, team: Team, *, now: datetime) -> None:
    """Each step in the order in which they wait, so that one look goes as far as the facts do."""
    pins = _pins(case, team)
    for step in case.steps:
        _settle_step(case, step, team, now=now, is_free=_is_free(case, step, team, pins, now=now))
    gate = [step for step in case.steps if step.step.is_gate]
    case.run.gate_yes, case.run.gate_all = sum(step.holds for step in gate), len(gate)


def _settle_step(case: Case, step: RunStep, team: Team, *, now: datetime, is_free: bool) -> None:
    says = step.says if step.step.evidence else None
    if step.status in {S.WAIVED, S.SKIPPED}:
        return
    if step.status == S.DONE:
        if says is False:
            reopen(case, step, at=now, is_free=is_free, news=_what_it_says(step))
        return
    if step.status == S.WAITING and is_free:
        news = step.news or _news(case, step, team)
        case.move(step, S.READY, at=now, ready_at=now, news=news)
    elif step.status == S.READY and not is_free:
        case.move(step, S.WAITING, at=now, ready_at=None, news=[])
    if step.is_open and says is True:
        finish(case, step, team, at=now)


def finish(case: Case, step: RunStep, team: Team, *, at: datetime, by: int | None = None) -> None:
    """A step is done: its evidence says so, or a person. What was never open took no time."""
    took = step.worked_hours
    if step.ready_at and step.ready_at < at:
        took = (took or 0) + hours(max(team.hours(step, step.ready_at, at), 0))
    changes = {"done_at": at, "done_by_id": by, "worked_hours": took, "news": []}
    if by and not step.assignee_id:
        changes["assignee_id"] = by
    case.move(step, S.DONE, at=at, by=by, **changes)


def reopen(case: Case, step: RunStep, *, at: datetime, is_free: bool, news: list, by=None) -> None:
    """It was not done after all. Whoever did it has it again; who is at work on the next knows."""
    changes = {"done_at": None, "done_by_id": None, "begun_at": None, "news": news}
    status = S.READY if is_free else S.WAITING
    case.move(step, status, at=at, by=by, ready_at=at if is_free else None, **changes)
    case.reopened.append(step)
    for other in case.steps:
        holds = any(held is step for held, _lag in case.held_by(other))
        if holds and other.status == S.DOING:
            other.news = [kept(OTHER_REOPENED, step=step.step.title)]


def is_settled(case: Case, *, now: datetime) -> bool:
    """Nothing is left to do, and nothing can turn back: the date has come, or all was said."""
    is_watched = any(step.step.evidence for step in case.steps)
    return all(step.is_passed for step in case.steps) and (
        not is_watched or case.run.ends_at <= now
    )


def end_what_is_done(case: Case, *, now: datetime) -> None:
    """A run ends by itself."""
    if is_settled(case, now=now):
        case.close(Run.Status.ENDED, at=now)


def is_free(case: Case, step: RunStep, team: Team, *, now: datetime) -> bool:
    """Whether nothing holds a step up."""
    return _is_free(case, step, team, _pins(case, team), now=now)


def _is_free(case, step, team, pins, *, now) -> bool:
    if pins.get(step.step_id, 0) > now.timestamp():
        return False
    for other, lag in case.held_by(step):
        if not other.is_passed:
            return False
        if lag and other.done_at and team.shop.add(other.done_at, lag) > now:
            return False
    return True


def _pins(case: Case, team: Team) -> dict[int, int]:
    pinned = [step.step for step in case.steps if step.step.begins != "when_free"]
    pieces = [
        Piece(step.pk, 0, begins=step.begins, offset_days=step.offset_days) for step in pinned
    ]
    run = case.run
    return schedule.pins_of(pieces, team.shop, started_at=run.started_at, ends_at=run.ends_at)


def _news(case: Case, step: RunStep, team: Team) -> list[dict]:
    """Why it is a step's turn: what it waited for that ended last, and who ended it."""
    others = [other for other, _lag in case.held_by(step) if other.done_at]
    latest = sorted(others, key=lambda other: other.done_at, reverse=True)[:MOST_NEWS]
    if not latest:
        return [kept(BEGUN, playbook=case.run.playbook.title)]
    return [_how_it_ended(other, team) for other in latest]


def _how_it_ended(step: RunStep, team: Team) -> dict:
    title = step.step.title
    if step.status == S.WAIVED:
        return kept(WAIVED, step=title, why=step.waived_why)
    if step.status == S.SKIPPED:
        return kept(SKIPPED, step=title)
    person = team.names.get(step.done_by_id or step.assignee_id)
    return kept(DONE_BY, step=title, person=person) if person else kept(DONE, step=title)


def _what_it_says(step: RunStep) -> list[dict]:
    return [kept(REOPENED), kept(step.sentence, **step.figures)]


def taken_up(by) -> list[dict]:
    """Somebody decided that a step counts again."""
    return [kept(TAKEN_UP, person=str(by))]
