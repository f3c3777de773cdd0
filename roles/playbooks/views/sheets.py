"""What the pages of a run and of a step show, gathered in few questions."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roles.playbooks import actions, after, board, gantt, wording
from roles.playbooks.forms import ChangeForm, WaiveForm, WhyForm
from roles.playbooks.models import Run, RunMove, RunStep, RunStepMove, Wait
from roles.tasks.words import told
from roles.team import calendars
from roles.team.models import Role

LEAD = "playbooks.lead_run"
MOST_EVENTS = 40
REMEMBERED_FOR = 300  # seconds
S = RunStep.Status
SHELVES = [
    (gettext_lazy("To do now"), {S.READY, S.DOING}),
    (gettext_lazy("Waiting"), {S.WAITING}),
    (gettext_lazy("Behind us"), RunStep.PASSED),
]


def of_run(user, run, *, now, opened=None, **forms):
    """All that a run's page shows. A form that was filled in wrongly comes back as it was."""
    steps = steps_of(run, user)
    may_lead = user.has_perm(LEAD)
    return {
        **of_gate(run, now=now, steps=steps),
        "steps": steps,
        "shelves": _shelves(steps, opened),
        "waivers": [step for step in steps if step.status == S.WAIVED],
        "time_line": _time_line(run, steps, now),
        "earliest": _earliest(run, now),
        "slack": wording.slack(run.slack_hours),
        "chance": wording.chance(run.chance),
        "may_lead": may_lead,
        "kind": ContentType.objects.get_for_model(Run),
        "events": events_of(run),
        "review": _review(run, now),
        "may_edit": user.has_perm("playbooks.change_playbook"),
        "change_form": ChangeForm(by=user, initial={"ends_at": run.ends_at, "owner": run.owner_id}),
        "cancel_form": WhyForm(auto_id="cancel_%s"),
        "sheet": of_step(user, opened, now=now, steps=steps, **forms) if opened else None,
        "opened": opened.pk if opened else None,
        "states": board.STATES,
        "now": now,
    } | forms


def _review(run, now):
    """Planned against actual, once it has ended."""
    if run.status != Run.Status.ENDED:
        return None
    review = after.review(run, now=now)
    for done in review.steps:
        done.row.apart = wording.apart(done.late_hours)
    return review


def _earliest(run, now):
    """When it could be ready. Every calendar is asked for it, so it is remembered with its plan."""
    if run.status != Run.Status.RUNNING or run.gate_is_open:
        return None
    key = f"earliest:{run.pk}:{run.plan_key}"
    return cache.get_or_set(key, lambda: actions.earliest(run, now=now), REMEMBERED_FOR)


def of_gate(run, *, now, steps=None):
    """The gate as of the last look, and what of it is missing."""
    steps = steps if steps is not None else steps_of(run)
    roles = {role.key: role for role in Role.objects.all()}
    gate = board.conditions(steps, roles)
    return {
        "run": run,
        "gate": gate,
        "missing": board.missing(gate),
        "mark": board.mark(gate),
        "is_over": board.is_over(run, now=now),
        "now": now,
    }


def steps_of(run, user=None):
    """A run's steps in the order of the plan, and which of them the reader may work on."""
    steps = list(
        run.steps.select_related("step__role", "assignee", "waived_by").order_by(
            "earliest_start_at", "step__position", "pk"
        )
    )
    for step in steps:
        step.run = run
        step.slack = wording.slack(step.slack_hours)
        step.may_work = user is not None and step.may_be_worked_by(user)
    return steps


@dataclass(frozen=True)
class Shelf:
    """Steps in the same situation; what is behind us is folded while something lies before us."""

    title: str
    steps: list[RunStep]
    is_open: bool


def _shelves(steps, opened):
    shelves = []
    for title, states in SHELVES:
        found = [step for step in steps if step.status in states]
        is_open = states is not RunStep.PASSED or len(found) == len(steps) or opened in found
        if found:
            shelves.append(Shelf(str(title), found, is_open))
    return shelves


def _time_line(run, steps, now):
    """The drawing, each step with its own bar."""
    line = gantt.drawn(steps, ends_at=run.ends_at, calendar=calendars.of_shop(), now=now)
    for step in steps:
        step.bar = line and line.bars.get(step.pk)
    return line


def events_of(run):
    """What happened, the newest first: to the run, and to its steps."""
    moves = RunStepMove.objects.filter(subject__run=run).exclude(came_from="")
    moves = moves.select_related("moved_by", "subject__step").order_by("-moved_at", "-pk")
    steps = [
        {
            "at": move.moved_at,
            "by": move.moved_by,
            "text": f"{move.subject}: {S(move.became).label}",
            "note": _note(move),
            "state": board.STATES[move.became],
        }
        for move in moves[:MOST_EVENTS]
    ]
    own = RunMove.objects.filter(subject=run).exclude(came_from="").select_related("moved_by")
    runs = [
        {
            "at": move.moved_at,
            "by": move.moved_by,
            "text": Run.Status(move.became).label,
            "note": move.told,
        }
        for move in own
    ]
    begun = {"at": run.started_at, "by": run.started_by, "text": _("Started")}
    return sorted([*steps, *runs, begun], key=lambda event: event["at"], reverse=True)


def _note(move):
    return told(move.note) if move.moved_by_id is None else move.note


# One step


def of_step(user, step, *, now, steps=None, **forms):
    """All that a step's sheet shows."""
    steps = steps if steps is not None else steps_of(step.run, user)
    step = next(one for one in steps if one.pk == step.pk)
    roles = {role.key: role for role in Role.objects.all()}
    fresh = {"waive_form": WaiveForm(auto_id=f"waive-{step.pk}-%s"), "skip_form": WhyForm()}
    before, behind = _neighbours(step, {one.step_id: one for one in steps})
    return (
        {
            "step": step,
            "run": step.run,
            "brief": _(step.step.how) if step.step.how else "",
            "asked": board.condition(step, roles) if step.step.evidence else None,
            "news": [told(one["sentence"], one.get("figures")) for one in step.news],
            "checklist": [(line, _(line), line in step.checked) for line in step.step.checks],
            "before": before,
            "behind": behind,
            "tool": board.tool(step),
            "may_work": step.may_be_worked_by(user),
            "may_lead": user.has_perm(LEAD),
            "is_mine": step.assignee_id == user.pk,
            "runs": step.run.status == Run.Status.RUNNING,
            "states": board.STATES,
            "now": now,
        }
        | fresh
        | forms
    )


def _neighbours(step, by_plan):
    """The steps it waits for, and those that wait for it."""
    waits = Wait.objects.filter(Q(step=step.step_id) | Q(after=step.step_id)).order_by("pk")
    before, behind = [], []
    for wait in waits:
        other = by_plan.get(wait.after_id if wait.step_id == step.step_id else wait.step_id)
        if other:
            (before if wait.step_id == step.step_id else behind).append(other)
    return before, behind
