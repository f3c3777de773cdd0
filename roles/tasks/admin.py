"""Work in the set-up: how each need is met here, and every task to look up."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.admin import LookOnly, SetUp
from roles.tasks.models import NeedSetting, Task


@admin.register(NeedSetting)
class NeedAdmin(SetUp):
    """On or off, how soon, to whom, and what to do. Which needs there are, is code."""

    list_display = ["__str__", "is_on", "due_in_hours", "priority", "assignment"]
    list_editable = ["is_on"]
    fields = ["name", "is_on", "due_in_hours", "priority", "assignment", "how"]
    readonly_fields = ["name"]
    ordering = ["key"]

    @admin.display(description=_("need"))
    def name(self, setting):
        return str(setting)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Task)
class TaskAdmin(LookOnly):
    list_display = ["__str__", "role", "assignee", "status", "priority", "due_at", "ended_at"]
    list_filter = ["status", "role"]
    list_select_related = ["role", "assignee"]
    search_fields = ["title"]
    ordering = ["-pk"]
