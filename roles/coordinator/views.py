"""The coordinator's morning: what changed, what is late and whose, and who gets what."""

from babel.dates import format_date
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from config.templatetags.regia import reader
from roles.coordinator import board


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
