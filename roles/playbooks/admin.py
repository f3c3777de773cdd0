"""Plans in the set-up: playbooks, versions, steps. Runs are looked up, never moved here."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline, TabularInline

from config.admin import LookInside, LookOnly, SetUp
from config.lib.asked import number_of
from roles.playbooks import editing
from roles.playbooks.models import Edition, Playbook, Run, RunStep, Step, Wait


def _is_open(edition) -> bool:
    """Whether a version may still be changed."""
    return edition is None or edition.published_at is None


class EditionInline(LookInside):
    model = Edition
    fields = ["number", "note", "published_at", "published_by"]
    ordering = ["-number"]
    hide_title = False  # the way to the version stands there
    show_change_link = True


@admin.register(Playbook)
class PlaybookAdmin(SetUp):
    """What a playbook is called and about. What it says is in its versions."""

    list_display = ["__str__", "key", "about", "is_active"]
    list_editable = ["is_active"]
    list_filter = ["is_active"]
    search_fields = ["key", "title"]
    prepopulated_fields = {"key": ["title"]}
    fields = ["title", "key", "description", "about", "is_active"]
    inlines = [EditionInline]
    ordering = ["title"]
    actions = ["begin_next"]

    def get_readonly_fields(self, request, obj=None):
        return ["key"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            editing.draft(obj, by=request.user, at=timezone.now())

    @admin.action(description=_("Begin the next version"), permissions=["change"])
    def begin_next(self, request, queryset):
        for playbook in queryset:
            edition = editing.draft(playbook, by=request.user, at=timezone.now())
            messages.success(request, _("In the making: %(edition)s.") % {"edition": edition})


class StepInline(StackedInline):
    """The steps of a version, which change as long as it is not published."""

    model = Step
    fields = [
        ("position", "title", "key"),
        ("role", "evidence", "is_gate"),
        ("lead_hours", "effort_hours", "begins", "offset_days"),
        ("how", "checklist"),
    ]
    ordering = ["position", "pk"]
    extra = 0
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        return _is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return _is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _is_open(obj) and super().has_delete_permission(request, obj)


@admin.register(Edition)
class EditionAdmin(SetUp):
    """One version with its steps. Publishing asks the same questions as the playbook's page."""

    list_display = ["__str__", "published_at", "published_by"]
    list_filter = ["playbook"]
    list_select_related = ["playbook", "published_by"]
    fields = ["playbook", "number", "note", "published_at", "published_by"]
    readonly_fields = ["playbook", "number", "published_at", "published_by"]
    inlines = [StepInline]
    ordering = ["playbook__title", "-number"]
    actions = ["publish"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return _is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request, queryset):
        for edition in queryset.filter(published_at=None):
            try:
                editing.publish(edition, by=request.user, at=timezone.now())
            except editing.NotPublishable as no:
                for error in no.errors:
                    messages.error(request, error.sentence)
            else:
                messages.success(request, _("Published: %(edition)s.") % {"edition": edition})


class WaitInline(TabularInline):
    """What a step waits for, among the steps of its own version."""

    model = Wait
    fk_name = "step"
    fields = ["after", "lag_hours"]
    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "after":
            step = number_of(request.resolver_match.kwargs.get("object_id", ""))
            same = Step.objects.filter(edition__steps=step) if step else Step.objects
            kwargs["queryset"] = same.exclude(pk=step).order_by("position", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request, obj=None):
        return _is_open(obj and obj.edition) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return _is_open(obj and obj.edition) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _is_open(obj and obj.edition) and super().has_delete_permission(request, obj)


@admin.register(Step)
class StepAdmin(SetUp):
    """One step and what it waits for; reached from its version."""

    fields = StepInline.fields
    inlines = [WaitInline]
    list_display = ["__str__", "edition", "role", "evidence", "is_gate"]
    list_select_related = ["edition__playbook", "role"]
    list_filter = ["edition__playbook"]
    ordering = ["edition", "position", "pk"]

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return _is_open(obj and obj.edition) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _is_open(obj and obj.edition) and super().has_delete_permission(request, obj)


class RunStepInline(LookInside):
    model = RunStep
    fields = ["step", "status", "assignee", "says", "latest_end_at", "done_at"]


@admin.register(Run)
class RunAdmin(LookOnly):
    list_display = ["__str__", "status", "owner", "ends_at", "planned_end_at", "ended_at"]
    list_filter = ["status", "playbook"]
    list_select_related = ["playbook", "owner", "subject_type"]
    fields = ["playbook", "edition", "status", "owner", "ends_at", "goal", "started_at", "ended_at"]
    inlines = [RunStepInline]
    ordering = ["-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("subject")
