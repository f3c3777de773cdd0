"""What is said about any record: a part for its page, by the kind of record and its number."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from config.lib import records
from roles.tasks import talk as said
from roles.tasks.request_forms import TalkForm

MOST_LINES = 50


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request, type_id, pk):
    """Read what was said about a record, and say something."""
    kind, subject = records.or_404(request.user, type_id, pk)
    form = TalkForm(request.POST or None, subject=subject, auto_id=f"talk-{type_id}-{pk}-%s")
    if request.method == "POST" and form.is_valid():
        said.say(subject, **form.cleaned_data, by=request.user, at=timezone.now())
        if not request.htmx:
            return redirect(subject)
        form = TalkForm(subject=subject, auto_id=f"talk-{type_id}-{pk}-%s")
    context = {
        "kind": kind,
        "subject": subject,
        "form": form,
        "is_unread": said.unread_about(kind, pk, request.user).exists(),
        "events": [
            {"at": one.said_at, "by": one.author, "text": one.text, "state": "accent"}
            for one in said.about(kind, pk)[:MOST_LINES]
        ],
    }
    status = 422 if form.errors else None
    return render(request, "tasks/talk.html", context, status=status)


@require_POST
def read(request, type_id, pk):
    """I have seen what was said to me."""
    kind, subject = records.or_404(request.user, type_id, pk)
    said.unread_about(kind, pk, request.user).update(read_at=timezone.now())
    if not request.htmx:
        return redirect(subject)
    return trigger_client_event(HttpResponse(status=204), "tasks-changed", {})
