"""The coordinator's morning: what changed, what is late and whose, and who gets what."""

from babel.dates import format_date
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from config.templatetags.regia import reader
from roles.coordinator import board
from roles.coordinator.evidence import campaigns as evidence
from roles.marketing.models import Campaign
from roles.webmaster.models import SiteCheck


@require_GET
def home(request):
    """The dashboard for who coordinates, the inbox for everybody else."""
    coordinates = request.user.has_perm("tasks.assign_task")
    return redirect("dashboard" if coordinates else "tasks:inbox")


@require_GET
@opens_with("tasks.assign_task")
def dashboard(request):
    """The morning: figures, what needs a decision, what is late, who is in."""
    now = timezone.localtime()
    context = {"greeting": board.greeting(now), "today": format_date(now, "full", reader())}
    return render(request, "coordinator/dashboard.html", context)


@require_GET
@opens_with("tasks.assign_task")
def needs_me(request):
    """What waits for the coordinator's own decision, the most pressing first."""
    context = board.decisions(request.user, now=timezone.now())
    return render(request, "coordinator/panels.html#needs_me", context)


@require_GET
@opens_with("tasks.assign_task")
def hand_out(request):
    """Work that nobody has, beside the people who could do it."""
    context = board.unassigned(role=request.GET.get("role", ""), now=timezone.now())
    return page_or_part(request, "coordinator/hand_out.html", "board", context)


@require_GET
@opens_with("webmaster.view_sitecheck")
def campaign_page(request, pk):
    """From a campaign to what its landing page answered."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    check = SiteCheck.objects.of(campaign).filter(key="landing").first()
    return redirect(check or campaign)


@require_GET
@opens_with("customer_care.change_cannedanswer")
def lacking_answers(request, pk):
    """A panel: what customer care has still to write for a campaign, and where."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    kind = ContentType.objects.get_for_model(Campaign)
    context = {
        "lacking": evidence.lacking_answers([campaign])[pk],
        "about": f"type={kind.pk}&id={pk}",
    }
    return render(request, "coordinator/panels.html#lacking_answers", context)


@require_GET
@opens_with("customer_care.view_conversation")
def answers_about(request, label, pk):
    """From a record to what customer care has to say about it."""
    model = apps.get_model(label)
    record = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    kind = ContentType.objects.get_for_model(model)
    return redirect("customer_care:of_subject", kind.pk, record.pk)
