"""What a campaign does while it runs, as far as orders, coupons and spend tell.

Visits, and orders by their visits, are known only to the figures above (analytics).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, F, Sum

from orders.models import Order, OrderLine
from roles.marketing.models import AdSpend, Campaign, CampaignMedium, Coupon

NOTHING = Decimal(0)


@dataclass(frozen=True)
class MediumMoney:
    """A medium's budget and what it cost so far."""

    medium: str
    label: str
    budget: Decimal
    spent: Decimal
    is_approved: bool
    link: str

    @property
    def share(self) -> Decimal | None:
        return self.spent / self.budget if self.budget else None


@dataclass(frozen=True)
class Figures:
    """A campaign in figures, in the shop's currency."""

    media: tuple[MediumMoney, ...]
    coupons: tuple[Coupon, ...]  # each with `used` and `away`
    orders: int
    revenue: Decimal
    elapsed: Decimal | None  # the share of its time that has passed

    @property
    def budget(self) -> Decimal:
        return sum((row.budget for row in self.media), NOTHING)

    @property
    def spent(self) -> Decimal:
        return sum((row.spent for row in self.media), NOTHING)

    @property
    def share_spent(self) -> Decimal | None:
        return self.spent / self.budget if self.budget else None

    @property
    def pace(self) -> Decimal | None:
        """1 where money goes as fast as time; 2 where it goes twice as fast."""
        return self.share_spent / self.elapsed if self.share_spent and self.elapsed else None

    @property
    def away(self) -> Decimal:
        """What its coupons gave away."""
        return sum((coupon.away for coupon in self.coupons), NOTHING)

    @property
    def is_approved(self) -> bool:
        return bool(self.budget) and all(row.is_approved for row in self.media if row.budget)


def figures(campaigns: Iterable[Campaign], *, now: datetime) -> dict[int, Figures]:
    """Each campaign in figures: four statements for all of them."""
    campaigns = list(campaigns)
    spent = _spent(campaigns)
    media, coupons = _by_campaign(_media(campaigns)), _by_campaign(_coupons(campaigns))
    sold = _sold([coupon.code for owned in coupons.values() for coupon in owned])
    found = {}
    for campaign in campaigns:
        owned = coupons.get(campaign.pk, [])
        sales = [sold[coupon.code] for coupon in owned if coupon.code in sold]
        found[campaign.pk] = Figures(
            media=tuple(_money(campaign, media.get(campaign.pk, []), spent)),
            coupons=tuple(owned),
            orders=sum(number for number, _revenue in sales),
            revenue=sum((revenue for _number, revenue in sales), NOTHING),
            elapsed=_elapsed(campaign, now),
        )
    return found


def units_sold(campaign: Campaign, products: Iterable[int]) -> dict[int, int]:
    """Units of each product that the shop sold while the campaign ran, with its coupon or not."""
    lines = OrderLine.objects.filter(
        variant__product__in=products,
        order__in=Order.objects.not_cancelled().filter(
            placed_at__gte=campaign.went_live_at, placed_at__lt=campaign.ended_at
        ),
    )
    sold = lines.order_by().values_list("variant__product").annotate(units=Sum("quantity"))
    return dict(sold)


def _media(campaigns):
    return CampaignMedium.objects.filter(campaign__in=campaigns).order_by("pk")


def _coupons(campaigns):
    return Coupon.objects.filter(campaign__in=campaigns).with_uses().order_by("code")


def _by_campaign(rows):
    found = {}
    for row in rows:
        found.setdefault(row.campaign_id, []).append(row)
    return found


def _spent(campaigns):
    """What each medium cost each campaign; also media that have no budget."""
    rows = AdSpend.objects.counted().filter(campaign__in=campaigns).order_by()
    rows = rows.values_list("campaign", "medium").annotate(all=Sum(F("amount") * F("rate")))
    return {(campaign, medium): amount for campaign, medium, amount in rows}


def _sold(codes):
    """Orders that carry each code, and their revenue."""
    orders = Order.objects.not_cancelled().filter(coupon_code__in=codes)
    rows = orders.order_by().values_list("coupon_code")
    rows = rows.annotate(number=Count("pk"), sum=Sum(F("revenue") * F("rate")))
    return {code: (number, revenue or NOTHING) for code, number, revenue in rows}


def _money(campaign, media, spent):
    rows = {row.medium: row for row in media}
    for pk, medium in spent:
        if pk == campaign.pk and medium not in rows:
            rows[medium] = CampaignMedium(campaign=campaign, medium=medium)
    for row in rows.values():
        cost = spent.get((campaign.pk, row.medium), NOTHING)
        link = campaign.link(row.medium)
        label = row.get_medium_display()
        yield MediumMoney(row.medium, label, row.budget, cost, row.is_approved, link)


def _elapsed(campaign, now):
    if not campaign.went_live_at or not campaign.ends_at:
        return None
    whole = (campaign.ends_at - campaign.went_live_at).total_seconds()
    passed = (min(now, campaign.ended_at or now) - campaign.went_live_at).total_seconds()
    return Decimal(min(max(passed / whole, 0), 1)) if whole > 0 else Decimal(1)
