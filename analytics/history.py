"""How far back the shop's facts go, and how far its figures."""

from datetime import date

from django.db.models import Model, OuterRef, Subquery

from analytics.models import Measurement
from analytics.traffic.models import Visit
from catalog.models import Channel
from config.lib.clock import local_day
from orders.models import Order

# Which figure has a row for every day on which there is such a fact.
FIRSTS: dict[str, tuple[type[Model], str]] = {
    "sales.cancellation_rate": (Order, "placed_at"),
    "traffic.sessions": (Visit, "started_at"),
}


def first_unmeasured_day() -> date | None:
    """The first day of which a channel has facts and no figures yet; None when all is measured."""
    return min((day for day, measured in _firsts() if not measured or day < measured), default=None)


def first_day() -> date | None:
    """The first day of which the shop knows anything."""
    return min((day for day, _measured in _firsts()), default=None)


def _firsts() -> list[tuple[date, date | None]]:
    """For each channel and kind of fact: its first day, and the first day that was measured."""
    asked = {}
    for place, (key, (model, at)) in enumerate(FIRSTS.items()):
        facts = model.objects.filter(channel=OuterRef("pk")).order_by(at)
        figures = Measurement.objects.filter(kpi=key, dimension="", channel=OuterRef("pk"))
        asked[f"fact_{place}"] = Subquery(facts.values(at)[:1])
        asked[f"figure_{place}"] = Subquery(figures.order_by("day").values("day")[:1])
    return [
        (local_day(fact, channel.time_zone), getattr(channel, f"figure_{place}"))
        for channel in Channel.objects.annotate(**asked)
        for place in range(len(FIRSTS))
        if (fact := getattr(channel, f"fact_{place}"))
    ]
