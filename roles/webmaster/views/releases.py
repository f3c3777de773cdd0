"""Releases and freezes: what goes out when, and when nothing may."""

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from config.lib.lists import Column, Filter, Listing, Period
from roles.webmaster import actions
from roles.webmaster import calendar as sheet
from roles.webmaster.actions import Frozen
from roles.webmaster.forms import FreezeForm, MoveForm, ReleaseForm, WaiveForm, WhyForm
from roles.webmaster.models import Freeze, Journey, Release

COLUMNS = [
    Column("title", gettext_lazy("Release"), value=lambda release: release.title),
    Column("status", gettext_lazy("State"), value=lambda release: release.get_status_display()),
    Column(
        "planned",
        gettext_lazy("Planned for"),
        value=lambda release: release.planned_at,
        sort=["planned_at"],
        begins="-",
    ),
    Column(
        "released",
        gettext_lazy("Released"),
        value=lambda release: release.released_at,
        sort=["released_at"],
        begins="-",
        may_be_empty=True,
    ),
    Column("channel", gettext_lazy("Channel"), value=lambda release: release.channel),
    Column("touches", gettext_lazy("Touches"), value=lambda release: release.touched),
]
FILTERS = [
    Filter("status", gettext_lazy("State"), lambda: Release.Status.choices, field="status"),
    Filter(
        "touches",
        gettext_lazy("Touches"),
        lambda: Journey.choices,
        by=lambda rows, values: rows.filter(journeys__overlap=values),
    ),
    Period("planned", gettext_lazy("Planned for"), field="planned_at"),
]


@require_GET
@opens_with("webmaster.view_release")
def releases(request):
    """The calendar of the next weeks, and every release there was."""
    return _listing(request).answer("webmaster/releases.html", **_around(request))


@require_http_methods(["GET", "POST"])
@opens_with("webmaster.add_release")
def new(request):
    """Plan a release; into a freeze only with a reason of who may give one."""
    asked = request.POST if request.method == "POST" else None
    form = ReleaseForm(asked, by=request.user)
    if asked is None:
        return render(request, "webmaster/plan.html", {"form": form})
    if form.is_valid() and (release := _planned(request, form)):
        return redirect(release)
    return render(request, "webmaster/plan.html", {"form": form}, status=422)


def _planned(request, form):
    why, release = form.cleaned_data.get("why", ""), form.written()
    try:
        return actions.plan(release, why=why, by=request.user, at=timezone.now())
    except Frozen as frozen:
        form.add_error("planned_at", str(frozen))


@require_GET
@opens_with("webmaster.view_release")
def release(request, pk):
    """One release: what it changes, what it fixes, and whether it may go out."""
    return _record(request, _found(request, pk))


@require_POST
@opens_with("webmaster.change_release")
def go_out(request, pk):
    found = _found(request, pk)
    actions.go_out(found, by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("webmaster.change_release")
def roll_back(request, pk):
    found = _found(request, pk)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _record(request, found, roll_back=form, status=422)
    actions.roll_back(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("webmaster.change_release")
def cancel(request, pk):
    found = _found(request, pk)
    found.cancel(by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("webmaster.change_release")
def move(request, pk):
    """Another day."""
    found = _found(request, pk)
    form = MoveForm(request.POST)
    if form.is_valid():
        try:
            actions.move(found, **form.cleaned_data, by=request.user, at=timezone.now())
            return redirect(found)
        except Frozen as frozen:
            form.add_error("planned_at", str(frozen))
            found = _found(request, pk)
    return _record(request, found, move=form, status=422)


@require_POST
@opens_with("webmaster.waive_freeze")
def waive(request, pk):
    """It goes out although the shop should stay as it is, and this is why."""
    found = _found(request, pk)
    form = WaiveForm(request.POST, release=found)
    if not form.is_valid():
        return _record(request, found, waive=form, status=422)
    actions.waive(found, **form.cleaned_data, by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("webmaster.add_freeze")
def freeze(request):
    """A freeze by hand."""
    form = FreezeForm(request.POST)
    if not form.is_valid():
        context = _around(request) | {"listing": _listing(request), "freeze_form": form}
        return render(request, "webmaster/releases.html", context, status=422)
    actions.freeze(None, **form.cleaned_data, by=request.user, at=timezone.now())
    return redirect("webmaster:releases")


@require_POST
@opens_with("webmaster.delete_freeze")
def lift(request, pk):
    """The shop may change again. What a subject asks for, only the subject lifts."""
    get_object_or_404(Freeze.objects.by_hand(), pk=pk).delete()
    return redirect("webmaster:releases")


def _listing(request):
    rows = Release.objects.visible_to(request.user).select_related("channel")
    return Listing(
        request, rows, columns=COLUMNS, filters=FILTERS, sort="-planned", name=_("Releases")
    )


def _around(request):
    """What stands above the list; asked for only where it is drawn."""
    now = timezone.now()
    coming = Freeze.objects.not_over(now=now).order_by("from_at", "pk")
    return {
        "now": now,
        "weeks": SimpleLazyObject(lambda: sheet.weeks(request.user, now=now)),
        "freezes": coming,
        "freeze_form": FreezeForm(),
    }


def _found(request, pk):
    rows = Release.objects.visible_to(request.user).select_related("channel", "planned_by")
    return get_object_or_404(rows, pk=pk)


def _record(request, found, *, status=None, **forms):
    binding = Freeze.objects.binding(found, at=found.planned_at).order_by("until_at").first()
    planned = Release.Status.PLANNED.label
    begun = {"at": found.made_at, "by": found.planned_by, "text": planned, "note": ""}
    context = {
        "release": found,
        "binding": binding if found.status == Release.Status.PLANNED else None,
        "waivers": found.waivers.select_related("waived_by").order_by("-waived_at"),
        "defects": found.defects.order_by("-fixed_at", "-pk")[:50],
        "events": found.events(begun=begun, states={Release.Status.RELEASED: "good"}),
        "kind": ContentType.objects.get_for_model(Release),
        "now": timezone.now(),
        "move": MoveForm(initial={"planned_at": found.planned_at}),
        "roll_back": WhyForm(),
        "waive": WaiveForm(release=found, initial={"freeze": binding}),
        "wrong": next(iter(forms), ""),
    }
    return page_or_part(request, "webmaster/release.html", "record", context | forms, status=status)
