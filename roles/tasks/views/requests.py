"""One role asks another: the sheet, the request's page, and each side's verbs."""

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from roles.tasks import asking
from roles.tasks.models import Request
from roles.tasks.request_forms import NoteForm, RequestForm, WhyForm

MOST_ROWS = 200
SHELVES = ("of-me", "by-me", "open", "ended")


@require_GET
@opens_with("tasks.view_request")
def requests(request):
    """What was asked of me, what I asked, and all that is open between the roles."""
    show = request.GET.get("show", "")
    show = show if show in SHELVES else SHELVES[0]
    rows = Request.objects.shown().prefetch_related("subject").order_by("due_at", "pk")
    shelves = {
        "of-me": rows.open().asked_of(request.user),
        "by-me": rows.open().filter(asked_by=request.user),
        "open": rows.open(),
        "ended": rows.ended().order_by("-ended_at", "-pk"),
    }
    context = {"requests": shelves[show][:MOST_ROWS], "show": show, "now": timezone.now()}
    return page_or_part(request, "tasks/requests.html", "rows", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with("tasks.add_request")
def new(request):
    """Ask another role for something, about a record where the address names one."""
    form = RequestForm(
        request.POST or None, by=request.user, now=timezone.now(), initial=request.GET.dict()
    )
    if request.method == "POST" and form.is_valid():
        return redirect(asking.ask(form.save(), by=request.user, at=timezone.now()))
    status = 422 if form.errors else None
    return render(request, "tasks/request_new.html", {"form": form}, status=status)


@require_GET
@opens_with("tasks.view_request", also_by_object=True)
def page(request, pk):
    """One request: what, by when, how it will be accepted, and whose turn it is."""
    return _page(request, _visible(request, pk))


@require_POST
@opens_with("tasks.view_request", also_by_object=True)
def accept(request, pk):
    found = _theirs(request, pk)
    asking.accept(found, by=request.user, at=timezone.now())
    return _answer(request, found, said=_("You said yes."))


@require_POST
@opens_with("tasks.view_request", also_by_object=True)
def decline(request, pk):
    return _with_words(request, _theirs(request, pk), asking.decline, WhyForm, _("Declined."))


@require_POST
@opens_with("tasks.view_request", also_by_object=True)
def deliver(request, pk):
    return _with_words(request, _theirs(request, pk), asking.deliver, NoteForm, _("Delivered."))


@require_POST
@opens_with("tasks.view_request", also_by_object=True)
def confirm(request, pk):
    found = _askers(request, pk)
    asking.confirm(found, by=request.user, at=timezone.now())
    return _answer(request, found, said=_("Confirmed."))


@require_POST
@opens_with("tasks.view_request", also_by_object=True)
def send_back(request, pk):
    return _with_words(request, _askers(request, pk), asking.send_back, WhyForm, _("Sent back."))


@require_POST
@opens_with("tasks.view_request", also_by_object=True)
def ask_again(request, pk):
    return _with_words(request, _askers(request, pk), asking.ask_again, NoteForm, _("Asked again."))


@require_POST
@opens_with("tasks.view_request", also_by_object=True)
def withdraw(request, pk):
    found = _askers(request, pk)
    asking.withdraw(found, by=request.user, at=timezone.now())
    return _answer(request, found, said=_("Withdrawn."))


def _visible(request, pk):
    return get_object_or_404(Request.objects.visible_to(request.user).shown(), pk=pk)


def _theirs(request, pk):
    return get_object_or_404(Request.objects.answerable_by(request.user).shown(), pk=pk)


def _askers(request, pk):
    return get_object_or_404(Request.objects.judged_by(request.user).shown(), pk=pk)


def _with_words(request, found, verb, form_class, said):
    """A verb that takes a word: asked again where the word is missing."""
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, **{f"{verb.__name__}_form": form})
    verb(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return _answer(request, found, said=said)


def _answer(request, found, *, said):
    """The request as it now is; a plain browser goes to its page."""
    if not request.htmx:
        return redirect(found)
    response = _page(request, found)
    trigger_client_event(response, "tasks-changed", {})
    return trigger_client_event(response, "say", {"value": said})


def _page(request, found, *, status=None, **forms):
    mine = Request.objects.filter(pk=found.pk)
    context = {
        "decline_form": WhyForm(auto_id="decline_%s"),
        "deliver_form": NoteForm(auto_id="deliver_%s"),
        "send_back_form": WhyForm(auto_id="send_back_%s"),
        "ask_again_form": NoteForm(auto_id="ask_again_%s"),
        "asked": found,
        "kind": ContentType.objects.get_for_model(Request),
        "is_late": found.is_late(timezone.now()),
        "may_answer": mine.answerable_by(request.user).exists(),
        "may_judge": mine.judged_by(request.user).exists(),
        "events": found.events(),
    }
    return page_or_part(request, "tasks/request.html", "request", context | forms, status=status)
