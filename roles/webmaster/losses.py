"""What a defect costs: the shop's revenue in an hour, times the share of its sales that is lost."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.core.cache import cache
from django.db.models import F, Min, Sum

from orders.models import Order

WINDOW = timedelta(days=28)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
KEPT_SECONDS = 600
CENT = Decimal("0.01")
STOPS, COSTS = Decimal("0.25"), Decimal("0.01")  # of all sales


def revenue_per_hour(*, now: datetime) -> dict[int | None, Decimal | None]:
    """What each channel sold in an average hour of the last 28 days; under None all together.

    In the shop's currency, nights counted, cancelled orders not. A channel that has sold for less
    than that counts from its first order on. What nobody knows, because a channel sends orders
    without their lines, is None and no zero.
    """
    return cache.get_or_set(
        "webmaster:revenue-per-hour", lambda: _revenue_per_hour(now), KEPT_SECONDS
    )


def _revenue_per_hour(now):
    orders = Order.objects.not_cancelled().filter(
        placed_at__gte=now - WINDOW, placed_at__lt=now, rate__isnull=False
    )
    taken = (
        orders.order_by()
        .values("channel")
        .annotate(money=Sum(F("revenue") * F("rate")), first_at=Min("placed_at"))
    )
    by_channel = {row["channel"]: _an_hour(row, now) for row in taken}
    known = [money for money in by_channel.values() if money is not None]
    return by_channel | {None: sum(known, Decimal(0)) if known or not by_channel else None}


def _an_hour(row, now):
    hours = max(now - row["first_at"], A_DAY) / AN_HOUR
    money = row["money"]
    return None if money is None else (money / Decimal(hours)).quantize(CENT)


def severity(share: Decimal | None) -> str:
    """A word for the share of a channel's sales that is lost."""
    if share is None:
        return "unknown"
    if share >= STOPS:
        return "stops"
    return "costs" if share >= COSTS else "harmless"


def weighed(defect, per_hour: dict) -> dict:
    """What one defect loses, with the factors it is made of."""
    share, revenue = defect.share_lost, per_hour.get(defect.channel_id, Decimal(0))
    return {
        "revenue": revenue,
        "share": share,
        "loss": None if None in {share, revenue} else (revenue * share).quantize(CENT),
        "severity": severity(share),
    }
