"""One step of a run, and what may be done with it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from roles.playbooks import actions, capacity
from roles.playbooks.forms import AssignForm, CheckForm, WaiveForm, WhyForm
from roles.playbooks.models import RunStep
from roles.playbooks.views import runs
from roles.playbooks.views.sheets import of_step
from roles.team import presence

VIEW, LEAD = "playbooks.view_run", "playbooks.lead_run"


@require_GET
@opens_with(VIEW, also_by_object=True)
def step(request, pk):
    """Where a task of a run leads: what to do, with what, who waits for it."""
    context = of_step(request.user, _seen(request, pk))
    context["slot"] = "run" if request.htmx else ""
    return page_or_part(request, "playbooks/step.html", "sheet", context)


@require_GET
@opens_with(VIEW, also_by_object=True)
def people(request, pk):
    """Who could do it: those with the hat first, each with the load of two weeks."""
    found = _workable(request, pk)
    now = timezone.now()
    filled = capacity.look(presence.staffed_days(now=now), now=now).people.values()
    by_load = sorted(filled, key=lambda one: (one.whole.share is None, one.whole.share or 0))
    wearing = [one for one in by_load if found.step.role_id in one.hats]
    others = [one for one in by_load if one not in wearing]
    context = {"step": found, "groups": [wearing, others]}
    return page_or_part(request, "playbooks/people.html", "people", context)


@require_POST
@opens_with(VIEW, also_by_object=True)
def begin(request, pk):
    found = _workable(request, pk)
    actions.begin(found, by=request.user, at=timezone.now())
    return _answer(request, found, said=_("It is yours."))


@require_POST
@opens_with(VIEW, also_by_object=True)
def finish(request, pk):
    """Done, said by a person: only where nothing can prove it."""
    found = _workable(request, pk)
    actions.finish(found, by=request.user, at=timezone.now())
    return _answer(request, found, said=_("Done."))


@require_POST
@opens_with(VIEW, also_by_object=True)
def check(request, pk):
    """One line of the checklist."""
    found, form = _workable(request, pk), CheckForm(request.POST)
    if not form.is_valid() or form.cleaned_data["line"] not in found.step.checks:
        return _answer(request, found, status=422)
    actions.check(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return _answer(request, found)


@require_POST
@opens_with(VIEW, also_by_object=True)
def assign(request, pk):
    """It becomes somebody's, or anybody's of the role again."""
    found, form = _workable(request, pk), AssignForm(request.POST, by=request.user)
    if not form.is_valid():
        return _answer(request, found, status=422, assign_form=form)
    actions.assign(found, form.cleaned_data["to"], by=request.user, at=timezone.now())
    return _answer(request, found, said=_("Handed over."))


@require_POST
@opens_with(LEAD)
def waive(request, pk):
    """Let it pass without its evidence."""
    found = _seen(request, pk)
    form = WaiveForm(request.POST, auto_id=f"waive-{found.pk}-%s")
    if not form.is_valid():
        return _answer(request, found, status=422, waive_form=form)
    actions.waive(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return _answer(request, found, said=_("Waived."))


@require_POST
@opens_with(LEAD)
def skip(request, pk):
    """It is not needed this time."""
    found, form = _seen(request, pk), WhyForm(request.POST)
    if not form.is_valid():
        return _answer(request, found, status=422, skip_form=form)
    actions.skip(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return _answer(request, found, said=_("Skipped."))


@require_POST
@opens_with(VIEW, also_by_object=True)
def take_up(request, pk):
    """It must be done after all. Waivers and omissions are taken back by who leads."""
    found = _workable(request, pk)
    actions.take_up(found, by=request.user, at=timezone.now())
    return _answer(request, found, said=_("Open again."))


def _seen(request, pk):
    steps = RunStep.objects.visible_to(request.user)
    named = steps.select_related("step__role", "assignee", "run__playbook", "run__owner")
    return get_object_or_404(named, pk=pk)


def _workable(request, pk):
    found = _seen(request, pk)
    if not found.may_be_worked_by(request.user):
        raise Http404
    return found


def _answer(request, found, *, said="", status=None, **forms):
    """The step as it now is: within its run where the run's page asked, else on its own page."""
    if request.htmx.target == "run":
        return runs.answer(request, found.run, said=said, status=status, opened=found, **forms)
    if not request.htmx and status is None:
        return redirect(found)
    context = of_step(request.user, _seen(request, found.pk), **forms)
    response = page_or_part(request, "playbooks/step.html", "page", context, status=status)
    return trigger_client_event(response, "say", {"value": said}) if said else response
