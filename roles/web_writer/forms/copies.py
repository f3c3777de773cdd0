"""What is typed where a campaign's texts are written, read and asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.media import Medium
from config.lib.forms import Moment
from roles.web_writer import limits
from roles.web_writer.forms.drafts import ChangesForm, ReviewForm
from roles.web_writer.models import Copy

__all__ = ["AskForCopyForm", "ChangesForm", "CopyForm", "ReviewForm", "SubmitCopyForm"]


class CopyForm(forms.Form):
    """The fields of a medium. Anything may be kept; only what is sent must keep the limits."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    over = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, copy, **kwargs):
        super().__init__(*args, **kwargs)
        self.copy = copy
        for field in limits.of(copy.medium):
            self.fields[field.key] = forms.CharField(
                label=field.title,
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs=self._looks(field)),
            )

    def _looks(self, field):
        rows = field.lines[0] + 1 if field.lines else 10 if field.is_long else 2
        attributes = {"rows": rows, "lang": self.copy.language, "autocomplete": "off"}
        attributes["data-most"] = field.most
        return attributes | ({"data-lines": ""} if field.lines else {})

    @property
    def words(self):
        """What was typed, by field of the medium."""
        return {
            field.key: self.cleaned_data[field.key].replace("\r\n", "\n")
            for field in limits.of(self.copy.medium)
        }

    @property
    def version_seen(self):
        """The version this replaces: the one opened, or the one the writer chose to replace."""
        return self.cleaned_data["over"] or self.cleaned_data["version"]

    @property
    def measured(self):
        """Each field with the length of each of its texts."""
        for field in limits.of(self.copy.medium):
            bound = self[field.key]
            yield {
                "bound": bound,
                "limit": field,
                "counted": limits.counted(field, bound.value() or ""),
            }


class SubmitCopyForm(CopyForm):
    """The text on its way to approval."""

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            for field, what in limits.missing(self.copy.medium, self.words).items():
                self.add_error(field, what)
        return cleaned


class AskForCopyForm(forms.Form):
    """Texts somebody needs: in which media, in which languages, until when."""

    media = forms.MultipleChoiceField(
        label=_("Media"), choices=Medium.choices, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    brief = forms.CharField(
        label=_("Brief"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    due_at = Moment(label=_("Needed by"))

    def __init__(self, *args, languages, subject, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.fields["languages"].choices = [(one, one.upper()) for one in languages]

    def clean(self):
        """A text that was asked for already would swallow what was written here."""
        asked = self.cleaned_data
        brief = asked.get("brief")
        which = {"medium__in": asked.get("media", []), "language__in": asked.get("languages", [])}
        there = Copy.objects.of(self.subject).wanted().filter(**which).exclude(brief=brief)
        if brief and there:
            words = _("Asked for already, and its brief stays: %(texts)s. Leave them or yours out.")
            names = {f"{one.get_medium_display()} {one.language.upper()}" for one in there}
            self.add_error("brief", words % {"texts": ", ".join(sorted(names))})
        return asked
