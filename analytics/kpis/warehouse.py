"""What the warehouse steers by: what left, when, and when it arrived."""

from django.db.models import Count, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from analytics.amounts import (
    ONE,
    CountOf,
    Facts,
    LocalDay,
    Seconds,
    per_day,
    standing,
    where,
)
from analytics.kpi import Dimension, Direction, Kind, Kpi, Source, Unit
from catalog.models import Channel
from logistics.models import Parcel
from roles.team.models import Role

SHIPPED = Facts(Parcel.objects.all, at="shipped_at", of="order__")
DELIVERED = Facts(Parcel.objects.all, at="delivered_at", of="order__")
SPLITS = {Dimension.COUNTRY: "order__country", Dimension.CARRIER: "carrier__name"}


def parcels(span):
    """Parcels that left the building on the day."""
    return per_day(SHIPPED, span, numerator=Count("pk"), by=SPLITS)


def paid_to_shipped_hours(span):
    """Hours from payment to the courier, on average over the parcels that left on the day."""
    rows = SHIPPED.between(span).filter(order__paid_at__isnull=False)
    waited = Seconds(F("shipped_at"), F("order__paid_at")) / 3600
    return per_day(SHIPPED, span, rows=rows, numerator=waited, denominator=ONE, by=SPLITS)


def shipped_on_time(span):
    """Parcels that left by the moment promised, among those that left on the day with a promise."""
    rows = SHIPPED.between(span).filter(promised_for__isnull=False)
    in_time = where(Q(shipped_at__lte=F("promised_for")))
    return per_day(SHIPPED, span, rows=rows, numerator=in_time, denominator=ONE, by=SPLITS)


def delivered_on_time(span):
    """Parcels delivered on or before the day promised to the buyer, among those delivered on the
    day with a promise."""
    rows = DELIVERED.between(span).annotate(
        promise=Coalesce("promised_date", "order__promised_date"),
        arrival=LocalDay(F("delivered_at"), DELIVERED.zone),
    )
    in_time = where(Q(arrival__lte=F("promise")))
    return per_day(
        DELIVERED,
        span,
        rows=rows.filter(promise__isnull=False),
        numerator=in_time,
        denominator=ONE,
        by=SPLITS,
    )


def delivery_days(span):
    """Days from order to door, on average over the parcels delivered on the day."""
    travelled = Seconds(F("delivered_at"), F("order__placed_at")) / 86400
    return per_day(DELIVERED, span, numerator=travelled, denominator=ONE, by=SPLITS)


def late_open(day, now):
    """Parcels still in the building after the moment promised, as it stood at closing."""
    late = Parcel.objects.late(now=now).filter(order__channel=OuterRef("pk"))
    return standing(Channel.objects.active(), day, numerator=CountOf(late), channel="pk")


def _parcels(key, title, measure, rows, **how):
    how = {"kind": Kind.FLOW, "unit": Unit.PERCENT, "better": Direction.UP} | how
    how.setdefault("dimensions", (Dimension.CHANNEL, *SPLITS))
    return Kpi(
        key=key,
        title=title,
        owner=Role.WAREHOUSE,
        measure=measure,
        rows=rows,
        sources=(Source.PARCELS,),
        **how,
    )


KPIS = (
    _parcels(
        "shipping.parcels", _("Parcels shipped"), parcels, SHIPPED, unit=Unit.COUNT, is_ratio=False
    ),
    _parcels(
        "shipping.paid_to_shipped_hours",
        _("From payment to courier"),
        paid_to_shipped_hours,
        SHIPPED,
        unit=Unit.HOURS,
        better=Direction.DOWN,
    ),
    _parcels("shipping.on_time", _("Shipped on time"), shipped_on_time, SHIPPED),
    _parcels("delivery.on_time", _("Delivered on time"), delivered_on_time, DELIVERED),
    _parcels(
        "delivery.days",
        _("From order to door"),
        delivery_days,
        DELIVERED,
        unit=Unit.DAYS,
        better=Direction.DOWN,
    ),
    _parcels(
        "shipping.late_open",
        _("Late in the building"),
        late_open,
        None,
        kind=Kind.LEVEL,
        unit=Unit.COUNT,
        better=Direction.DOWN,
        is_ratio=False,
        dimensions=(Dimension.CHANNEL,),
    ),
)
