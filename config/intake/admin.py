"""Import profiles in the set-up: which column of whose export is which field."""

from django.contrib import admin

from config.admin import SetUp
from config.intake.models import Profile


@admin.register(Profile)
class ProfileAdmin(SetUp):
    list_display = ["__str__", "family", "key", "is_built_in"]
    list_filter = ["family"]
    search_fields = ["name", "key"]
    fields = ["name", "key", "family", "notes", "signature", "reading", "kinds"]
    prepopulated_fields = {"key": ["name"]}
    ordering = ["family", "name"]

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and not (obj and obj.is_built_in)
