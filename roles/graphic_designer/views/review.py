"""The other side of the board: pointing, approving, sending back, withdrawing."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from config.lib.doors import opens_with
from roles.graphic_designer import actions
from roles.graphic_designer.forms import ChangesForm, PinForm, ReviewForm
from roles.graphic_designer.models import Brief, Pin
from roles.graphic_designer.views.board import answer, found, found_picture, show


@require_POST
@opens_with("graphic_designer.view_brief", also_by_object=True)
def pin(request, pk):
    """A comment, pinned where one clicked."""
    picture = found_picture(request, pk)
    place = {"number": str(picture.proof.number), "key": _key(picture)}
    form = PinForm(request.POST)
    if not form.is_valid():
        return show(request, found(request, picture.proof.brief_id), pin=form, status=422, **place)
    x, y = form.point
    text = form.cleaned_data["text"]
    actions.pin(picture, text=text, x=x, y=y, by=request.user, at=timezone.now())
    return answer(request, picture.proof.brief, **place)


@require_POST
@opens_with("graphic_designer.view_brief", also_by_object=True)
def settle(request, pk):
    """What was pinned is done; asked again, it is not."""
    briefs = Brief.objects.visible_to(request.user)
    pins = Pin.objects.filter(picture__proof__brief__in=briefs)
    pin = get_object_or_404(pins.select_related("picture__proof__brief", "picture__piece"), pk=pk)
    if request.POST.get("undo"):
        actions.unsettle(pin)
    else:
        actions.settle(pin, by=request.user, at=timezone.now())
    return answer(request, pin.picture.proof.brief, **_seen_from(request, pin.picture))


@require_POST
@opens_with("graphic_designer.view_brief")
def approve(request, pk):
    """The pictures are good, as they were looked at."""
    brief = _to_decide(request, pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return show(request, brief, review=ChangesForm(request.POST), status=422)
    actions.approve(brief, **form.cleaned_data, by=request.user, at=timezone.now())
    return redirect(brief)


@require_POST
@opens_with("graphic_designer.view_brief")
def request_changes(request, pk):
    """The proof goes back, with what to change."""
    brief = _to_decide(request, pk)
    form = ChangesForm(request.POST)
    if not form.is_valid():
        return show(request, brief, review=form, status=422)
    actions.request_changes(brief, **form.cleaned_data, by=request.user, at=timezone.now())
    return redirect(brief)


@require_POST
@opens_with("graphic_designer.add_brief")
def withdraw(request, pk):
    """Nobody needs these pictures any more."""
    brief = found(request, pk)
    actions.withdraw(brief, by=request.user, at=timezone.now())
    return redirect(brief)


def _to_decide(request, pk):
    """A brief, for who may approve this kind of picture; for others there is nothing to decide."""
    brief = found(request, pk)
    if not request.user.has_perm(brief.approved_with()):
        raise Http404
    return brief


def _key(picture):
    return picture.piece.key if picture.piece else "master"


def _seen_from(request, picture):
    """Where the one who clicked was looking: at this proof, or at a later one."""
    number, key = request.POST.get("proof", ""), request.POST.get("format", "")
    return {"number": number or str(picture.proof.number), "key": key or _key(picture)}
