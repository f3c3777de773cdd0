"""Which business day it is, and which ones are over."""

from datetime import date, datetime, timedelta

from analytics.kpi import A_DAY, Span
from catalog.models import Channel, Shop
from config.lib.clock import local_day

RESTATED_DAYS = 35  # returns, refunds and deliveries of these last days may still come


def yesterday(now: datetime, shop: Shop | None = None) -> date:
    """The newest day that is over in the shop."""
    return local_day(now, (shop or Shop.current()).time_zone) - A_DAY


def closing_days(now: datetime) -> set[date]:
    """The days whose close can still be seen: the one that just ended, and the one that runs."""
    last = yesterday(now)
    return {last, last + A_DAY}


def newest_complete_day(now: datetime, channels: list[Channel], shop: Shop) -> date:
    """The newest day that is over in the shop and on each of these channels."""
    zones = {shop.time_zone, *(channel.time_zone for channel in channels)}
    return min(local_day(now, zone) for zone in zones) - A_DAY


def restated_span(last: date) -> Span:
    """The days that the night of a day measures again."""
    return Span.of(last - timedelta(days=RESTATED_DAYS - 1), last)
