"""People and hats in the set-up."""

from functools import partial

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelect2Widget,
    UnfoldBooleanSwitchWidget,
)

from config.admin import SetUp
from roles.team import actions, calendars, invitations
from roles.team.forms import time_zones
from roles.team.grants import OWN_WORDS, TO_CHOOSE_FROM
from roles.team.models import Absence, Role, User, WorkingHours

VERBS = {
    "view": _("See: %(things)s"),
    "add": _("Add: %(things)s"),
    "change": _("Change: %(things)s"),
    "delete": _("Remove: %(things)s"),
}


class PersonForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        required=False,
        widget=UnfoldAdminSelect2Widget,
    )
    every_hat = forms.BooleanField(
        label=_("All hats"),
        help_text=_("For who does everything alone."),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )
    roles = forms.ModelMultipleChoiceField(
        label=_("Hats"),
        queryset=Role.objects.filter(is_active=True).order_by("pk"),
        required=False,
        show_hidden_initial=True,  # a page left open takes no hat back that was given meanwhile
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            worn = Role.objects.filter(memberships__user=self.instance)
            self.initial["roles"] = [role.pk for role in worn]
        if not self.initial.get("language"):
            self.initial["language"] = calendars.shop_language()

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def change_hats(self, person):
        """Give what was ticked and take what was unticked, since the page was opened."""
        was = set(map(int, filter(str.isdecimal, self.data.getlist("initial-roles"))))
        for role in self.fields["roles"].queryset:
            is_wanted = self.cleaned_data["every_hat"] or role in self.cleaned_data["roles"]
            if is_wanted and role.pk not in was:
                actions.join(person, role.key)
            elif role.pk in was and not is_wanted:
                actions.leave(person, role.key)


class HoursInline(TabularInline):
    model = WorkingHours
    verbose_name_plural = _("working hours: who has their own works these, and not the shop's")
    fields = ["weekday", "starts_at", "ends_at"]
    ordering = ["weekday", "starts_at"]
    extra = 0


class AbsenceInline(TabularInline):
    model = Absence
    fields = ["from_date", "to_date", "kind"]
    ordering = ["-from_date"]
    extra = 0


@admin.register(User)
class PersonAdmin(SetUp):
    """Who is of the team. Who leaves is made inactive, never deleted: their history stays."""

    form = PersonForm
    list_display = ["name", "email", "hats", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]
    fieldsets = [
        (None, {"fields": [("name", "email"), ("language", "time_zone"), "is_active"]}),
        (_("Hats"), {"fields": ["every_hat", "roles"]}),
        (_("Mail and tables"), {"fields": ["wants_digest", "wants_compact"]}),
    ]
    inlines = [HoursInline, AbsenceInline]
    ordering = ["name", "pk"]
    actions = ["invite", "forget_second_factor"]

    @admin.display(description=_("hats"))
    def hats(self, person):
        return ", ".join(str(row.role) for row in person.memberships.all())

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships__role")

    def get_fieldsets(self, request, obj=None):
        """Who may only look sees the hats in a line."""
        if self.has_change_permission(request, obj):
            return self.fieldsets
        hats = (_("Hats"), {"fields": ["hats"]})
        return [self.fieldsets[0], hats, *self.fieldsets[2:]]

    def get_changeform_initial_data(self, request):
        return {"language": calendars.shop_language()} | super().get_changeform_initial_data(
            request
        )

    def has_change_permission(self, request, obj=None):
        """Who set up the machine is not changed by who sets up the shop."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
            transaction.on_commit(partial(self._invite, request, obj))
        super().save_model(request, obj, form, change)
        form.change_hats(obj)

    @admin.action(description=_("Send the invitation again"), permissions=["change"])
    def invite(self, request, queryset):
        for person in queryset.filter(is_active=True, is_superuser=False):
            self._invite(request, person)

    @admin.action(description=_("Forget the second factor"), permissions=["change"])
    def forget_second_factor(self, request, queryset):
        people = queryset.filter(is_superuser=False)
        Authenticator.objects.filter(user__in=people).delete()
        count = people.count()
        told = ngettext(
            "%(count)s person logs in without a second factor.",
            "%(count)s people log in without a second factor.",
            count,
        )
        messages.success(request, told % {"count": count})

    def _invite(self, request, person):
        invitations.invite(person, by=request.user)
        told = _("The invitation is on its way to %(email)s.")
        if settings.LAPTOP:
            told = _("No mail leaves a laptop: the invitation for %(email)s lies in %(folder)s.")
        folder = settings.EMAIL_FILE_PATH
        messages.success(request, told % {"email": person.email, "folder": folder})


class PermissionsField(forms.ModelMultipleChoiceField):
    """What a hat may do, in the words of who declared it."""

    def label_from_instance(self, permission):
        if permission.codename in OWN_WORDS:
            return OWN_WORDS[permission.codename]
        verb, _model = permission.codename.split("_", 1)
        things = permission.content_type.model_class()._meta.verbose_name_plural
        return VERBS[verb] % {"things": things}


class RoleForm(forms.ModelForm):
    permissions = PermissionsField(
        label=_("What it may do"),
        queryset=Permission.objects.none(),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    class Meta:
        model = Role
        fields = ["given_name", "is_active", "lead", "deputy"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["given_name"].help_text = ""
        if self.instance.key in Role.BUILT_IN:
            del self.fields["permissions"]
        else:
            self.fields["permissions"].queryset = _permissions_to_choose_from()
            if self.instance.pk:
                self.initial["permissions"] = self.instance.group.permissions.all()
        for name in {"lead", "deputy"} & set(self.fields):
            self.fields[name].queryset = _wearing(self.instance)

    def clean_given_name(self):
        name = self.cleaned_data["given_name"].strip()
        if not name and self.instance.key not in Role.BUILT_IN:
            raise forms.ValidationError(_("A role of your own needs a name."))
        if not self.instance.pk and Role.objects.filter(key=actions.key_for(name)).exists():
            raise forms.ValidationError(_("There is already a role of that name."))
        return name


@admin.register(Role)
class RoleAdmin(SetUp):
    """The hats. What the built-in ones may do is code; the shop decides about its own."""

    form = RoleForm
    list_display = ["name", "key", "lead", "deputy", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["lead", "deputy"]
    search_fields = ["key", "given_name"]
    ordering = ["pk"]

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["given_name", "permissions"]
        chosen = [] if obj.key in Role.BUILT_IN else ["permissions"]
        return ["given_name", "is_active", ("lead", "deputy"), *chosen]

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        permissions = form.cleaned_data.get("permissions")
        if not change:
            made = actions.open_role(name=obj.given_name, permissions=permissions)
            obj.pk, obj.key, obj.group = made.pk, made.key, made.group
            return
        obj.save(update_fields=["given_name", "lead", "deputy"])
        if permissions is not None:
            actions.allow(obj, permissions)
        if "is_active" in form.changed_data:
            actions.switch(obj, on=form.cleaned_data["is_active"])


def _permissions_to_choose_from():
    asked = Q()
    for name in TO_CHOOSE_FROM:
        app, codename = name.split(".")
        asked |= Q(content_type__app_label=app, codename=codename)
    return (
        Permission.objects.filter(asked)
        .select_related("content_type")
        .order_by("content_type__app_label", "codename")
    )


def _wearing(role):
    if not role.pk:
        return User.objects.none()
    return User.objects.filter(memberships__role=role, is_active=True).order_by("name")
