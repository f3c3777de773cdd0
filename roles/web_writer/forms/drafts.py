"""What is typed at the writer's desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from roles.web_writer import checks
from roles.web_writer.models import Draft


class DraftForm(forms.Form):
    """A text as it stands. Anything may be kept; only what is sent to approval must be whole."""

    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    body = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    meta_description = forms.CharField(
        label=_("Meta description"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    keyword = forms.CharField(label=_("Keyword"), max_length=100, required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    over = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, language, **kwargs):
        super().__init__(*args, **kwargs)
        for field in Draft.WORDS:
            self.fields[field].widget.attrs |= {"lang": language, "autocomplete": "off"}

    @property
    def words(self):
        """What was typed, by field of the draft."""
        return {field: self.cleaned_data[field] for field in Draft.WORDS}

    @property
    def version_seen(self):
        """The version this replaces: the one opened, or the one the writer chose to replace."""
        return self.cleaned_data["over"] or self.cleaned_data["version"]


class SubmitForm(DraftForm):
    """The text on its way to approval."""

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            for field, what_to_do in checks.missing(self.words).items():
                self.add_error(field, what_to_do)
        return cleaned


class ReviewForm(forms.Form):
    """A reader's yes, to the version that was read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ChangesForm(ReviewForm):
    note = forms.CharField(
        label=_("What to change"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )
