"""Playbooks: the list, one of them drawn, and its next version in the making."""

from django.db import transaction
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.lib.doors import opens_with
from config.lib.refusals import Refusal
from roles.playbooks import editing, graph
from roles.playbooks.evidence import EVIDENCE
from roles.playbooks.forms import PlanForm, PublishForm, StepForm
from roles.playbooks.models import Edition, Playbook, Run
from roles.playbooks.querysets import called

VIEW, EDIT = "playbooks.view_playbook", "playbooks.change_playbook"
MAKING = "making"  # the version that is not published yet, in addresses
MOST_SUBJECTS = 8
FORM = ["GET", "HEAD", "POST"]


@require_GET
@opens_with(VIEW)
def playbooks(request):
    """Every playbook, with its version and how often it was run."""
    published = Q(editions__published_at__isnull=False)
    rows = Playbook.objects.select_related("about").annotate(
        version=Max("editions__number", filter=published),
        making=Count("editions", filter=Q(editions__published_at=None), distinct=True),
        at_work=Count("runs", filter=Q(runs__status=Run.Status.RUNNING), distinct=True),
        ended=Count("runs", filter=Q(runs__status=Run.Status.ENDED), distinct=True),
    )
    context = {
        "playbooks": sorted(rows, key=lambda plan: (not plan.is_active, str(plan))),
        "may_edit": request.user.has_perm(EDIT),
    }
    return render(request, "playbooks/playbooks.html", context)


@require_GET
@opens_with(VIEW)
def playbook(request, key):
    """One playbook: the newest version drawn, or the one asked for."""
    return _page(request, _plan(key))


def _page(request, plan, *, status=None, **more):
    editions = list(plan.editions.select_related("published_by").order_by("-number"))
    shown = _asked(editions, request.GET.get("version", ""))
    steps = steps_of(shown)
    is_making = shown is not None and shown.published_at is None
    may_edit = request.user.has_perm(EDIT)
    context = {
        "plan": plan,
        "editions": editions,
        "shown": shown,
        "is_making": is_making,
        "steps": steps,
        "graph": graph.drawn(steps),
        "problems": editing.problems(shown) if is_making and may_edit else [],
        "publish_form": PublishForm(initial={"note": shown.note if shown else ""}),
        "may_edit": may_edit,
        "words": request.GET.get("subject", "").replace("\0", "").strip()[:100],
        "at_work": plan.runs.filter(status=Run.Status.RUNNING).count(),
    }
    context["subjects"] = _subjects(request, plan, context["words"])
    return render(request, "playbooks/playbook.html", context | more, status=status)


def _asked(editions, version):
    """The version the address names, else the newest published, else the one in the making."""
    making = [edition for edition in editions if edition.published_at is None]
    if version == MAKING and making:
        return making[0]
    for edition in editions:
        if str(edition.number) == version:
            return edition
    published = [edition for edition in editions if edition.published_at]
    return next(iter(published + making), None)


def steps_of(edition):
    """The steps of an edition with role and waits, in their order."""
    if edition is None:
        return []
    rows = edition.steps.select_related("role").prefetch_related("waits__after")
    steps = list(rows.order_by("position", "pk"))
    for step in steps:
        found = EVIDENCE.get(step.evidence)
        step.proof = gettext(found.title) if found else step.evidence
    return steps


def _subjects(request, plan, words):
    """Records the playbook could be started on, by their name."""
    if not (words and plan.about and request.user.has_perm("playbooks.lead_run")):
        return []
    rows = plan.about.model_class()._default_manager.all()
    return list(called(rows, words).order_by("-pk")[:MOST_SUBJECTS])


@require_http_methods(FORM)
@opens_with(EDIT)
def new(request):
    """A playbook from nothing, or as a copy."""
    form = PlanForm(request.POST or None, initial={"source": request.GET.get("source")})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        made = editing.copy_playbook(
            chosen["source"],
            key=form.key,
            title=chosen["title"],
            about=chosen["about"],
            by=request.user,
            at=timezone.now(),
        )
        return redirect(made)
    status = 422 if form.errors else None
    return render(request, "playbooks/new.html", {"form": form}, status=status)


@require_POST
@opens_with(EDIT)
def draft(request, key):
    """The next version, to be worked on while the runs keep theirs."""
    plan = _plan(key)
    editing.draft(plan, by=request.user, at=timezone.now())
    return redirect(_making(plan))


@require_POST
@opens_with(EDIT)
def discard(request, key):
    """The version in the making goes; what is published stays."""
    plan = _plan(key)
    edition = plan.editions.filter(published_at=None).first()
    if edition:
        editing.discard(edition)
    return redirect(plan)


@require_POST
@opens_with(EDIT)
def publish(request, key):
    """From now on runs begin with this version. What is wrong with it is told step by step."""
    plan, form = _plan(key), PublishForm(request.POST)
    edition = plan.editions.filter(published_at=None).first()
    if edition is None:
        return redirect(plan)
    note = form.cleaned_data["note"] if form.is_valid() else None
    try:
        editing.publish(edition, note=note, by=request.user, at=timezone.now())
    except editing.NotPublishable:
        return redirect(_making(plan) + "&refused=1#problems")
    return redirect(plan)


# Steps of the version in the making


@require_http_methods(FORM)
@opens_with(EDIT)
def add_step(request, key):
    edition = _edition_in_making(key)
    form = StepForm(request.POST or None, edition=edition)
    return _kept(request, edition, form, step=None)


@require_http_methods(FORM)
@opens_with(EDIT)
def edit_step(request, key, pk):
    edition = _edition_in_making(key)
    step = get_object_or_404(edition.steps, pk=pk)
    form = StepForm(request.POST or None, edition=edition, instance=step)
    return _kept(request, edition, form, step=step)


@require_POST
@opens_with(EDIT)
def drop_step(request, key, pk):
    edition = _edition_in_making(key)
    editing.drop_step(get_object_or_404(edition.steps, pk=pk))
    return redirect(_making(edition.playbook))


def _kept(request, edition, form, *, step):
    """The form, or the step it made."""
    if request.method == "POST" and form.is_valid() and _written(edition, form, step):
        return redirect(_making(edition.playbook))
    wrong = [
        (form.fields[field].label if field in form.fields else "", sentence)
        for one, field, sentence in editing.problems(edition)
        if step and one == step
    ]
    context = {"form": form, "edition": edition, "step": step, "problems": wrong}
    status = 422 if form.errors else None
    return render(request, "playbooks/step_form.html", context, status=status)


def _written(edition, form, step) -> bool:
    """Whether the step could be kept; a ring of waits is said on the form."""
    try:
        with transaction.atomic():
            kept = editing.put_step(edition, key=step.key if step else "", **form.step)
            editing.set_waits(kept, form.waits)
    except Refusal as no:
        form.add_error(None, str(no))
        return False
    return True


def _plan(key):
    return get_object_or_404(Playbook.objects.select_related("about"), key=key)


def _edition_in_making(key):
    editions = Edition.objects.filter(published_at=None).select_related("playbook__about")
    return get_object_or_404(editions, playbook__key=key)


def _making(plan):
    return f"{plan.get_absolute_url()}?version={MAKING}"
