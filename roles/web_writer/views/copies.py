"""Campaign texts: writing one, reading it, and what is told of a record in all."""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from catalog import media
from catalog.models import Market, Shop
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from config.lib.refusals import Refusal
from roles.playbooks.pressing import propose_due
from roles.team.eyes import is_for_others
from roles.web_writer import actions
from roles.web_writer import told as seen
from roles.web_writer.forms.copies import (
    AskForCopyForm,
    ChangesForm,
    CopyForm,
    ReviewForm,
    SubmitCopyForm,
)
from roles.web_writer.models import Copy

DAYS = 2  # working days in which a text is usually wanted


@require_GET
@opens_with("web_writer.view_copy", also_by_object=True)
def copy(request, pk):
    """A text: to write for who may, else to read."""
    return _shown(request, _copy(request, pk))


@require_GET
@opens_with("web_writer.view_copy", also_by_object=True)
def variants(request, pk):
    """All variants of a text side by side."""
    found = _copy(request, pk)
    columns = [(one, seen.read(one)) for one in seen.variants(found)]
    return render(request, "web_writer/variants.html", {"copy": found, "columns": columns})


# Writing


@require_POST
@opens_with("web_writer.change_copy")
def save(request, pk):
    """Keep what was written."""
    found = _copy(request, pk)
    form = CopyForm(request.POST, copy=found)
    if not form.is_valid():
        return _shown(request, found, form=form, status=422)
    try:
        kept = _save(request, found, form)
    except Refusal as refusal:
        return _refused(request, found, form, refusal)
    if request.htmx:
        return render(request, "web_writer/copy.html#kept", {"copy": kept})
    return redirect(kept)


@require_POST
@opens_with("web_writer.change_copy")
def submit(request, pk):
    """Keep what was written and send it to approval, or say what it lacks."""
    found = _copy(request, pk)
    form, kept = SubmitCopyForm(request.POST, copy=found), CopyForm(request.POST, copy=found)
    if not kept.is_valid():
        return _shown(request, found, form=form, status=422)
    try:
        saved = _save(request, found, kept)
        if not form.is_valid():
            return _shown(request, saved, form=form, version=saved.version, status=422)
        actions.submit_copy(saved, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _refused(request, found, kept, refusal)
    return redirect(found)


def _save(request, found, form):
    return actions.save_copy(
        found, version=form.version_seen, words=form.words, by=request.user, at=timezone.now()
    )


def _refused(request, found, form, refusal):
    """Nothing is lost: what was typed stays in the fields, with why it was not kept."""
    theirs = getattr(refusal, "copy", None)
    context = {"reason": refusal, "theirs": theirs, "copy": found}
    if theirs:
        context["their_words"] = seen.read(theirs)
    if request.htmx:
        response = render(request, "web_writer/copy.html#clash", context, status=409)
        return reswap(retarget(response, "#clash"), "outerHTML")
    return _shown(request, found, form=form, status=409, **context)


@require_POST
@opens_with("web_writer.change_copy")
def take_back(request, pk):
    """The writer goes on writing."""
    found = _copy(request, pk)
    found.take_back(by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("web_writer.change_copy")
def add_variant(request, pk):
    """Another way to say it."""
    return redirect(actions.add_variant(_copy(request, pk), by=request.user, at=timezone.now()))


# Reading


@require_POST
@opens_with("web_writer.approve_copy")
def approve(request, pk):
    """The text may be used."""
    found = _copy(request, pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, review=ChangesForm(request.POST), status=422)
    version = form.cleaned_data["version"]
    actions.approve_copy(found, version=version, by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("web_writer.approve_copy")
def send_back(request, pk):
    """The text goes back, with what to change."""
    found = _copy(request, pk)
    form = ChangesForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, review=form, status=422)
    actions.send_copy_back(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("web_writer.add_copy")
def withdraw(request, pk):
    """Nobody needs this text any more."""
    found = _copy(request, pk)
    found.withdraw(by=request.user, at=timezone.now())
    return redirect(found)


# Of a record


@require_GET
@opens_with("web_writer.view_copy")
def copies_of(request, type_id, pk):
    """What is said of a record, and what lacks: medium by language."""
    return _of(request, _subject(request, type_id, pk), type_id)


@require_GET
@opens_with("web_writer.view_copy")
def texts_of_campaign(request, pk):
    """The same, by the number of a campaign."""
    kind = get_object_or_404(ContentType, app_label="marketing", model="campaign")
    return _of(request, _subject(request, kind.pk, pk), kind.pk)


def _of(request, subject, type_id):
    copies = Copy.objects.visible_to(request.user).of(subject).wanted()
    tongues, rows = seen.table(copies, languages=Market.objects.languages())
    context = {"subject": subject, "type_id": type_id, "languages": tongues, "rows": rows}
    return page_or_part(request, "web_writer/copies.html", "copies", context)


@require_http_methods(["GET", "POST"])
@opens_with("web_writer.add_copy")
def ask_for_copy(request, type_id, pk):
    """Ask for the texts of a record: some media, some languages."""
    subject, now = _subject(request, type_id, pk), timezone.now()
    tongues = Market.objects.languages()
    start = {"languages": request.GET.getlist("language") or tongues}
    form = AskForCopyForm(request.POST or None, initial=start, languages=tongues, subject=subject)
    asked = Copy.objects.of(subject).wanted().values_list("medium", flat=True)
    media.propose(form, subject, asked=asked, chosen=request.GET.getlist("medium"))
    usual = Shop.current().calendar().add_days(now, DAYS)
    propose_due(form, subject, usual=usual, door="web_writer:texts_of_campaign")
    if request.method == "POST" and form.is_valid():
        _ask(subject, form.cleaned_data, by=request.user, at=now)
        return redirect("web_writer:copies_of", type_id, pk)
    context = {"form": form, "subject": subject, "type_id": type_id}
    status = 422 if form.is_bound else None
    return page_or_part(request, "web_writer/ask.html", "form", context, status=status)


def _ask(subject, asked, *, by, at):
    for medium in asked["media"]:
        for language in asked["languages"]:
            actions.ask_for_copy(
                subject,
                medium=medium,
                language=language,
                brief=asked["brief"],
                due_at=asked["due_at"],
                by=by,
                at=at,
            )


def _subject(request, type_id, pk):
    """A record of a kind that says who may see it."""
    kind = get_object_or_404(ContentType, pk=type_id)
    rows = getattr(kind.model_class(), "objects", None)
    if not hasattr(rows, "visible_to"):
        raise Http404
    return get_object_or_404(rows.visible_to(request.user), pk=pk)


def _copy(request, pk):
    copies = Copy.objects.visible_to(request.user).select_related("asked_by", "saved_by")
    return get_object_or_404(copies.prefetch_related("subject"), pk=pk)


def _shown(request, found, *, form=None, review=None, version=None, status=None, **why):
    writes = found.is_editable() and request.user.has_perm("web_writer.change_copy")
    context = {
        "copy": found,
        "form": form or CopyForm(initial=found.words, copy=found),
        "writes": writes,
        "version": version or (form["version"].value() if form else found.version),
        "variants": seen.variants(found),
        "told": seen.read(found),
        "note": seen.last_note(found) if found.status == found.Status.CHANGES_REQUESTED else "",
        "events": seen.history(found),
        "review": review or ChangesForm(initial={"version": found.version}),
        "is_own": found.is_made_by(request.user),
        "is_for_others": is_for_others(found, by=request.user),
        "rests": found.rests(timezone.now()),
        **why,
    }
    return page_or_part(request, "web_writer/copy.html", "text", context, status=status)
