from django import forms


class MeasureForm(forms.Form):
    """How much to measure now."""

    RECENT, WHOLE = "recent", "whole"

    scope = forms.ChoiceField(choices=[(RECENT, RECENT), (WHOLE, WHOLE)])
