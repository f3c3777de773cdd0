"""Site checks: which addresses must answer, and how they did."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog.models import Channel
from config.lib.doors import opens_with
from config.lib.htmx import page_or_part
from config.lib.lists import Column, Filter, Listing
from config.lib.ring import ring
from roles.tasks.forms import is_seen_by
from roles.webmaster import actions, jobs, uptime
from roles.webmaster.forms import CheckForm
from roles.webmaster.models import Problem, SiteCheck

ANSWERS = 12
SITUATIONS = [
    ("failing", gettext_lazy("Failing")),
    ("answering", gettext_lazy("Answering")),
    ("off", gettext_lazy("Off")),
]
COLUMNS = [
    Column("name", gettext_lazy("Check"), value=lambda check: check.name, sort=["name"]),
    Column("address", gettext_lazy("Address"), value=lambda check: check.address, on_screen=False),
    Column("problem", gettext_lazy("State"), value=lambda check: check.get_problem_display()),
    Column(
        "first_byte",
        gettext_lazy("First byte"),
        value=lambda check: check.first_byte_ms,
        unit="ms",
        sort=["first_byte_ms"],
        begins="-",
        is_number=True,
        may_be_empty=True,
    ),
    Column("uptime", gettext_lazy("30 days"), is_number=True),
    Column(
        "certificate",
        gettext_lazy("Certificate until"),
        value=lambda check: check.certificate_until_at,
        sort=["certificate_until_at"],
        may_be_empty=True,
    ),
    Column(
        "asked",
        gettext_lazy("Asked"),
        value=lambda check: check.asked_at,
        sort=["asked_at"],
        begins="-",
        may_be_empty=True,
    ),
    Column(
        "failures",
        gettext_lazy("Failures in a row"),
        value=lambda check: check.failures,
        sort=["failures"],
        on_screen=False,
    ),
]
FILTERS = [
    Filter(
        "situation",
        gettext_lazy("State"),
        lambda: SITUATIONS,
        by=lambda rows, values: rows.in_situations(values, timezone.now()),
    ),
    Filter("problem", gettext_lazy("Problem"), lambda: Problem.choices, field="problem"),
]


@require_GET
@opens_with("webmaster.view_sitecheck")
def checks(request):
    """Every address that is asked, the failing ones first."""
    listing = Listing(
        request,
        SiteCheck.objects.visible_to(request.user),
        columns=COLUMNS,
        filters=FILTERS,
        sort="-failures",
        name=gettext_lazy("Site checks"),
    )
    now = timezone.now()
    context = {
        "records": uptime.of(listing.rows, now=now),
        "now": now,
        "is_demo": settings.DEMO,
        "has_hosts": bool(Channel.objects.active().hosts()),
    }
    return listing.answer("webmaster/checks.html", **context)


@require_http_methods(["GET", "POST"])
@opens_with("webmaster.add_sitecheck")
def new(request):
    return _sheet(request, SiteCheck(next_at=timezone.now()))


@require_http_methods(["GET", "POST"])
@opens_with("webmaster.change_sitecheck")
def change(request, pk):
    return _sheet(request, _found(request, pk))


@require_GET
@opens_with("webmaster.view_sitecheck")
def check(request, pk):
    """One address: what it answers now, and how it did for thirty days."""
    found, now = _found(request, pk), timezone.now()
    record = uptime.of([found], now=now)[found.pk]
    kind = found.subject_type
    context = {
        "check": found,
        "record": record,
        "answers": found.results.order_by("-asked_at", "-pk")[:ANSWERS],
        "subject": found.subject if kind and _sees(request, found) else None,
        "kind": ContentType.objects.get_for_model(SiteCheck),
        "now": now,
        "is_over": found.is_over(now),
        "is_demo": settings.DEMO,
        "hosts": sorted(Channel.objects.active().hosts()),
    }
    return page_or_part(request, "webmaster/check.html", "record", context)


@require_POST
@opens_with("webmaster.change_sitecheck")
def ask(request, pk):
    """Ask it now rather than in its turn."""
    found = _found(request, pk)
    actions.ask_soon(found, at=timezone.now())
    ring(jobs.ask_sites)
    return redirect(found)


def _sheet(request, found):
    asked = request.POST if request.method == "POST" else None
    form = CheckForm(asked, instance=found)
    status = None
    if asked is not None and form.is_valid():
        actions.set_up(form.instance, changed=form.changed_data, at=timezone.now())
        return redirect(form.instance)
    if asked is not None:
        status = 422
    context = {"form": form, "hosts": sorted(Channel.objects.active().hosts())}
    return render(request, "webmaster/check_sheet.html", context, status=status)


def _found(request, pk):
    rows = SiteCheck.objects.visible_to(request.user).select_related("subject_type")
    return get_object_or_404(rows, pk=pk)


def _sees(request, found):
    return is_seen_by(request.user, found.subject_type, found.subject_id)
