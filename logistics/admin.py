"""The warehouse in the set-up: who carries our parcels, and the parcels to look at."""

from django.contrib import admin

from config.admin import LookInside, LookOnly, SetUp
from logistics.models import Carrier, Parcel, ParcelMove


@admin.register(Carrier)
class CarrierAdmin(SetUp):
    list_display = ["name", "tracking_address", "is_active"]
    search_fields = ["name"]
    ordering = ["name"]


class ParcelMoveInline(LookInside):
    model = ParcelMove
    fields = ["came_from", "became", "moved_at", "moved_by", "note"]


@admin.register(Parcel)
class ParcelAdmin(LookOnly):
    list_display = ["__str__", "order", "status", "promised_for", "carrier", "tracking_code"]
    list_filter = ["status", "carrier"]
    list_select_related = ["order", "carrier"]
    inlines = [ParcelMoveInline]
    ordering = ["-opened_at", "-pk"]
