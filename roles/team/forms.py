from zoneinfo import available_timezones

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm, SetPasswordForm
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from roles.team.models import Absence, User

LONGEST_ABSENCE = 366  # days


def time_zones():
    zones = sorted(name for name in available_timezones() if "/" in name)
    return [("", _("The shop's")), *((zone, zone.replace("_", " ")) for zone in zones)]


class MeForm(forms.ModelForm):
    """What everybody may change about themselves."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, required=False)

    class Meta:
        model = User
        fields = ["language", "time_zone", "wants_digest", "wants_compact"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["language"] = self.instance.language or get_language()


class OwnWords:
    """Says what a password needs in one sentence, in the tone of the house."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "At least eight characters; not only digits, no common word, nothing of your name."
        )


class LinkedPasswordForm(OwnWords, ResetPasswordKeyForm):
    """A password chosen by a mailed link."""


class FirstPasswordForm(OwnWords, SetPasswordForm):
    """A password of who came in without one."""


class OtherPasswordForm(OwnWords, ChangePasswordForm):
    """Another password, by who knows the present one."""


class AbsenceForm(forms.ModelForm):
    """Days on which somebody will not be in."""

    class Meta:
        model = Absence
        fields = ["from_date", "to_date", "kind"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("from_date", "to_date")
        }

    def clean(self):
        start, end = self.cleaned_data.get("from_date"), self.cleaned_data.get("to_date")
        if start and end:
            self._check_length(start, end)
            self._check_overlap(start, end)
        return self.cleaned_data

    def _check_length(self, start, end):
        if end < start:
            self.add_error("to_date", _("The last day comes before the first."))
        elif (end - start).days >= LONGEST_ABSENCE:
            self.add_error("to_date", _("That is more than a year."))

    def _check_overlap(self, start, end):
        others = Absence.objects.filter(user=self.instance.user, from_date__lte=end)
        if others.filter(to_date__gte=start).exists():
            self.add_error("from_date", _("Already away on some of these days."))
