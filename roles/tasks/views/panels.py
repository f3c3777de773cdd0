"""Parts that other pages show: what is late and whose, and the open work about a record."""

from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from config.lib.doors import opens_with
from roles.tasks.models import Request, Task
from roles.team.models import Role

MOST_LINES = 20


@require_GET
@opens_with("tasks.view_task")
def late(request):
    """What is late, by role, with the age of the oldest."""
    by_role = Task.objects.late_by_role(now=timezone.now())
    names = Role.objects.in_bulk([row["role"] for row in by_role])
    lines = [row | {"role": names[row["role"]]} for row in by_role]
    return render(request, "tasks/panels.html#late", {"lines": lines})


@require_GET
def of_subject(request, type_id, pk):
    """The open work about one record, as far as the reader may see it."""
    kind = get_object_or_404(ContentType, pk=type_id)
    tasks = Task.objects.visible_to(request.user).undone().of_subject(kind.pk, pk)
    about = urlencode({"subject_type": kind.pk, "subject_id": pk})
    asked = Request.objects.visible_to(request.user).open().of_subject(kind.pk, pk)
    context = {
        "requests": asked.shown().order_by("due_at", "pk")[:MOST_LINES],
        "ask_url": f"{reverse('tasks:new_request')}?{about}",
        "tasks": tasks.shown().order_by("due_at", "pk")[:MOST_LINES],
        "now": timezone.now(),
        "add_url": f"{reverse('tasks:new')}?{about}",
    }
    return render(request, "tasks/panels.html#of_subject", context)
