"""What people fill in when one role asks another, and what is said about any record."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from config.lib.forms import Moment
from roles.tasks import talk
from roles.tasks.forms import CommentForm, about_something_seen, people_known_to
from roles.tasks.models import Request
from roles.team.models import Role


class RequestForm(forms.ModelForm):
    """What is needed, about what, by when, and by what one will see that it is done."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    due_at = Moment(label=_("By when"))

    class Meta:
        model = Request
        fields = ["title", "to_role", "to_person", "due_at", "accepted_when", "details"]
        fields += ["from_role", "subject_type", "subject_id"]
        labels = {"to_role": _("Whom you ask")}
        help_texts = {"title": _("In a few words: “Three photos of the lamp, lit”.")}
        widgets = {
            "subject_type": forms.HiddenInput,
            "subject_id": forms.HiddenInput,
            "accepted_when": forms.Textarea(attrs={"rows": 2}),
            "details": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, by, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.now = by, now
        active = Role.objects.filter(is_active=True).order_by("pk")
        worn = active.filter(memberships__user=by)
        self.fields["to_role"].queryset = active
        self.fields["to_person"].queryset = people_known_to(by)
        self.fields["to_person"].empty_label = _("Whoever of them takes it")
        self.fields["from_role"].queryset = worn
        self.fields["from_role"].empty_label = None
        self.fields["from_role"].initial = worn.first()

    def clean_due_at(self):
        if self.cleaned_data["due_at"] <= self.now:
            raise forms.ValidationError(_("That moment has passed: choose a later one."))
        return self.cleaned_data["due_at"]

    def clean(self):
        role, person = self.cleaned_data.get("to_role"), self.cleaned_data.get("to_person")
        if role and person and not person.memberships.filter(role=role).exists():
            words = {"person": person, "role": role}
            self.add_error("to_person", _("%(person)s does not wear “%(role)s”.") % words)
        return about_something_seen(self.cleaned_data, by=self.by)

    def save(self, commit=False):
        self.instance.form_key = self.cleaned_data["form_key"]
        return super().save(commit=False)


class WhyForm(forms.Form):
    """A no, or a not yet, with its reason."""

    why = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(forms.Form):
    """A word that goes along."""

    note = forms.CharField(
        label=_("A word about it"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TalkForm(CommentForm):
    """Something said about a record: who is named must be able to look at it."""

    def __init__(self, *args, subject, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject = subject

    def clean_text(self):
        text = self.cleaned_data["text"]
        blind = [
            str(person)
            for person in talk.people_named_in(text)
            if not talk.may_look(person, self.subject)
        ]
        if blind:
            raise forms.ValidationError(
                _("%(people)s may not see this page: name somebody who can.")
                % {"people": ", ".join(blind)}
            )
        return text
