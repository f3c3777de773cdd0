"""The pages of the front door: files that came, how they would land, and what became of them."""

import uuid
from pathlib import Path

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.intake import actions, engine, jobs
from config.intake.casting import MARKED
from config.intake.forms import ProfileForm, UploadForm
from config.intake.kinds import house
from config.intake.models import Delivery, Profile
from config.intake.ready_notes import MISSED, UNKNOWN
from config.lib.doors import opens_with
from config.lib.lists import Column, Filter, Listing, Period
from config.lib.ring import ring
from config.lib.tables import NotATable

MAY_SEE, MAY_ADD = "intake.view_delivery", "intake.add_delivery"
STATES = {
    Delivery.Status.RECEIVED: "soon",
    Delivery.Status.QUEUED: "quiet",
    Delivery.Status.RUNNING: "accent",
    Delivery.Status.DONE: "good",
    Delivery.Status.REFUSED: "late",
}
BUSY = (Delivery.Status.QUEUED, Delivery.Status.RUNNING)
COUNTS = ["read", "new", "changed", "unchanged", "waiting", "rejected"]
REJECTED_SHOWN = 50
COLUMNS = [
    Column("name", _("File"), value=lambda row: row.name, sort=["name"]),
    Column("source", _("Channel"), value=lambda row: row.source_name, sort=["source_name"]),
    Column("profile", _("Profile"), value=lambda row: str(row.profile or "")),
    Column(
        "received",
        _("Received"),
        value=lambda row: row.received_at,
        sort=["received_at"],
        begins="-",
    ),
    Column("read", _("Read"), value=lambda row: row.total("read"), is_number=True),
    Column("rejected", _("Rejected"), value=lambda row: row.total("rejected"), is_number=True),
    Column("status", _("Status"), value=lambda row: row.status, words=Delivery.Status.choices),
]
FILTERS = [
    Filter("status", _("Status"), choices=lambda: Delivery.Status.choices, field="status"),
    Period("received", _("Received"), field="received_at"),
]


@require_GET
@opens_with(MAY_SEE)
def deliveries(request):
    """Every file that came, the newest first."""
    rows = Delivery.objects.visible_to(request.user).select_related("profile")
    listing = Listing(
        request, rows, columns=COLUMNS, filters=FILTERS, sort="-received", name=_("Imports")
    )
    return listing.answer("intake/deliveries.html", states=STATES)


@require_http_methods(["GET", "POST"])
@opens_with(MAY_ADD)
def new(request):
    """Hand in files. They are kept as they came; nothing lands yet."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        context = {"form": form, "has_sources": bool(list(house.sources.choices()))}
        return render(request, "intake/new.html", context, status=status)
    source = house.sources.get(form.cleaned_data["source"])
    came = _receive(form.cleaned_data["files"], source, request.user)
    return redirect(came[0])


def _receive(files, source, person):
    batch, now, came = uuid.uuid4(), timezone.now(), []
    for file in files:
        delivery = actions.receive(
            file, name=file.name, source=source, profile=None, by=person, at=now, batch=batch
        )
        actions.guess(delivery)
        came.append(delivery)
    return came


@require_GET
@opens_with(MAY_SEE)
def delivery(request, pk):
    """One file: how it would land, how far it is, or what became of it."""
    return render(request, "intake/delivery.html", _told(request, _one(request, pk)))


def _one(request, pk):
    rows = Delivery.objects.visible_to(request.user).select_related("profile", "received_by")
    return get_object_or_404(rows, pk=pk)


def _told(request, delivery):
    batch = Delivery.objects.filter(batch=delivery.batch).select_related("profile")
    together = [(each, _totals(each)) for each in batch.order_by("pk")]
    rejected = delivery.rejected.order_by("line", "pk")[:REJECTED_SHOWN]
    return {
        "delivery": delivery,
        "together": together,
        "ready": Delivery.objects.to_start_with(delivery).count(),
        "busy": BUSY,
        "others_are_busy": delivery.status not in BUSY
        and any(each.status in BUSY for each, _ in together),
        "states": STATES,
        "counts": COUNTS,
        "report": _report(delivery),
        "without": _without(delivery),
        "rejected": rejected,
        "mark": _other_mark(rejected),
        "rejected_total": delivery.rejected.count(),
        "waiting_total": delivery.waiting.count(),
        "profile_form": ProfileForm(
            initial={"profile": delivery.profile_id, "decimal": delivery.decimal},
            source_id=delivery.source_id,
        ),
        "missed": _missed(delivery),
        "unknown": "" if delivery.profile else _unknown(delivery),
        "is_stuck": delivery.status == Delivery.Status.QUEUED and _is_stuck(delivery),
    }


def _other_mark(rejected):
    """The decimal mark that numbers of the file bear and its reading does not, if it is so."""
    said = {reason["sentence"] for row in rejected for reason in row.reasons}
    return next((mark for mark, sentence in MARKED.items() if sentence in said), "")


def _totals(delivery):
    """Of all its rows together, what became or would become of them."""
    return [delivery.total(what) for what in COUNTS] if delivery.report else []


def _report(delivery):
    """A line per kind of row, in the order in which they land."""
    return [
        (kind, [delivery.report[kind.key].get(what, 0) for what in COUNTS])
        for kind in house.in_order(house.kinds)
        if kind.key in delivery.report
    ]


def _without(delivery):
    labels = {field.name: field.label for kind in house.kinds.values() for field in kind.fields}
    return [(labels.get(name, name), rows) for name, rows in delivery.without.items()]


def _missed(delivery):
    """Why columns that one would expect to land are not read."""
    there = {heading.strip().lower() for heading in delivery.headings}
    return [
        gettext(why)
        for kind, (columns, why) in MISSED.items()
        if kind in delivery.report and there & columns
    ]


def _unknown(delivery):
    """What to do with a file of this platform that no profile knows."""
    said = UNKNOWN.get(house.sources.family(delivery.source_id))
    return gettext(said) if said else ""


def _is_stuck(delivery):
    """Whether it has waited so long that whoever takes files in must be away."""
    queued = delivery.moves.filter(became=Delivery.Status.QUEUED).order_by("-pk").first()
    return queued is not None and (timezone.now() - queued.moved_at).total_seconds() > 120


@require_GET
@opens_with(MAY_SEE)
def preview(request, pk):
    """The first rows, as they would land."""
    delivery = _one(request, pk)
    context = {"delivery": delivery}
    if delivery.profile and delivery.file:
        try:
            context |= engine.preview(
                Path(delivery.file.path),
                profile=delivery.way,
                source=house.sources.get(delivery.source_id),
            )
            context["mark"] = _other_mark(context["bad"])
        except NotATable as refusal:
            context["refusal"] = str(refusal)
    return render(request, "intake/preview.html", context)


@require_GET
@opens_with(MAY_SEE)
def progress(request, pk):
    """How far it is; the whole report once it is there."""
    return render(request, "intake/delivery.html#state", _told(request, _one(request, pk)))


@require_POST
@opens_with(MAY_ADD)
def choose_profile(request, pk):
    """Say how the file is to be read; if its rows were counted, they are counted so."""
    delivery = _one(request, pk)
    form = ProfileForm(request.POST, source_id=delivery.source_id)
    if form.is_valid():
        actions.read_with(delivery, **form.cleaned_data, by=request.user)
        return _start(request, pk, is_dry_run=True) if delivery.report else redirect(delivery)
    context = _told(request, delivery) | {"profile_form": form}
    return render(request, "intake/delivery.html", context, status=422)


@require_POST
@opens_with(MAY_ADD)
def rehearse(request, pk):
    """Count what would land, and keep nothing."""
    return _start(request, pk, is_dry_run=True)


@require_POST
@opens_with(MAY_ADD)
def start(request, pk):
    """Import the file, and those that came with it."""
    return _start(request, pk, is_dry_run=False)


def _start(request, pk, *, is_dry_run):
    delivery = _one(request, pk)
    actions.start(delivery, by=request.user, at=timezone.now(), is_dry_run=is_dry_run)
    ring(jobs.take_in)
    return redirect(delivery)


@require_GET
@opens_with(MAY_SEE)
def rejected(request, pk):
    """The rejected rows as a file, to correct and hand in again."""
    delivery = _one(request, pk)
    response = StreamingHttpResponse(actions.rejected_lines(delivery), content_type="text/csv")
    name = f"rejected-{delivery.pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@opens_with(MAY_SEE)
def profiles(request):
    """How each platform's files are read, in words."""
    kinds = {kind.key: kind.title for kind in house.kinds.values()}
    rows = [
        (profile, [kinds.get(key, key) for key in profile.kinds])
        for profile in Profile.objects.order_by("family", "name")
    ]
    return render(request, "intake/profiles.html", {"profiles": rows})
