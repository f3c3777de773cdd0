"""The warehouse's doors: the bench, the list of parcels, one parcel, and panels for others."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from config.lib.asked import words_of
from config.lib.doors import opens_with, seen_by
from config.lib.htmx import page_or_part
from config.lib.lists import Column, Filter, Listing, Period
from logistics import actions, bench
from logistics.forms import LoseForm, ScanForm, ShipForm
from logistics.models import Carrier, Parcel
from orders.models import Order

CARRIER = "carrier"  # the session remembers whose labels lie on this bench
FIRST_HITS = 5

COLUMNS = [
    Column("parcel", gettext_lazy("Parcel"), value=lambda parcel: parcel.pk),
    Column("order", gettext_lazy("Order"), value=lambda parcel: parcel.order.number),
    Column("status", gettext_lazy("State"), value=lambda parcel: parcel.get_status_display()),
    Column(
        "promised",
        gettext_lazy("To leave by"),
        value=lambda parcel: parcel.promised_for,
        sort=["promised_for"],
        may_be_empty=True,
    ),
    Column("carrier", gettext_lazy("Carrier"), value=lambda parcel: parcel.carrier),
    Column("code", gettext_lazy("Tracking code"), value=lambda parcel: parcel.tracking_code),
    Column(
        "shipped",
        gettext_lazy("Shipped"),
        value=lambda parcel: parcel.shipped_at,
        sort=["shipped_at"],
        may_be_empty=True,
    ),
    Column(
        "delivered",
        gettext_lazy("Delivered"),
        value=lambda parcel: parcel.delivered_at,
        sort=["delivered_at"],
        may_be_empty=True,
    ),
    Column(
        "opened",
        gettext_lazy("Opened"),
        value=lambda parcel: parcel.opened_at,
        sort=["opened_at"],
    ),
]
FILTERS = [
    Filter("status", gettext_lazy("State"), lambda: Parcel.Status.choices, field="status"),
    Filter(
        "carrier",
        gettext_lazy("Carrier"),
        lambda: Carrier.objects.order_by("name").values_list("pk", "name"),
        field="carrier",
    ),
    Period("shipped", gettext_lazy("Shipped"), field="shipped_at"),
]


@require_GET
@opens_with("logistics.view_parcel")
def desk(request):
    """What must leave, most urgent first, and the parcel that lies on the bench."""
    scan = ScanForm(request.GET)
    code = scan.cleaned_data["scan"] if scan.is_valid() else ""
    parcels = Parcel.objects.visible_to(request.user)
    parcel = bench.found(parcels, code=code, pk=request.GET.get("parcel", ""))
    status = 422 if "scan" in request.GET and not parcel else None
    part = "queue" if request.headers.get("HX-Target") == "queue" else "bench"
    context = _bench(request, parcel) | {"scan": code}
    return page_or_part(request, "logistics/desk.html", part, context, status=status)


@require_GET
@opens_with("logistics.view_parcel")
def watch(request, pk):
    """Whether what lies on the bench is still what it was when it was laid there."""
    parcel = get_object_or_404(
        Parcel.objects.visible_to(request.user).select_related("order"), pk=pk
    )
    context = {"parcel": parcel, "seen": request.GET.get("seen", parcel.status)}
    return render(request, "logistics/desk.html#warning", context)


@require_POST
@opens_with("logistics.ship_parcel")
def pack(request, pk):
    parcel = _mine(request, pk)
    actions.pack(parcel, by=request.user, at=timezone.now())
    return _answer(request, parcel)


@require_POST
@opens_with("logistics.ship_parcel")
def unpack(request, pk):
    parcel = _mine(request, pk)
    actions.unpack(parcel, by=request.user, at=timezone.now())
    return _answer(request, parcel)


@require_POST
@opens_with("logistics.ship_parcel")
def ship(request, pk):
    parcel = _mine(request, pk)
    form = ShipForm(request.POST, parcel=parcel)
    if not form.is_valid():
        context = _bench(request, parcel) | {"form": form}
        return page_or_part(request, "logistics/desk.html", "bench", context, status=422)
    actions.ship(parcel, **form.cleaned_data, by=request.user, at=timezone.now())
    request.session[CARRIER] = parcel.carrier_id
    return _answer(request, parcel, done=True)


@require_POST
@opens_with("logistics.ship_parcel")
def deliver(request, pk):
    parcel = _mine(request, pk)
    actions.deliver(parcel, by=request.user, at=timezone.now())
    return redirect(parcel)


@require_POST
@opens_with("logistics.ship_parcel")
def lose(request, pk):
    parcel = _mine(request, pk)
    form = LoseForm(request.POST)
    if not form.is_valid():
        return _record(request, parcel, form, status=422)
    actions.lose(parcel, by=request.user, at=timezone.now(), note=form.cleaned_data["note"])
    return redirect(parcel)


@require_GET
@opens_with("logistics.view_parcel", also_by_object=True)
def parcels(request):
    """Every parcel there ever was."""
    rows = Parcel.objects.visible_to(request.user).select_related("order", "carrier")
    listing = Listing(
        request,
        seen_by(request.user, "logistics.view_parcel", rows),
        columns=COLUMNS,
        filters=FILTERS,
        sort="-opened",
        name=_("Parcels"),
    )
    return listing.answer("logistics/parcels.html", now=timezone.now())


@require_GET
@opens_with("logistics.view_parcel", also_by_object=True)
def parcel(request, pk):
    """One parcel: what is in it, where it is, and who did what."""
    parcels = Parcel.objects.visible_to(request.user).select_related("order__channel", "carrier")
    return _record(request, get_object_or_404(parcels, pk=pk), LoseForm())


@require_GET
@opens_with("logistics.view_parcel")
def of_order(request, pk):
    """A panel: the parcels of an order."""
    parcels = Parcel.objects.visible_to(request.user).filter(order=pk).select_related("carrier")
    context = {"parcels": parcels.order_by("opened_at", "pk"), "now": timezone.now()}
    return render(request, "logistics/panels.html#of_order", context)


@require_GET
@opens_with("logistics.view_parcel")
def late_panel(request):
    """A panel: what should have left."""
    late = Parcel.objects.visible_to(request.user).late(now=timezone.now())
    context = {
        "count": late.count(),
        "parcels": late.select_related("order").by_urgency()[:FIRST_HITS],
    }
    return render(request, "logistics/panels.html#late", context)


@require_GET
@opens_with("logistics.view_parcel")
def search(request):
    """A section of the search page: parcels by order number or tracking code."""
    words = words_of(request)
    hits = Parcel.objects.visible_to(request.user).scanned(words).select_related("order")
    context = {"parcels": hits.order_by("-opened_at")[:FIRST_HITS], "now": timezone.now()}
    return render(request, "logistics/panels.html#search", context)


def _mine(request, pk):
    parcels = Parcel.objects.visible_to(request.user).select_related("order")
    return get_object_or_404(parcels, pk=pk)


def _answer(request, parcel, *, done=False):
    """The bench as it is now for htmx; for a browser the desk again, with this parcel on it."""
    if not request.htmx:
        return redirect(bench.address(None if done else parcel))
    context = _bench(request, None if done else parcel) | {"shipped": parcel if done else None}
    response = render(request, "logistics/desk.html#bench", context)
    return trigger_client_event(response, "parcels-changed")


def _bench(request, parcel):
    """What the desk shows. The queue is asked for only by who draws it."""
    parcels = Parcel.objects.visible_to(request.user)
    now, show = timezone.now(), request.GET.get("show", "")
    return {
        "parcel": parcel and bench.laid_out(parcel),
        "cancelled": parcel and parcel.order.status == Order.Status.CANCELLED,
        "form": ShipForm(parcel=parcel, initial={"carrier": request.session.get(CARRIER)}),
        "now": now,
        "tonight": bench.tonight(now),
        "next": SimpleLazyObject(lambda: bench.next_of(parcels)),
        "queue": SimpleLazyObject(lambda: bench.queue(parcels.open(), show=show, now=now)),
    }


def _record(request, parcel, form, status=None):
    context = {
        "parcel": bench.laid_out(parcel),
        "events": bench.history(parcel),
        "form": form,
        "now": timezone.now(),
        "title": _("Parcel %(number)s") % {"number": parcel.pk},
    }
    return page_or_part(request, "logistics/parcel.html", "record", context, status=status)
