"""The tasks of a run's steps: opened, kept in step with the plan, closed; and followed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext_noop

from roles.playbooks import settling
from roles.playbooks.cases import Case
from roles.playbooks.models import RunStep
from roles.playbooks.team import Team
from roles.tasks import openings
from roles.tasks.models import Task
from roles.tasks.openings import Opening

STEP, REOPENED = "step", "alarm-step"
DOOR = "playbooks:step"
LOOK_WITHIN = 4  # working hours in which the owner of a run looks at a step that opened again
OPENED_AGAIN = gettext_noop("A step opened again: does the date still hold?")
NOT_YET = gettext_noop("It is not its turn any more.")
WAIVED = gettext_noop("The step was waived.")
SKIPPED = gettext_noop("The step was left out.")
OVER = gettext_noop("The run is over.")
S, T = RunStep.Status, Task.Status
# How the task of a step ends, by what became of the step.
ENDS = {
    S.DONE: (T.DONE, ""),
    S.WAIVED: (T.CANCELLED, WAIVED),
    S.SKIPPED: (T.CANCELLED, SKIPPED),
    S.WAITING: (T.CANCELLED, NOT_YET),
}


@dataclass
class Tasks:
    """The newest task of each step, of either kind."""

    of_step: dict[int, Task] = field(default_factory=dict)
    to_owner: dict[int, Task] = field(default_factory=dict)

    def people(self) -> set[int]:
        """Who has one."""
        tasks = [*self.of_step.values(), *self.to_owner.values()]
        return {task.assignee_id for task in tasks if task.assignee_id}

    @staticmethod
    def is_live(task: Task | None) -> bool:
        return task is not None and (task.is_undone or task.is_set_aside)


def of(cases: Iterable[Case]) -> Tasks:
    """The tasks of open steps, ended ones too, and whatever still lives of the others'."""
    steps = [step for case in cases for step in case.steps]
    told = [step.pk for step in steps if step.is_open]
    kind = ContentType.objects.get_for_model(RunStep)
    found = Task.objects.filter(subject_type=kind, subject_id__in=[step.pk for step in steps])
    lives = Q(status__in=Task.UNDONE) | Q(is_set_aside=True)
    tasks = Tasks()
    for task in found.filter(lives | Q(subject_id__in=told), need__in=[STEP, REOPENED]).order_by(
        "pk"
    ):
        (tasks.of_step if task.need == STEP else tasks.to_owner)[task.subject_id] = task
    return tasks


def follow(case: Case, tasks: Tasks, team: Team, *, now: datetime) -> None:
    """What people did with the tasks, they did with the steps: took, put back, ticked off. A step
    that is being moved by hand right now leads, and its task follows."""
    for step in case.steps:
        task, was = tasks.of_step.get(step.pk), case.was(step)
        if task is None or was != step.status:
            continue
        if step.is_open and task.is_undone:
            _follow_hands(case, step, task, now=now)
        elif step.is_open and _was_ticked(step, task):
            settling.finish(case, step, team, at=now, by=task.assignee_id)
        elif step.status == S.DONE and task.is_undone and task.is_by_hand:
            is_free = settling.is_free(case, step, team, now=now)
            settling.reopen(case, step, at=now, is_free=is_free, news=[])


def _follow_hands(case: Case, step: RunStep, task: Task, *, now: datetime) -> None:
    step.assignee_id = task.assignee_id
    if step.status == S.READY and task.status != T.OPEN:
        begun_at = step.begun_at or now
        case.move(step, S.DOING, at=now, by=task.assignee_id, begun_at=begun_at)
    elif step.status == S.DOING and task.status == T.OPEN:
        case.move(step, S.READY, at=now, begun_at=None)


def _was_ticked(step: RunStep, task: Task) -> bool:
    is_since = step.ready_at is None or (task.ended_at and task.ended_at >= step.ready_at)
    return task.is_by_hand and task.status == T.DONE and bool(is_since)


def bring_into_step(
    cases: list[Case], tasks: Tasks, team: Team, *, planned: set[int], now: datetime
) -> None:
    """Open, renew and close the tasks of these runs: a few statements, however many."""
    wishes = Wishes()
    for case in cases:
        changed = {step.pk for step in case.changed_steps()}
        for step in case.steps:
            is_new = step.pk in changed or case.run.pk in planned
            wishes.add(case, step, tasks, team, is_new=is_new)
        if not case.is_over:
            wishes.to_tell += _told_to_owner(case, team, now=now)
    wishes.fulfil(now=now)


@dataclass
class Wishes:
    """What is to happen to the tasks of a look."""

    to_open: list[Opening] = field(default_factory=list)
    to_renew: list[Opening] = field(default_factory=list)
    to_tell: list[Opening] = field(default_factory=list)
    to_close: dict[tuple, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, case: Case, step: RunStep, tasks: Tasks, team: Team, *, is_new: bool) -> None:
        is_live = tasks.is_live(tasks.of_step.get(step.pk))
        is_wanted = step.is_open and not case.is_over
        if is_wanted and not is_live:
            self.to_open.append(_opening(case, step, team))
        elif is_wanted and is_new:
            self.to_renew.append(_opening(case, step, team))
        elif is_live and not is_wanted:
            self.to_close[STEP, *_ending(case, step)].append(step.pk)
        is_over = step.is_passed or case.is_over
        if is_over and tasks.is_live(tasks.to_owner.get(step.pk)):
            self.to_close[REOPENED, T.DONE, "", None].append(step.pk)

    def fulfil(self, *, now: datetime) -> None:
        for (need, status, note, by), steps in self.to_close.items():
            openings.close(need, RunStep, steps, now=now, status=status, note=note, by=by)
        if self.to_open:
            openings.open_many(STEP, RunStep, self.to_open, now=now)
        if self.to_renew:
            openings.renew(STEP, RunStep, self.to_renew)
        if self.to_tell:
            openings.open_many(REOPENED, RunStep, self.to_tell, now=now)


def _ending(case: Case, step: RunStep) -> tuple[str, str, int | None]:
    if step.is_open or (case.is_over and step.status == S.WAITING):
        return T.CANCELLED, OVER, case.by
    return *ENDS[step.status], case.by


def _opening(case: Case, step: RunStep, team: Team) -> Opening:
    plan, run = step.step, case.run
    late = step.slack_hours is not None and step.slack_hours < 0
    return Opening(
        subject_id=step.pk,
        title=plan.title,
        details=plan.how,
        role_id=plan.role_id,
        assignee_id=step.assignee_id if step.assignee_id in team.active else None,
        hours=plan.effort_hours,
        due_at=step.latest_end_at or run.ends_at,
        start_by=step.latest_start_at,
        at_risk=run.at_risk if plan.is_gate else None,
        priority=Task.Priority.HIGH if late else Task.Priority.NORMAL,
        door=DOOR,
        is_by_hand=not plan.evidence and not plan.checks,
        news=step.news,
    )


def _told_to_owner(case: Case, team: Team, *, now: datetime) -> list[Opening]:
    """The owner of a run hears of a step that opened again, unless it is theirs anyway."""
    owner = case.run.owner_id
    if owner not in team.active or owner == case.by:
        return []
    return [
        Opening(
            subject_id=step.pk,
            title=OPENED_AGAIN,
            role_id=step.step.role_id,
            assignee_id=owner,
            hours=0,
            due_at=team.shop.add(now, LOOK_WITHIN),
            at_risk=case.run.at_risk,
            priority=Task.Priority.HIGH,
            door=DOOR,
            is_by_hand=True,
            news=step.news,
        )
        for step in case.reopened
        if step.assignee_id != owner
    ]
