"""The proofing board: looking at a proof, and the designer's work on it."""

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from config.lib import pictures
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from config.lib.uploads import takes_at_most
from roles.graphic_designer import actions
from roles.graphic_designer import board as seen
from roles.graphic_designer.forms import (
    AltTextsForm,
    ChangesForm,
    PinForm,
    PointForm,
    SendForm,
    UploadForm,
)
from roles.graphic_designer.models import Brief, Picture
from roles.team.eyes import is_for_others

AT_ONCE = pictures.MOST_BYTES + 2**20


@require_GET
@opens_with("graphic_designer.view_brief", also_by_object=True)
def brief(request, pk):
    """A brief beside its proof."""
    return show(request, found(request, pk))


@require_GET
@opens_with("graphic_designer.view_brief", also_by_object=True)
def compare(request, pk):
    """Two proofs side by side, in one format."""
    brief = found(request, pk)
    proofs = list(brief.proofs.order_by("number"))
    last = proofs[-1].number if proofs else 0
    left = request.GET.get("left") or str(max(1, last - 1))
    right = request.GET.get("right") or str(last)
    key = request.GET.get("format", "")
    boards = [seen.of(brief, number=number, key=key) for number in (left, right)]
    context = {"brief": brief, "proofs": proofs, "boards": boards, "strip": boards[-1].strip}
    context["key"] = boards[-1].shown.key if boards[-1].shown else ""
    return page_or_part(request, "graphic_designer/compare.html", "compare", context)


# The designer's work


@takes_at_most(AT_ONCE)
@require_POST
@opens_with("graphic_designer.change_brief", also_by_object=True)
def upload(request, pk):
    """A picture comes into the proof at work."""
    brief = found(request, pk, to_draw=True)
    form = UploadForm(request.POST, request.FILES, pieces=brief.pieces.all())
    if not form.is_valid():
        return show(request, brief, upload=form, status=422)
    file, piece = form.cleaned_data["file"], form.cleaned_data["piece"]
    actions.add(brief, [file], piece=piece, by=request.user, at=timezone.now())
    return answer(request, brief, key=piece.key if piece else "")


@require_POST
@opens_with("graphic_designer.change_brief", also_by_object=True)
def remove(request, pk):
    """A picture leaves the proof at work."""
    picture = found_picture(request, pk, to_draw=True)
    actions.remove(picture, by=request.user, at=timezone.now())
    return answer(request, picture.proof.brief)


@require_POST
@opens_with("graphic_designer.change_brief", also_by_object=True)
def focus(request, pk):
    """The point of the master that every cut keeps."""
    picture = found_picture(request, pk, to_draw=True)
    form = PointForm(request.POST)
    x, y = form.point if form.is_valid() else (None, None)
    if x is not None:
        actions.focus(picture, x=x, y=y, by=request.user, at=timezone.now())
    return answer(request, picture.proof.brief, key="master")


@require_POST
@opens_with("graphic_designer.change_brief", also_by_object=True)
def describe(request, pk):
    """What somebody who cannot see the pictures is told."""
    brief = found(request, pk, to_draw=True)
    form = AltTextsForm(request.POST, brief=brief)
    if not form.is_valid():
        return show(request, brief, alt_texts=form, status=422)
    actions.describe(brief, form.texts, by=request.user, at=timezone.now())
    if request.htmx:
        return show(request, found(request, pk), part="foot")
    return redirect(brief)


@require_POST
@opens_with("graphic_designer.change_brief", also_by_object=True)
def send(request, pk):
    """The proof goes to approval, or the page says what it lacks."""
    brief = found(request, pk, to_draw=True)
    form = SendForm(request.POST)
    if not form.is_valid():
        return show(request, brief, send=form, status=422)
    actions.send(brief, **form.cleaned_data, by=request.user, at=timezone.now())
    return redirect(brief)


@require_POST
@opens_with("graphic_designer.change_brief", also_by_object=True)
def take_back(request, pk):
    """The designer goes on with the proof that was sent."""
    brief = found(request, pk, to_draw=True)
    actions.take_back(brief, by=request.user, at=timezone.now())
    return redirect(brief)


# What the doors share


def found(request, pk, *, to_draw=False):
    briefs = _briefs(request, to_draw=to_draw).select_related("asked_by")
    return get_object_or_404(briefs.prefetch_related("subject", "alt_texts", "pieces"), pk=pk)


def found_picture(request, pk, *, to_draw=False):
    briefs = _briefs(request, to_draw=to_draw)
    pictures = Picture.objects.filter(proof__brief__in=briefs)
    return get_object_or_404(pictures.select_related("proof__brief", "piece"), pk=pk)


def _briefs(request, *, to_draw):
    rows = Brief.objects
    return rows.drawn_by(request.user) if to_draw else rows.visible_to(request.user)


def answer(request, brief, *, number="", key=""):
    """After a change: the board anew for htmx, the page by its address for a browser."""
    if request.htmx:
        return show(request, found(request, brief.pk), number=number, key=key)
    chosen = f"?format={key}" if key else ""
    return redirect(brief.get_absolute_url() + chosen)


def show(request, brief, *, number="", key="", part="board", status=None, **forms):
    """The brief's page, or a part of it; `forms` are those with something to correct."""
    board = seen.of(
        brief,
        number=number or request.GET.get("proof", ""),
        key=key or request.GET.get("format", ""),
    )
    latest = {"number": board.proofs[-1].number if board.proofs else 0}
    context = {
        "board": board,
        "brief": brief,
        "draws": Brief.objects.drawn_by(request.user).filter(pk=brief.pk).exists(),
        "may_approve": request.user.has_perm(brief.approved_with()),
        "is_own": brief.is_made_by(request.user),
        "is_for_others": is_for_others(brief, by=request.user),
        "rests": brief.rests(timezone.now()),
        "kind": ContentType.objects.get_for_model(Brief),
        "events": seen.history(brief),
        "upload": UploadForm(pieces=brief.pieces.all()),
        "alt_texts": AltTextsForm(brief=brief),
        "send": SendForm(),
        "pin": PinForm(),
        "review": ChangesForm(initial=latest),
        **forms,
    }
    return page_or_part(request, "graphic_designer/brief.html", part, context, status=status)
