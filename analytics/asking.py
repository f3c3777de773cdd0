"""What a reader asked for in the address: whatever makes no sense there is left out."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Max

from analytics.board import Board
from analytics.days import yesterday
from analytics.figure import Per
from analytics.kpi import Dimension, Kind, Kpi
from analytics.models import Measurement
from analytics.periods import PERIODS, Period
from catalog.models import Channel, Shop

OLD = 35  # days: with nothing newer, the pages open on the newest days there are
LONG_AGO, FAR_AHEAD = date(1990, 1, 1), date(2200, 1, 1)  # no day beyond these is meant


@dataclass(frozen=True)
class Question:
    """Which days, on which channel."""

    period: Period
    last: date
    yesterday: date
    channel: Channel | None
    channels: list[Channel]
    shop: Shop

    @property
    def is_of_the_past(self) -> bool:
        return self.last != self.yesterday


def asked(request, *, now: datetime) -> Question:
    shop, channels = Shop.current(), list(Channel.objects.order_by("name"))
    by_code = {channel.code: channel for channel in channels}
    channel = by_code.get(request.GET.get("channel", ""))
    newest = yesterday(now, shop)
    return Question(
        period=PERIODS.get(request.GET.get("period", ""), PERIODS["yesterday"]),
        last=asked_day(request, "to") or newest,
        yesterday=newest,
        channel=channel,
        channels=[each for each in channels if each.is_active or each == channel],
        shop=shop,
    )


def opened(request, kpis: tuple[Kpi, ...], *, now: datetime) -> tuple[Question, Board]:
    """What was asked, and its figures: the newest there are, where yesterday has none."""
    question = asked(request, now=now)
    shown = Board(kpis, question.period, question.last, question.channel, question.shop)
    flows = {kpi.key for kpi in kpis if kpi.kind is Kind.FLOW and kpi.has_channels}
    if asked_day(request, "to") or not flows or flows & shown.sums.keys():
        return question, shown
    last = newest_measured_day(question.yesterday, question.channel, flows)
    if last == question.last:
        return question, shown
    question = replace(question, last=last)
    return question, Board(kpis, question.period, last, question.channel, question.shop)


def asked_day(request, name) -> date | None:
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if LONG_AGO <= day <= FAR_AHEAD else None


def newest_measured_day(newest: date, channel: Channel | None, keys: set[str]) -> date:
    """Yesterday; or, where there is only history, its newest day."""
    rows = Measurement.objects.filter(kpi__in=keys, dimension="", day__lte=newest)
    if channel:
        rows = rows.filter(channel=channel)
    last = rows.aggregate(last=Max("day"))["last"]
    return last if last and (newest - last).days > OLD else newest


def asked_split(request, kpi: Kpi) -> Dimension | None:
    """The dimension the reader chose to split by."""
    name = request.GET.get("by", "")
    return Dimension(name) if name in kpi.dimensions else None


def asked_per(request, period: Period) -> Per:
    name = request.GET.get("per", "")
    if name in (Per.DAY, Per.WEEK, Per.MONTH):
        return Per(name)
    return period.per
