"""The dates of a run: made again when what they were made of has changed."""

from datetime import datetime, timedelta
from hashlib import blake2s

from roles.playbooks import schedule
from roles.playbooks.cases import Case, hours
from roles.playbooks.models import RunStep
from roles.playbooks.schedule import Piece
from roles.playbooks.team import Team

STALE_AFTER = timedelta(minutes=15)  # a step nobody begins slips with the clock


def plan(case: Case, team: Team, *, now: datetime) -> bool:
    """Place the steps anew, if anything they hang on has changed. Returns whether it did."""
    key = plan_key(case, team, now=now)
    if case.is_over or not case.steps or key == case.run.plan_key:
        return False
    run = case.run
    made = schedule.plan(
        pieces(case, team),
        timelines=team.timelines,
        started_at=run.started_at,
        ends_at=run.ends_at,
        now=now,
    )
    for step in case.steps:
        _date(step, made.dates[step.step_id])
    run.planned_at, run.planned_end_at, run.plan_key = now, made.end_at, key
    run.slack_hours = hours(made.slack_hours)
    return True


def pieces(case: Case, team: Team) -> list[Piece]:
    """The steps as the schedule sees them."""
    return [
        Piece(
            key=step.step_id,
            hours=team.duration(step).hours,
            owner=team.owner(step),
            waits=tuple(case.waits.get(step.step_id, ())),
            begins=step.step.begins,
            offset_days=step.step.offset_days,
            is_passed=step.is_passed,
            begun_at=_begun_at(step),
            ended_at=step.done_at if step.is_passed else None,
            is_needed=step.step.is_gate,
        )
        for step in case.steps
    ]


def plan_key(case: Case, team: Team, *, now: datetime) -> str:
    """Changes with all that the dates are made of, and every so often with the clock: not for
    all runs in the same minute."""
    turn = int(now.timestamp() + case.run.pk * 60) // int(STALE_AFTER.total_seconds())
    made_of = [turn, case.run.ends_at.timestamp(), team.digests.get(schedule.SHOP)]
    for step in case.steps:
        owner = team.owner(step)
        made_of += [step.status, _begun_at(step), step.done_at, owner, team.digests.get(owner)]
        made_of.append(team.duration(step).hours)
    return blake2s(repr(made_of).encode(), digest_size=16).hexdigest()


def _begun_at(step: RunStep) -> datetime | None:
    """Since when somebody is at it; of a step that has passed, when it came to its turn."""
    if step.is_passed:
        return step.begun_at or step.ready_at
    return step.begun_at if step.status == RunStep.Status.DOING else None


def _date(step: RunStep, dates: schedule.Dates) -> None:
    step.earliest_start_at, step.earliest_end_at = dates.earliest_start_at, dates.earliest_end_at
    step.latest_start_at, step.latest_end_at = dates.latest_start_at, dates.latest_end_at
    step.slack_hours, step.is_critical = hours(dates.slack_hours), dates.is_critical
    if step.agreed_end_at is None:
        step.agreed_start_at = dates.earliest_start_at
        step.agreed_end_at = dates.earliest_end_at
