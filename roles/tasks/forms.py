"""What people fill in about work, and what makes sense of it."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.lib import records
from config.lib.asked import number_of
from config.lib.forms import Moment
from roles.tasks.models import Task
from roles.team.models import Role, User

MORNING = time(9)
MOST_AT_ONCE = 200
SNOOZES = {"hour": _("In an hour"), "tomorrow": _("Tomorrow at 9:00"), "monday": _("On Monday")}


def snoozed_until(preset: str, now: datetime) -> datetime:
    """The moment a snooze button means, on the clock of whoever presses it."""
    if preset == "hour":
        return now + timedelta(hours=1)
    zone = timezone.get_current_timezone()
    today = now.astimezone(zone).date()
    days = 1 if preset == "tomorrow" else 7 - today.weekday()
    return datetime.combine(today + timedelta(days=days), MORNING, tzinfo=zone)


def people_known_to(user):
    """Whom somebody may hand work to: the whole team, for those who may know it."""
    known = User.objects.all() if user.has_perm("team.view_user") else User.objects.none()
    return known.filter(is_active=True).order_by("name", "pk")


class TaskForm(forms.ModelForm):
    """Work asked for by hand."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    due_at = Moment(label=_("Due"))

    class Meta:
        model = Task
        fields = ["title", "role", "assignee", "due_at", "priority", "hours", "details"]
        fields += ["subject_type", "subject_id"]
        labels = {"assignee": _("Person"), "hours": _("Hours of work")}
        widgets = {"subject_type": forms.HiddenInput, "subject_id": forms.HiddenInput}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["role"].queryset = Role.objects.filter(is_active=True).order_by("pk")
        self.fields["assignee"].queryset = people_known_to(by)
        self.fields["assignee"].empty_label = _("Whoever takes it")
        self.fields["hours"].min_value = 0

    def clean_hours(self):
        hours = self.cleaned_data["hours"]
        if hours < 0:
            raise forms.ValidationError(_("Hours cannot be negative."))
        return hours

    def clean(self):
        return about_something_seen(self.cleaned_data, by=self.by)

    def save(self, commit=False):
        self.instance.form_key = self.cleaned_data["form_key"]
        return super().save(commit=False)


def is_seen_by(user, kind, pk) -> bool:
    """Whether a row exists that somebody may look at."""
    return records.seen_by(user, kind, pk) is not None


def about_something_seen(cleaned, *, by):
    """What a sheet is about must be a record whoever fills it in may look at; or nothing."""
    kind, pk = cleaned.get("subject_type"), cleaned.get("subject_id")
    if kind and pk and not is_seen_by(by, kind, pk):
        raise forms.ValidationError(_("What this is about cannot be found."))
    return cleaned if kind and pk else cleaned | {"subject_type": None, "subject_id": None}


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=_("To"), required=False)
    note = forms.CharField(
        label=_("A word about it"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people_known_to(by)
        self.fields["to"].empty_label = _("The queue of the role")


class WaitForm(forms.Form):
    """Until when, or for whom, something rests."""

    preset = forms.ChoiceField(choices=list(SNOOZES.items()), required=False)
    until = Moment(label=_("Until"), required=False)
    for_person = forms.ModelChoiceField(User.objects.none(), label=_("For"), required=False)
    why = forms.CharField(label=_("Why"), required=False, max_length=300)

    def __init__(self, *args, by, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["for_person"].queryset = people_known_to(by)
        self.fields["for_person"].empty_label = _("Nobody in particular")

    def clean(self):
        if preset := self.cleaned_data.pop("preset", ""):
            self.cleaned_data["until"] = snoozed_until(preset, self.now)
        until = self.cleaned_data.get("until")
        if until is not None and until <= self.now:
            self.add_error("until", _("That moment has passed: choose a later one."))
        if not self.errors and until is None and not self.cleaned_data.get("for_person"):
            self.add_error("until", _("Say until when, or for whom, this waits."))
        return self.cleaned_data


class CancelForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=300)


class CommentForm(forms.Form):
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label=_("Say something"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("@name puts it into that person's inbox."),
    )


class BulkForm(forms.Form):
    """One verb for many tasks."""

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in ("take", "assign", "snooze")])
    task = forms.TypedMultipleChoiceField(coerce=int)
    to = forms.ModelChoiceField(User.objects.none(), required=False)
    preset = forms.ChoiceField(choices=list(SNOOZES.items()), required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people_known_to(by)
        asked = self.data.getlist("task") if hasattr(self.data, "getlist") else []
        numbers = [pk for pk in asked if number_of(pk) is not None]
        self.fields["task"].choices = [(pk, pk) for pk in numbers[:MOST_AT_ONCE]]
        self.fields["task"].error_messages["required"] = _("Choose at least one task.")

    def clean(self):
        if self.cleaned_data.get("verb") == "snooze" and not self.cleaned_data.get("preset"):
            self.add_error("preset", _("Say until when."))
        return self.cleaned_data
