"""What is typed at the care desk."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RefuseForm(forms.Form):
    note = forms.CharField(
        label=_("Why not"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The history keeps it; the buyer may ask."),
    )
