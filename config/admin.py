"""The set-up's ground: one way in, and the timetable in the shop's look."""

from zoneinfo import available_timezones

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import CASCADE, PROTECT
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)
from unfold.admin import ModelAdmin, TabularInline
from unfold.paginator import InfinitePaginator
from unfold.widgets import UnfoldAdminSelect2Widget

# The admin's own login page would check passwords uncounted and skip the second factor.
admin.site.login = secure_admin_login(admin.site.login)

# Groups belong to the roles; addresses and second factors to the people.
for model in (Group, EmailAddress, Authenticator, ClockedSchedule, SolarSchedule, PeriodicTask):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
for model in (CrontabSchedule, IntervalSchedule):
    admin.site.unregister(model)

# It would look through all that belongs to each row; here one is looked at and deleted.
admin.site.disable_action("delete_selected")


def time_zones():
    """Every zone of the world, for a list to choose from."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name]


class ZoneField(forms.ChoiceField):
    """A time zone, chosen from a list one can search."""

    widget = UnfoldAdminSelect2Widget

    def __init__(self, **options):
        super().__init__(choices=time_zones, label=_("Time zone"), **options)


class SetUp(ModelAdmin):
    """A page of the set-up: writes only what was changed, and never counts a whole table."""

    show_full_result_count = False
    list_per_page = 50
    warn_unsaved_form = True
    compressed_fields = True

    def has_delete_permission(self, request, obj=None):
        """What the shop's past stands on stays: to look through all of that takes a minute."""
        may = super().has_delete_permission(request, obj)
        return may and not (obj and _bears(type(obj)._base_manager.filter(pk=obj.pk)))

    def save_model(self, request, obj, form, change):
        if not change:
            obj.save()
            return
        columns = {field.name for field in obj._meta.concrete_fields}
        obj.save(update_fields=columns.intersection(form.changed_data))


def _bears(rows):
    """Whether rows that must stay stand on these, or on what would go along with them."""
    for one in rows.model._meta.get_fields(include_hidden=True):
        if not (one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)):
            continue
        above = one.related_model._base_manager.filter(**{f"{one.field.name}__in": rows})
        if one.on_delete is PROTECT and above.exists():
            return True
        if one.on_delete is CASCADE and _bears(above):
            return True
    return False


class LookOnly(SetUp):
    """Rows that come from elsewhere: to be looked at, and never changed here."""

    paginator = InfinitePaginator

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class LookInside(TabularInline):
    """Rows to look at beside the one they belong to."""

    extra = 0
    can_delete = False
    hide_title = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(PeriodicTask)
class TimetableAdmin(SetUp):
    """When each job runs. Which jobs there are, is code."""

    list_display = ["name", "enabled", "scheduler", "last_run_at"]
    list_filter = ["enabled"]
    search_fields = ["name"]
    list_select_related = ["interval", "crontab", "clocked", "solar"]
    fields = ["name", "enabled", "interval", "crontab", "description", "last_run_at"]
    readonly_fields = ["name", "last_run_at"]
    ordering = ["name"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(IntervalSchedule)
class IntervalAdmin(SetUp):
    list_display = ["__str__", "every", "period"]


@admin.register(CrontabSchedule)
class CrontabAdmin(SetUp):
    list_display = ["__str__", "timezone"]
