"""Defects: reported in a minute by anybody, weighed and fixed by the webmaster."""

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog.models import Channel, Shop
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from config.lib.lists import Column, Filter, Listing, Period
from roles.tasks.forms import is_seen_by
from roles.team import calendars
from roles.webmaster import actions, losses
from roles.webmaster.forms import DefectForm, DuplicateForm, FixForm, WeighForm, WhyForm
from roles.webmaster.models import Defect, Journey

COLUMNS = [
    Column("title", gettext_lazy("Defect"), value=lambda defect: defect.title),
    Column(
        "loss",
        gettext_lazy("Lost per hour"),
        value=lambda defect: defect.loss,
        unit=calendars.shop_currency,
        sort=["loss", "met"],  # what is not weighed comes before what is over
        begins="-",
        is_number=True,
        may_be_empty=True,
    ),
    Column("status", gettext_lazy("State"), value=lambda defect: defect.get_status_display()),
    Column("journey", gettext_lazy("Where"), value=lambda defect: defect.get_journey_display()),
    Column("channel", gettext_lazy("Channel"), value=lambda defect: defect.channel),
    Column("assignee", gettext_lazy("Who fixes it"), value=lambda defect: defect.assignee),
    Column(
        "reported",
        gettext_lazy("Reported"),
        value=lambda defect: defect.reported_at,
        sort=["reported_at"],
        begins="-",
    ),
]
FILTERS = [
    Filter("status", gettext_lazy("State"), lambda: Defect.Status.choices, field="status"),
    Filter("journey", gettext_lazy("Where"), lambda: Journey.choices, field="journey"),
    Filter(
        "channel",
        gettext_lazy("Channel"),
        lambda: Channel.objects.active().order_by("name").values_list("pk", "name"),
        field="channel",
    ),
    Period("reported", gettext_lazy("Reported"), field="reported_at"),
]


@require_GET
@opens_with("webmaster.view_defect")
def defects(request):
    """Every defect there ever was, the dearest first."""
    per_hour = losses.revenue_per_hour(now=timezone.now())
    rows = Defect.objects.visible_to(request.user).select_related("channel", "assignee")
    listing = Listing(
        request,
        rows.with_loss(per_hour),
        columns=COLUMNS,
        filters=FILTERS,
        sort="-loss",
        name=_("Defects"),
    )
    return listing.answer("webmaster/defects.html", currency=Shop.current().currency)


@require_http_methods(["GET", "POST"])
@opens_with("webmaster.add_defect")
def new(request):
    """Report what does not work; from a record the report remembers which."""
    asked = request.POST if request.method == "POST" else None
    about = {key: request.GET.get(key, "") for key in ("subject_type", "subject_id", "page")}
    form = DefectForm(asked, by=request.user, initial=about)
    if asked is None:
        return render(request, "webmaster/report.html", {"form": form})
    if not form.is_valid():
        return render(request, "webmaster/report.html", {"form": form}, status=422)
    defect = actions.report(form.written(), by=request.user, at=timezone.now())
    return redirect(defect)


@require_GET
@opens_with("webmaster.view_defect")
def defect(request, pk):
    """One defect: what it costs and why, where it stands, what was said."""
    return _record(request, _found(request, pk))


@require_POST
@opens_with("webmaster.change_defect")
def accept(request, pk):
    found = _found(request, pk)
    found.accept(by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("webmaster.change_defect")
def begin(request, pk):
    """Whoever presses it fixes it."""
    found = _found(request, pk)
    found.begin(by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("webmaster.change_defect")
def put_back(request, pk):
    found = _found(request, pk)
    found.put_back(by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("webmaster.change_defect")
def weigh(request, pk):
    """Say how many it touches and how many of them are lost."""
    found = _found(request, pk)
    form = WeighForm(request.POST, instance=_found(request, pk))
    if not form.is_valid():
        return _record(request, found, weigh=form, status=422)
    form.instance.save(update_fields=form.fields)
    return redirect(found)


@require_POST
@opens_with("webmaster.change_defect")
def fix(request, pk):
    found = _found(request, pk)
    form = FixForm(request.POST)
    if not form.is_valid():
        return _record(request, found, fix=form, status=422)
    found.fix(**form.cleaned_data, by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("webmaster.view_defect")
def verify(request, pk):
    """Anybody of the team may look whether it works."""
    found = _found(request, pk)
    actions.verify(found, by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("webmaster.view_defect")
def send_back(request, pk):
    found = _found(request, pk)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _record(request, found, send_back=form, status=422)
    found.send_back(**form.cleaned_data, by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("webmaster.change_defect")
def decline(request, pk):
    found = _found(request, pk)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _record(request, found, decline=form, status=422)
    found.decline(**form.cleaned_data, by=request.user, at=timezone.now())
    return redirect(found)


@require_POST
@opens_with("webmaster.change_defect")
def duplicate(request, pk):
    found = _found(request, pk)
    form = DuplicateForm(request.POST, defect=found)
    if not form.is_valid():
        return _record(request, found, duplicate=form, status=422)
    actions.settle_as_duplicate(
        found, form.cleaned_data["original"], by=request.user, at=timezone.now()
    )
    return redirect(found)


@require_POST
@opens_with("webmaster.view_defect")
def come_back(request, pk):
    """It was settled, and somebody meets it again."""
    found = _found(request, pk)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _record(request, found, come_back=form, status=422)
    found.come_back(**form.cleaned_data, by=request.user, at=timezone.now())
    return redirect(found)


@require_GET
@opens_with("webmaster.view_defect")
def of_subject(request, type_id, pk):
    """A panel: what was reported about one record, and a sheet to report more."""
    kind = get_object_or_404(ContentType, pk=type_id)
    rows = Defect.objects.visible_to(request.user).filter(subject_type=kind, subject_id=pk)
    context = {"defects": rows.order_by("-reported_at", "-pk")[:20], "kind": kind, "pk": pk}
    return render(request, "webmaster/panels.html#of_subject", context)


def _found(request, pk):
    rows = Defect.objects.visible_to(request.user).select_related(
        "channel", "assignee", "release", "reported_by", "duplicate_of", "subject_type"
    )
    return get_object_or_404(rows, pk=pk)


def _record(request, found, *, status=None, **forms):
    now = timezone.now()
    begun = {"at": found.reported_at, "by": found.reported_by, "text": _("Reported"), "note": ""}
    context = {
        "defect": found,
        "weighed": losses.weighed(found, losses.revenue_per_hour(now=now)),
        "events": found.events(begun=begun, states={Defect.Status.VERIFIED: "good"}),
        "duplicates": found.duplicates.order_by("-reported_at", "-pk")[:20],
        "subject": _subject(request.user, found),
        "kind": ContentType.objects.get_for_model(Defect),
        "currency": Shop.current().currency,
        "weigh": WeighForm(instance=found),
        "fix": FixForm(),
        "send_back": WhyForm(),
        "decline": WhyForm(),
        "come_back": WhyForm(),
        "duplicate": DuplicateForm(defect=found),
        "wrong": next(iter(forms), ""),
    }
    return page_or_part(request, "webmaster/defect.html", "record", context | forms, status=status)


def _subject(user, found):
    """The record it was reported from, for who may see that record."""
    kind = found.subject_type
    if kind is None or not is_seen_by(user, kind, found.subject_id):
        return None
    return found.subject
