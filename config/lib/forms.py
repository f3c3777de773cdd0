"""Fields that forms of every room have."""

from django import forms


class MomentInput(forms.DateTimeInput):
    """A day and a time, as browsers ask for them."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class Moment(forms.DateTimeField):
    """A moment picked on the reader's clock."""

    widget = MomentInput
