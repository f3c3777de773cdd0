"""What the pages of a run and of a step show, gathered in few questions."""

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import gettext as _

from config.lib.words import told
from roles.playbooks import actions, after, board, gantt, lines, wording
from roles.playbooks.forms import WaiveForm, WhyForm
from roles.playbooks.models import Run, RunStep, Wait
from roles.team import calendars
from roles.team.models import Role

LEAD = "playbooks.lead_run"
REMEMBERED_FOR = 300  # seconds
S = RunStep.Status


def of_run(user, run, *, now, opened=None, **forms):
    """All that a run's page shows. A form that was filled in wrongly comes back as it was."""
    roles = _roles()
    steps = steps_of(run, roles)
    line = gantt.drawn(steps, ends_at=run.ends_at, calendar=calendars.of_shop(), now=now)
    return {
        **_of_gate(run, steps, roles, now),
        "shelves": lines.shelves(steps, time_line=line, opened=opened, now=now),
        "time_line": line,
        "waivers": [step for step in steps if step.status == S.WAIVED],
        "earliest": _earliest(run, now),
        "slack": wording.slack(run.slack_hours),
        "chance": wording.chance(run.chance) if run.chance_is_of_its_plan else None,
        "may_lead": user.has_perm(LEAD),
        "may_edit": user.has_perm("playbooks.change_playbook"),
        "kind": ContentType.objects.get_for_model(Run),
        "review": _review(run, now),
        "sheet": _of_step(user, opened, steps, roles, forms) if opened else None,
    }


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


def of_gate(run, *, now):
    """The gate as of the last look, and what of it is missing."""
    roles = _roles()
    return _of_gate(run, steps_of(run, roles), roles, now)


def _of_gate(run, steps, roles, now):
    gate = board.conditions(steps, roles)
    return {
        "run": run,
        "gate": gate,
        "missing": board.missing(gate),
        "mark": board.mark(gate),
        "is_over": board.is_over(run, now=now),
    }


def _roles():
    return {role.key: role for role in Role.objects.all()}


def steps_of(run, roles):
    """A run's steps in the order of the plan."""
    steps = list(
        run.steps.select_related("step", "assignee", "waived_by").order_by(
            "earliest_start_at", "step__position", "pk"
        )
    )
    by_pk = {role.pk: role for role in roles.values()}
    for step in steps:
        step.run, step.step.role = run, by_pk[step.step.role_id]
    return steps


# One step


def of_step(user, step, **forms):
    """All that a step's sheet shows."""
    roles = _roles()
    return _of_step(user, step, steps_of(step.run, roles), roles, forms)


def _of_step(user, step, steps, roles, forms):
    step = next(one for one in steps if one.pk == step.pk)
    step.slack = wording.slack(step.slack_hours)
    before, behind = _neighbours(step, {one.step_id: one for one in steps})
    return {
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
        "waive_form": WaiveForm(auto_id=f"waive-{step.pk}-%s"),
        "skip_form": WhyForm(),
        "states": board.STATES,
    } | forms


def _neighbours(step, by_plan):
    """The steps it waits for, and those that wait for it."""
    waits = Wait.objects.filter(Q(step=step.step_id) | Q(after=step.step_id)).order_by("pk")
    before, behind = [], []
    for wait in waits:
        other = by_plan.get(wait.after_id if wait.step_id == step.step_id else wait.step_id)
        if other:
            (before if wait.step_id == step.step_id else behind).append(other)
    return before, behind
