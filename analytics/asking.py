"""What a reader asked for in the address: whatever makes no sense there is left out."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from analytics.days import yesterday
from analytics.figure import Per
from analytics.kpi import Dimension, Kind, Kpi
from analytics.kpis import KPIS
from analytics.models import Measurement
from analytics.periods import PERIODS, Period
from catalog.models import Channel

OLD = 35  # days: with nothing newer, the pages open on the newest days there are


@dataclass(frozen=True)
class Question:
    """Which days, on which channel."""

    period: Period
    last: date
    yesterday: date
    channel: Channel | None
    channels: list[Channel]

    @property
    def is_of_the_past(self) -> bool:
        return self.last != self.yesterday


def asked(request, *, now: datetime, key: str | None = None) -> Question:
    channels = list(Channel.objects.order_by("name"))
    by_code = {channel.code: channel for channel in channels}
    channel = by_code.get(request.GET.get("channel", ""))
    newest = yesterday(now)
    return Question(
        period=PERIODS.get(request.GET.get("period", ""), PERIODS["yesterday"]),
        last=asked_day(request, "to") or newest_measured_day(newest, channel, key),
        yesterday=newest,
        channel=channel,
        channels=[each for each in channels if each.is_active or each == channel],
    )


def asked_day(request, name) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def newest_measured_day(newest: date, channel: Channel | None, key: str | None) -> date:
    """Yesterday; or, where there is only history, its newest day."""
    flows = [kpi.key for kpi in KPIS if kpi.kind is Kind.FLOW and kpi.has_channels]
    keys = [key] if key else flows
    rows = Measurement.objects.filter(kpi__in=keys, dimension="", day__lte=newest)
    if channel:
        rows = rows.filter(channel=channel)
    last = rows.aggregate(last=Max("day"))["last"]
    return last if last and (newest - last).days > OLD else newest


def asked_split(request, kpi: Kpi) -> Dimension | None:
    """The dimension to split by: the first of the KPI unless the reader chose one."""
    name = request.GET.get("by", "")
    if name in kpi.dimensions:
        return Dimension(name)
    return kpi.dimensions[0] if kpi.dimensions else None


def asked_per(request, period: Period) -> Per:
    name = request.GET.get("per", "")
    if name in (Per.DAY, Per.WEEK, Per.MONTH):
        return Per(name)
    return period.per
