"""What a person says of files: whose rows they are, and how they are to be read."""

from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.intake.kinds import house
from config.intake.models import Profile
from config.intake.ready_notes import PUBLIC
from config.lib.lines import LONGEST_FILE


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; each is checked as one would be."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        clean = super().clean
        return [self._checked(clean(file, initial)) for file in data or [None]]

    def _checked(self, file):
        if file.size > LONGEST_FILE:
            raise ValidationError(
                _("The file is longer than 300 MB. Split it and import the parts.")
            )
        return file


def _sources():
    """Where there is only one, it is chosen."""
    channels = list(house.sources.choices())
    return channels if len(channels) == 1 else [("", _("Choose …")), *channels]


class UploadForm(forms.Form):
    source = forms.TypedChoiceField(
        label=_("Channel"),
        choices=_sources,
        coerce=int,
        help_text=_(
            "Whose rows these are. Of an advertising export: the shop it advertises. Take the same"
            " one each time, or its cost counts twice."
        ),
    )
    files = ManyFilesField(
        label=_("Files"),
        allow_empty_file=True,  # it is refused on its own page, and the others come in
        help_text=_("CSV, also gzipped, or XLSX; all that belong together, in any order."),
    )


DECIMALS = [(".", _("1,234.50 – a point")), (",", _("1.234,50 – a comma"))]


def _profiles(source_id):
    """Those of the channel's own platform first, then the shop's own and all others; public data
    that no shop exports last."""
    family = house.sources.family(source_id)
    every = Profile.objects.order_by("is_built_in", "family", "name")
    every = sorted(every, key=lambda each: each.family != family)
    shops = [(each.pk, str(each)) for each in every if each.family not in PUBLIC]
    public = [(each.pk, str(each)) for each in every if each.family in PUBLIC]
    return [("", _("Choose …")), *shops, (_("Public data sets"), public)]


class ProfileForm(forms.Form):
    profile = forms.ModelChoiceField(Profile.objects.all(), label=_("Profile"))
    decimal = forms.ChoiceField(
        label=_("Numbers"), choices=[("", _("As the profile says")), *DECIMALS], required=False
    )

    def __init__(self, *args, source_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = partial(_profiles, source_id)
