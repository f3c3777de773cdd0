"""Where figures come from, and whether the news came: a late source is neither zero nor nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Model

from analytics.kpi import Source
from analytics.traffic.models import Visit
from catalog.models import Channel
from config.intake.models import Delivery
from logistics.models import Parcel
from orders.models import Order, Refund, Review

NEWEST: dict[Source, tuple[type[Model], str, str]] = {
    Source.ORDERS: (Order, "channel", "placed_at"),
    Source.REFUNDS: (Refund, "channel", "requested_at"),
    Source.VISITS: (Visit, "channel", "started_at"),
    Source.PARCELS: (Parcel, "order__channel", "opened_at"),
    Source.REVIEWS: (Review, "order__channel", "reviewed_at"),
}


@dataclass(frozen=True)
class News:
    """The newest fact of one kind on one channel, and whether it is older than it may be."""

    channel: str
    channel_name: str
    source: str
    newest: str  # ISO 8601: this is kept in the night's log
    is_late: bool

    @property
    def newest_at(self) -> datetime:
        return datetime.fromisoformat(self.newest)

    @property
    def label(self):
        return Source(self.source).label


def news(*, now: datetime) -> list[News]:
    """What came last from each channel: a source that never spoke is not late, it is not there."""
    heard, newest = _imports(), {source: _newest(*where) for source, where in NEWEST.items()}
    return [
        _news(channel, source, newest[source][channel.pk], heard.get(channel.pk), now)
        for channel in Channel.objects.active().order_by("name")
        for source in NEWEST
        if newest[source].get(channel.pk)
    ]


def _newest(model: type[Model], channel: str, at: str) -> dict[int, datetime]:
    return dict(model.objects.values_list(channel).annotate(Max(at)).order_by())


def _imports() -> dict[int, datetime]:
    """When a file of each channel last landed: a quiet day is not a late one."""
    landed = Delivery.objects.filter(status=Delivery.Status.DONE, is_dry_run=False)
    return dict(
        landed.values("source_id").annotate(last=Max("ended_at")).values_list("source_id", "last")
    )


def _news(channel, source, newest, heard, now) -> News:
    last = max(filter(None, [newest, heard]))
    due = channel.news_due_hours
    return News(
        channel=channel.code,
        channel_name=channel.name,
        source=str(source),
        newest=newest.isoformat(),
        is_late=due is not None and last < now - timedelta(hours=due),
    )
