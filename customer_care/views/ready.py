"""What is ready before customers ask: canned answers and knowledge notes."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from config.lib import records
from config.lib.asked import number_of
from config.lib.doors import opens_with
from customer_care import blanks, readying
from customer_care.forms import CannedAnswerForm, KnowledgeNoteForm
from customer_care.models import CannedAnswer, KnowledgeNote

VIEW, CHANGE = "customer_care.view_cannedanswer", "customer_care.change_cannedanswer"
MOST = 500
KINDS = {
    "canned": {
        "model": CannedAnswer,
        "form": CannedAnswerForm,
        "title": _("Canned answers"),
        "add": _("New canned answer"),
        "list": "customer_care:canned_answers",
        "new": "customer_care:new_canned_answer",
    },
    "knowledge": {
        "model": KnowledgeNote,
        "form": KnowledgeNoteForm,
        "title": _("Knowledge"),
        "add": _("New note"),
        "list": "customer_care:knowledge",
        "new": "customer_care:new_note",
    },
}


@require_GET
@opens_with(VIEW)
def listed(request, kind):
    """All of a kind, by language."""
    rows = KINDS[kind]["model"].objects.select_related("subject_type", "changed_by")
    rows = rows.prefetch_related("subject")
    context = KINDS[kind] | {
        "rows": rows.order_by("-is_active", "language", "title", "pk")[:MOST],
        "kind": kind,
    }
    return render(request, "customer_care/ready.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(CHANGE)
def new(request, kind):
    """Write one; about a record and in a language, where the address names them."""
    row = KINDS[kind]["model"]()
    if request.GET.get("language") in dict(settings.LANGUAGES):
        row.language = request.GET["language"]
    if "type" in request.GET:
        row.subject_type, subject = _named(request)
        row.subject_id = subject.pk
    return _written(request, kind, row)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(CHANGE)
def change(request, kind, pk):
    return _written(request, kind, get_object_or_404(KINDS[kind]["model"], pk=pk))


def _named(request):
    """The record an address names, where this reader may see it."""
    kind, pk = (number_of(request.GET.get(name, "")) for name in ("type", "id"))
    if kind is None or pk is None:
        raise Http404
    return records.or_404(request.user, kind, pk)


def _written(request, kind, row):
    form = KINDS[kind]["form"](request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        typed = {
            "changed": set(form.changed_data) & set(form.Meta.fields),
            "products": form.cleaned_data.get("skus"),
        }
        try:
            readying.keep(form.instance, **typed, by=request.user, at=timezone.now())
            return redirect(_came_from(request, row) or reverse(KINDS[kind]["list"]))
        except readying.Taken as taken:
            form.add_error("title", str(taken))
    context = KINDS[kind] | {"form": form, "row": row, "kind": kind, "blanks": _blanks()}
    status = 422 if form.errors else None
    return render(request, "customer_care/ready_form.html", context, status=status)


def _came_from(request, row):
    """Whoever came from a record to write something about it goes back to what it has ready."""
    if "type" not in request.GET:
        return ""
    if row.subject_type.natural_key() == ("marketing", "campaign"):
        return reverse("customer_care:of_campaign", args=[row.subject_id])
    return row.subject.get_absolute_url()


def _blanks():
    return [(blanks.written(name), told) for name, told in blanks.KNOWN.items()]


@require_GET
@opens_with(VIEW)
def of_subject(request, type_id, pk):
    """A panel: what customer care has ready for a record, such as a campaign."""
    kind = get_object_or_404(ContentType, pk=type_id)
    return render(request, "customer_care/panels.html#of_subject", _ready_for(kind, pk))


@require_GET
@opens_with(VIEW)
def of_campaign(request, pk):
    """The page behind “the answers are ready”: what there is for a campaign, and what to add."""
    kind = get_object_or_404(ContentType, app_label="marketing", model="campaign")
    try:
        subject = kind.get_object_for_this_type(pk=pk)
    except kind.model_class().DoesNotExist as nobody:
        raise Http404 from nobody
    return render(
        request, "customer_care/ready_for.html", _ready_for(kind, pk) | {"subject": subject}
    )


def _ready_for(kind, pk):
    answers = CannedAnswer.objects.active().of_subject(kind.pk, pk)
    notes = KnowledgeNote.objects.active().of_subject(kind.pk, pk)
    return {
        "answers": answers.order_by("language", "title", "pk")[:20],
        "notes": notes.order_by("language", "title", "pk")[:20],
        "about": f"type={kind.pk}&id={pk}",
    }
