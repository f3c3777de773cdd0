"""What moves a run along. One function per verb; each is one transaction, on a run held alone."""

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from config.lib.refusals import Refusal
from config.lib.states import from_to
from config.templatetags.regia import exact
from roles.playbooks import cases, checks, dating, looks, schedule, settling, team, work
from roles.playbooks.gates import Gate, GateRow, gate
from roles.playbooks.models import Edition, Playbook, Run, RunStep
from roles.playbooks.pressing import ready_by
from roles.tasks import actions as tasks
from roles.tasks.models import Task
from roles.team.models import User

__all__ = [
    "Gate", "GateRow", "assign", "begin", "cancel", "change", "check", "earliest", "end", "finish",
    "gate", "look_again", "skip", "start", "take_up", "waive",
]  # fmt: skip
S = RunStep.Status
LEAD = "playbooks.lead_run"


# A run


@transaction.atomic
def start(
    playbook: Playbook, subject, *, owner: User, ends_at: datetime, goal="", by=None, at: datetime
) -> Run:
    """A playbook goes to work on a subject. Started twice, or by two at once, it is one run."""
    kind = ContentType.objects.get_for_model(subject)
    edition = _edition_to_start(playbook, kind)
    _may_end(edition, subject, ends_at, by=by, at=at)
    if not owner.is_active:
        raise Refusal(_("%(person)s has left the team.") % {"person": owner})
    run, is_new = Run.objects.get_or_create(
        playbook=playbook,
        subject_type=kind,
        subject_id=subject.pk,
        status=Run.Status.RUNNING,
        defaults={
            "edition": edition,
            "owner": owner,
            "ends_at": ends_at,
            "goal": goal,
            "started_at": at,
            "started_by": by,
        },
    )
    if is_new:
        run.moves.create(came_from="", became=run.status, moved_at=at, moved_by=by)
        steps = edition.steps.order_by("position", "pk")
        about = str(subject)[:200]
        RunStep.objects.bulk_create(RunStep(run=run, step=step, part_of=about) for step in steps)
        looks.look([run.pk], now=at, wait=True)
        run.refresh_from_db()
    return run


def _edition_to_start(playbook: Playbook, kind: ContentType) -> Edition:
    edition = playbook.current()
    if not playbook.is_active or edition is None:
        raise Refusal(_("“%(playbook)s” cannot be started.") % {"playbook": playbook})
    if playbook.about_id and playbook.about_id != kind.pk:
        raise Refusal(_("“%(playbook)s” is about something else.") % {"playbook": playbook})
    nobody = checks.unworn(list(edition.steps.select_related("role").order_by("position", "pk")))
    if nobody:
        raise Refusal(" ".join(problem.sentence for problem in nobody))
    return edition


def look_again(*, now: datetime, runs: Iterable[Run] | None = None, wait: bool = True) -> int:
    """Ask all evidence anew, and let everything follow. Returns how many runs were looked at.

    A sweep of all does not wait for a run that somebody holds: it comes again.
    """
    if runs is None:
        runs, wait = Run.objects.running(), False
    return looks.look([run.pk for run in runs], now=now, wait=wait)


@transaction.atomic
def change(run: Run, *, owner: User | None = None, ends_at: datetime | None = None, by, at) -> None:
    """Somebody else answers for it, or the date moves and everything with it."""
    _leads(by)
    if ends_at is not None:
        _may_end(run.edition, run.subject, ends_at, by=by, at=at)
    with _held(run, at=at) as (case, _team):
        held = case.run
        if owner and owner != held.owner:
            held.remark(from_to(held.owner, owner), by=by, at=at)
            held.owner = owner
        if ends_at and ends_at != held.ends_at:
            held.remark(from_to(held.ends_at, ends_at), by=by, at=at)
            held.ends_at = ends_at
    run.refresh_from_db()


def _may_end(edition: Edition, subject, ends_at: datetime, *, by, at: datetime) -> None:
    """Not before now. Nobody sets what guards a gate to an end after its subject needs it; what
    follows on the subject asks for no gate, and may."""
    if ends_at <= at:
        raise Refusal(_("The end has passed: choose a later day."))
    latest = ready_by(subject) if by is not None else None
    if latest and ends_at > latest and edition.steps.filter(is_gate=True).exists():
        words = _("“%(subject)s” needs it by %(date)s: move that date, and this one comes along.")
        raise Refusal(words % {"subject": subject, "date": exact(latest)})


@transaction.atomic
def end(run: Run, *, by=None, at: datetime) -> None:
    """What the run was for has happened. While the gate is closed it can only be cancelled."""
    _leads(by)
    with _held(run, at=at, by=by) as (case, _team):
        open_steps = [step for step in case.steps if step.step.is_gate and not step.holds]
        if open_steps:
            names = ", ".join(f"“{step}”" for step in open_steps)
            raise Refusal(_("Still open: %(steps)s.") % {"steps": names})
        case.close(Run.Status.ENDED, at=at, by=case.by)
    run.refresh_from_db()


@transaction.atomic
def cancel(run: Run, *, why: str, by=None, at: datetime) -> None:
    """It will not be done: the work it asked for goes from everybody's inbox."""
    _leads(by)
    if not why.strip():
        raise Refusal(_("Say why this need not be done."))
    with _held(run, at=at, by=by) as (case, _team):
        case.close(Run.Status.CANCELLED, at=at, by=case.by, note=why)
    run.refresh_from_db()


def earliest(run: Run, *, now: datetime) -> datetime | None:
    """When all could be ready if everybody started now."""
    (case,) = cases.lay_out([run])
    people = team.of([case], now=now)
    pieces = dating.pieces(case, people)
    if not pieces:
        return None
    return schedule.earliest_end(
        pieces, timelines=people.timelines, started_at=run.started_at, now=now
    )


# A step


@transaction.atomic
def begin(step: RunStep, *, by, at: datetime) -> None:
    """Somebody is at it."""
    with _held_step(step, by=by, at=at) as (case, held, _team):
        if held.status == S.DOING and held.assignee_id == by.pk:
            return
        if held.status == S.DOING:
            raise Refusal(_("%(person)s is already at it.") % {"person": held.assignee or "?"})
        task = _task_of(held)
        if task is not None:
            task.take(by=by, at=at)
        case.move(held, S.DOING, at=at, by=by.pk, assignee_id=by.pk, begun_at=held.begun_at or at)


@transaction.atomic
def finish(step: RunStep, *, by, at: datetime) -> None:
    """Done, said by a person: only where nothing can prove it, and all is ticked."""
    with _held_step(step, by=by, at=at) as (case, held, people):
        if held.status == S.DONE:
            raise Refusal(_("“%(step)s” is done already.") % {"step": held})
        if held.step.evidence:
            raise Refusal(_("“%(step)s” is done when the shop shows it.") % {"step": held})
        if held.unticked:
            raise Refusal(_("Not ticked yet: %(lines)s.") % {"lines": ", ".join(held.unticked)})
        settling.finish(case, held, people, at=at, by=by.pk)


@transaction.atomic
def check(step: RunStep, line: str, *, is_on: bool = True, by, at: datetime) -> None:
    """Tick a line of the checklist, or take the tick back."""
    with _held_step(step, by=by, at=at) as (_case, held, _team):
        if line not in held.step.checks:
            raise Refusal(_("This line is not on the list any more."))
        if held.is_passed:
            raise Refusal(_("“%(step)s” is done already.") % {"step": held})
        ticked = {*held.checked, line} if is_on else {*held.checked} - {line}
        held.checked = [one for one in held.step.checks if one in ticked]


@transaction.atomic
def waive(step: RunStep, *, why: str, risk: str, by, at: datetime) -> None:
    """The gate may open without it: on record, with who, why, and what may go wrong."""
    _leads(by)
    if not why.strip() or not risk.strip():
        raise Refusal(_("A waiver says why, and what may go wrong."))
    with _held_step(step, by=by, at=at) as (case, held, _team):
        words = {"waived_by_id": by.pk, "waived_why": why, "waived_risk": risk}
        case.move(held, S.WAIVED, at=at, by=by.pk, note=why, done_at=at, done_by_id=by.pk, **words)


@transaction.atomic
def skip(step: RunStep, *, why: str, by, at: datetime) -> None:
    """This run does without a step the gate does not ask for."""
    _leads(by)
    if not why.strip():
        raise Refusal(_("Say why this need not be done."))
    with _held_step(step, by=by, at=at) as (case, held, _team):
        if held.step.is_gate:
            raise Refusal(
                _("The gate asks for “%(step)s”: it can only be waived.") % {"step": held}
            )
        case.move(held, S.SKIPPED, at=at, by=by.pk, note=why, done_at=at, done_by_id=by.pk)


@transaction.atomic
def take_up(step: RunStep, *, by, at: datetime) -> None:
    """It counts again: a waiver or an omission is taken back, or what a person said was done."""
    with _held_step(step, by=by, at=at) as (case, held, people):
        if held.status != S.DONE:
            _leads(by)
        elif held.step.evidence:
            raise Refusal(_("“%(step)s” opens again when the shop shows it.") % {"step": held})
        is_free = settling.is_free(case, held, people, now=at)
        held.waived_by_id, held.waived_why, held.waived_risk = None, "", ""
        news = settling.taken_up(by)
        settling.reopen(case, held, at=at, is_free=is_free, news=news, by=by.pk)


@transaction.atomic
def assign(step: RunStep, to: User | None, *, by, at: datetime, note: str = "") -> None:
    """Somebody gets it, now or when its turn comes; or it goes back to the role's queue."""
    with _held_step(step, by=by, at=at) as (_case, held, _team):
        if held.is_passed:
            raise Refusal(_("“%(step)s” is done already.") % {"step": held})
        task = _task_of(held)
        if task is not None:
            tasks.hand_over(task, to, by=by, at=at, note=note)
        held.assignee_id = to.pk if to else None


# How a run is held


@contextmanager
def _held(run: Run, *, at: datetime, by=None):
    """A running run in one pair of hands; when they let go, everything follows what they did."""
    held = cases.hold([run.pk])
    if not held:
        raise Refusal(_("This run is over."))
    (case,) = held
    people = team.of(held, now=at)
    if by is not None:
        case.by = by.pk
        people.names[by.pk] = str(by)
    yield case, people
    found = work.of(held)
    involved = found.people() | {step.assignee_id for step in case.steps if step.assignee_id}
    if not involved <= set(people.timelines):
        people = team.of(held, involved, now=at)
    looks.settle(held, None, people, found, now=at)


@contextmanager
def _held_step(step: RunStep, *, by, at: datetime):
    with _held(step.run, at=at, by=by) as (case, people):
        held = case.step(step.pk)
        if not held.may_be_worked_by(by):
            raise Refusal(_("“%(step)s” is somebody else’s.") % {"step": held})
        yield case, held, people
    step.refresh_from_db()


def _leads(by) -> None:
    """Machines may, and who has the permission."""
    if by is not None and not by.has_perm(LEAD):
        raise Refusal(_("Only who leads runs may do this."))


def _task_of(step: RunStep) -> Task | None:
    kind = ContentType.objects.get_for_model(RunStep)
    live = Task.objects.undone().of_subject(kind.pk, step.pk)
    return live.filter(need=work.STEP).first()
