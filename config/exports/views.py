"""The files of long lists: asked for, waited for, fetched. Each is its asker's alone."""

from django.core.signing import BadSignature
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from config.exports import actions, jobs
from config.exports.models import Export
from config.lib.exports import FORMS
from config.lib.htmx import page_or_part
from config.lib.lists import TICKETS, may_keep
from config.lib.refusals import Refusal
from config.lib.ring import ring

SHOWN = 50


@require_POST
def ask(request):
    """Have a long list written as a file."""
    form = request.POST.get("format")
    try:
        address = TICKETS.unsign(request.POST.get("list", ""))
    except BadSignature:
        form = None
    if form not in FORMS:
        raise Refusal(_("This asks for no list's file. Go back to the list and ask again."))
    actions.ask(address, form=form, by=request.user, at=timezone.now())
    ring(jobs.write)
    return redirect("exports:mine")


@require_GET
def mine(request):
    """The files I asked for, the newest first, and how far they are."""
    now = timezone.now()
    exports = list(Export.objects.visible_to(request.user).order_by("-asked_at", "-pk")[:SHOWN])
    is_busy = any(export.ended_at is None for export in exports)
    context = {
        "exports": exports,
        "is_busy": is_busy,
        "is_stuck": is_busy and not Export.objects.alive(now=now).exists(),
    }
    return page_or_part(request, "exports/mine.html", "files", context)


@require_GET
def file(request, pk):
    """A file that is ready, for who asked for it, as long as they may see all of the list."""
    export = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    may_fetch = may_keep(export.address, user=request.user)
    if not may_fetch or not export.is_ready or not export.path.exists():
        raise Http404
    answer = FileResponse(export.path.open("rb"), as_attachment=True, filename=str(export))
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
