"""Marketing in the set-up: to look at. What campaigns do, they do on their own pages."""

from django.contrib import admin

from config.admin import LookOnly
from roles.marketing.models import AdSpend, Campaign, Coupon


@admin.register(Campaign)
class CampaignAdmin(LookOnly):
    list_display = ["name", "status", "starts_at", "ends_at", "owner", "utm"]
    list_filter = ["status"]
    list_select_related = ["owner"]
    search_fields = ["name", "utm"]
    filter_horizontal = ["products", "categories", "channels", "markets"]
    ordering = ["-pk"]


@admin.register(Coupon)
class CouponAdmin(LookOnly):
    list_display = ["code", "campaign", "kind", "value", "valid_from", "valid_until"]
    list_filter = ["kind"]
    list_select_related = ["campaign"]
    search_fields = ["code"]
    ordering = ["-pk"]


@admin.register(AdSpend)
class AdSpendAdmin(LookOnly):
    list_display = ["day", "medium", "campaign", "amount", "currency", "source_name"]
    list_filter = ["medium"]
    list_select_related = ["campaign"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]
