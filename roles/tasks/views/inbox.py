"""A person's inbox: everything that waits for them, whichever hat."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from config.lib.asked import number_of
from config.lib.htmx import page_or_part
from roles.tasks import inbox, kinds
from roles.tasks.forms import SNOOZES, people_known_to
from roles.tasks.models import Task
from roles.tasks.views.sheets import sheet

SHELVES = {"waiting": inbox.waiting, "ended": inbox.ended}


@require_GET
def page(request):
    """What waits for me: now, today, within a week, later."""
    now, rows = timezone.now(), _rows_asked(request)
    show, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    kind = kind if kind in kinds.LABELS and show not in SHELVES else ""
    context = {"show": show if show in SHELVES else "", "rows": rows, "sheet": inbox.A_SHEET}
    context |= {"kind": kind, "kinds": kinds.LABELS}
    if show in SHELVES:
        context["tasks"] = SHELVES[show](request.user, now=now, rows=rows)
        context["is_full"] = len(context["tasks"]) == rows
    else:
        is_mentions = kind == kinds.MENTION
        context["sections"] = (
            [] if is_mentions else inbox.sections(request.user, now=now, rows=rows, kind=kind)
        )
        context["mentions"] = inbox.mentions(request.user) if not kind or is_mentions else []
        context["is_full"] = sum(len(one.tasks) for one in context["sections"]) == rows
    if not request.htmx:
        context |= {"people": people_known_to(request.user), "snoozes": SNOOZES}
        context |= _opened(request, now)
    return page_or_part(request, "tasks/inbox.html", "list", context)


@require_GET
def count(request):
    """How much waits for me, for the badge beside the word Inbox."""
    waits = inbox.count(request.user)
    return HttpResponse("99+" if waits >= inbox.BADGE_STOPS_AT else str(waits))


def _rows_asked(request):
    return min(number_of(request.GET.get("rows", "")) or inbox.A_SHEET, inbox.MOST_ROWS)


def _opened(request, now):
    """The task beside the list, when the address names one."""
    asked = number_of(request.GET.get("task", ""))
    if asked is None:
        return {}
    task = get_object_or_404(Task.objects.visible_to(request.user).shown(), pk=asked)
    return sheet(request, task, now=now) | {"opened": task}
