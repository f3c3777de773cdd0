"""Campaigns and what belongs to them: media with their money, coupons, and what was spent."""

from roles.marketing.models.campaigns import GOALS, Campaign, CampaignMedium, CampaignMove
from roles.marketing.models.coupons import Coupon, CouponProof
from roles.marketing.models.spend import AdSpend

__all__ = [
    "GOALS",
    "AdSpend",
    "Campaign",
    "CampaignMedium",
    "CampaignMove",
    "Coupon",
    "CouponProof",
]
