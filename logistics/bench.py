"""What the packer sees: the queue by urgency, and the one parcel that lies on the bench."""

from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Shop
from config.lib.asked import number_of
from config.lib.clock import local_day, start_of_day
from logistics.models import Parcel
from orders.models import Address, OrderLine

SHOWN = 40  # beyond this nobody scrolls: one scans

LINES = Prefetch("order__lines", OrderLine.objects.select_related("variant").order_by("pk"))
SHIPPING = Prefetch(
    "order__addresses",
    Address.objects.filter(purpose=Address.Purpose.SHIPPING),
    to_attr="shipping_addresses",
)


def address(parcel: Parcel | None = None) -> str:
    """The desk, with this parcel on the bench."""
    query = f"?parcel={parcel.pk}" if parcel else ""
    return reverse("logistics:desk") + query


def found(parcels, *, code: str, pk: str) -> Parcel | None:
    """The parcel that was scanned or chosen; of several the one that must leave first."""
    if code:
        of_code = list(parcels.scanned(code).select_related("order").by_urgency()[:20])
        return min(of_code, key=lambda parcel: not parcel.is_open(), default=None)
    if number_of(pk) is not None:
        return parcels.filter(pk=pk).select_related("order").first()
    return None


def next_of(parcels) -> Parcel | None:
    """The parcel to pick that must leave first."""
    return parcels.to_pick().select_related("order").by_urgency().first()


def tonight(now: datetime) -> datetime:
    """The end of the shop's day."""
    zone = Shop.current().time_zone
    return start_of_day(local_day(now, zone) + timedelta(days=1), zone)


def queue(parcels, *, show: str, now: datetime) -> dict:
    """The open parcels of one kind, most urgent first, and how many there are of each."""
    kinds = {
        "": Q(),
        "late": Q(promised_for__lt=now),
        "today": Q(promised_for__gte=now, promised_for__lt=tonight(now)),
        "packed": Q(status=Parcel.Status.PACKED),
    }
    show = show if show in kinds else ""
    counts = parcels.aggregate(
        **{kind or "all": Count("pk", filter=narrowed) for kind, narrowed in kinds.items()}
    )
    rows = parcels.filter(kinds[show]).select_related("order", "order__channel")
    return {
        "parcels": rows.prefetch_related(LINES, SHIPPING).by_urgency()[:SHOWN],
        "beyond": counts[show or "all"] - SHOWN,
        "figures": _figures(counts, show),
        "all": counts["all"],
        "show": show,
    }


def _figures(counts, show):
    words = [
        ("late", _("Late"), "late" if counts["late"] else "good"),
        ("today", _("To leave today"), "soon" if counts["today"] else ""),
        ("packed", _("Packed, waiting"), ""),
    ]
    return [
        {
            "label": label,
            "value": counts[kind],
            "state": state,
            "url": address() if kind == show else f"{address()}?show={kind}",
            "is_chosen": kind == show,
        }
        for kind, label, state in words
    ]


def laid_out(parcel: Parcel) -> Parcel:
    """The parcel with everything one needs to pack it."""
    prefetch_related_objects([parcel], "order__channel", LINES, SHIPPING)
    return parcel


def history(parcel: Parcel) -> list[dict]:
    """What happened to the parcel, newest first."""
    opened = {"at": parcel.opened_at, "text": _("Opened")}
    return parcel.events(begun=opened, states={Parcel.Status.LOST: "late"})
