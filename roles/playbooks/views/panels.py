"""Parts that other pages show: the runs of the morning, and the runs of a record."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from config.lib import records
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from roles.playbooks import actions, board, wording
from roles.playbooks.board import with_next_steps
from roles.playbooks.forms import StartForm, plans_about
from roles.playbooks.models import Run

VIEW, LEAD = "playbooks.view_run", "playbooks.lead_run"
MOST_RUNS = 6


@require_GET
@opens_with(VIEW)
def panel(request):
    """Runs at work with their gate and slack: the one with the least to spare first."""
    rows = Run.objects.running().by_urgency().shown()
    context = {
        "runs": with_next_steps(rows[:MOST_RUNS]),
        "total": Run.objects.running().count(),
        "now": timezone.now(),
    }
    return render(request, "playbooks/panels.html#runs", context)


@require_GET
@opens_with(VIEW)
def of_subject(request, type_id, pk):
    """The runs of one record, with their gate in short, and how another begins."""
    kind, subject = records.or_404(request.user, type_id, pk)
    form = StartForm(kind=kind, by=request.user, initial={"playbook": request.GET.get("playbook")})
    return _of_subject(request, kind, subject, form)


@require_POST
@opens_with(LEAD)
def start(request, type_id, pk):
    """A playbook begins its work on a record."""
    kind, subject = records.or_404(request.user, type_id, pk)
    form = StartForm(request.POST, kind=kind, by=request.user)
    if not form.is_valid():
        return _of_subject(request, kind, subject, form, status=422)
    run = actions.start(**form.cleaned_data, subject=subject, by=request.user, at=timezone.now())
    if request.htmx:
        return HttpResponseClientRedirect(run.get_absolute_url())
    return redirect(run)


def _of_subject(request, kind, subject, form, status=None):
    found = Run.objects.of_subject(kind.pk, subject.pk).select_related("playbook", "owner")
    runs = with_next_steps(found.order_by("ended_at", "-started_at")[:MOST_RUNS])
    for run in runs:
        run.chance_in_words = wording.chance(run.chance)
    context = {
        "runs": runs,
        "kind": kind,
        "subject": subject,
        "form": form,
        "plans": plans_about(kind.pk),
        "may_lead": request.user.has_perm(LEAD),
        "states": board.STATES,
        "now": timezone.now(),
    }
    return page_or_part(request, "playbooks/of_subject.html", "of_subject", context, status=status)
