"""What is typed, chosen and dropped at the designer's desk."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.lib import pictures
from config.lib.forms import Moment
from roles.graphic_designer import actions, formats
from roles.graphic_designer.models import Brief

AREAS = {  # a point for who cannot click on the picture
    "left-top": (17, 17),
    "top": (50, 17),
    "right-top": (83, 17),
    "left": (17, 50),
    "middle": (50, 50),
    "right": (83, 50),
    "left-bottom": (17, 83),
    "bottom": (50, 83),
    "right-bottom": (83, 83),
}
WHERE = [
    ("", _("The whole picture")),
    ("left-top", _("Top left")),
    ("top", _("Top")),
    ("right-top", _("Top right")),
    ("left", _("Left")),
    ("middle", _("Middle")),
    ("right", _("Right")),
    ("left-bottom", _("Bottom left")),
    ("bottom", _("Bottom")),
    ("right-bottom", _("Bottom right")),
]


class PictureField(forms.FileField):
    """A picture, drawn anew; a file that is none is named."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        name = pictures.shown_name(file.name)
        try:
            whole, small = pictures.clean(file)
        except pictures.Refused as refused:
            raise forms.ValidationError(f"{name}: {refused}") from None
        return actions.Upload(name=name, whole=whole, small=small)


class UploadForm(forms.Form):
    """One picture: it is drawn while one waits. The page sends several one after the other."""

    file = PictureField(label=_("Pictures"))
    piece = forms.ModelChoiceField(
        queryset=None, required=False, label=_("For"), empty_label=_("By their size")
    )

    def __init__(self, *args, pieces, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["piece"].queryset = pieces

    def clean(self):
        if len(self.files.getlist("file")) > 1:
            self.add_error("file", gettext("One picture at a time."))
        return self.cleaned_data


def _percent():
    return forms.DecimalField(
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        required=False,
        widget=forms.HiddenInput,
    )


class PointForm(forms.Form):
    """A point of the picture: clicked, or named."""

    x, y = _percent(), _percent()
    where = forms.ChoiceField(label=_("Where"), choices=WHERE, required=False)

    @property
    def point(self):
        x, y = self.cleaned_data["x"], self.cleaned_data["y"]
        if x is not None and y is not None:
            return x, y
        return AREAS.get(self.cleaned_data["where"], (None, None))


class PinForm(PointForm):
    text = forms.CharField(
        label=_("Comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class AltTextsForm(forms.Form):
    """One field per language."""

    def __init__(self, *args, brief, **kwargs):
        super().__init__(*args, **kwargs)
        told = {alt.language: alt.text for alt in brief.alt_texts.all()}
        for language in brief.languages:
            self.fields[f"alt_{language}"] = forms.CharField(
                label=language.upper(),
                max_length=500,
                required=False,
                initial=told.get(language, ""),
                widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
            )

    @property
    def texts(self):
        """What was typed, by language; a field that was not sent says nothing."""
        return {
            name.removeprefix("alt_"): text
            for name, text in self.cleaned_data.items()
            if name in self.data
        }


class SendForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReviewForm(forms.Form):
    """A yes, to the proof that was looked at."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ChangesForm(ReviewForm):
    note = forms.CharField(
        label=_("What to change"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(forms.Form):
    """Pictures somebody needs: in which media, in which formats, until when."""

    media = forms.MultipleChoiceField(
        label=_("Media"), choices=formats.MEDIA, widget=forms.CheckboxSelectMultiple
    )
    keys = forms.MultipleChoiceField(
        label=_("Formats"),
        required=False,
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the usual ones of the medium."),
    )
    wish = forms.CharField(
        label=_("What it should show"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    copy = forms.CharField(
        label=_("Words on the picture"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(
        label=_("Language of these words"),
        required=False,
        help_text=_("Only where the picture differs by language."),
    )
    due_at = Moment(label=_("Needed by"))

    def __init__(self, *args, languages, subject, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.fields["language"].choices = [
            ("", gettext("The same for all")),
            *((one, one.upper()) for one in languages),
        ]
        self.fields["keys"].choices = [
            (str(title), [(f"{medium}.{one.key}", _told(one)) for one in formats.FORMATS[medium]])
            for medium, title in formats.MEDIA
        ]

    def clean(self):
        """A brief that is open already would swallow what was written here, and so would a medium
        that is not asked for."""
        asked = self.cleaned_data
        media = asked.get("media", [])
        which = {"medium__in": media, "language": asked.get("language", "")}
        for there in Brief.objects.of(self.subject).open().filter(**which):
            if (there.wish, there.copy) != (asked.get("wish"), asked.get("copy")):
                words = _("%(medium)s: a brief is open already. Say on its page what you wish.")
                self.add_error("media", words % {"medium": there.get_medium_display()})
        if {key.partition(".")[0] for key in asked.get("keys", [])} - set(media):
            self.add_error("keys", _("Choose the medium of each format, too."))
        return asked

    @property
    def asked(self):
        """What `actions.ask_for` wants to know of each medium."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "media"}
        keys = [key.partition(".")[::2] for key in told["keys"]]
        return [
            told | {"medium": one, "keys": [key for medium, key in keys if medium == one]}
            for one in self.cleaned_data["media"]
        ]


def _told(one):
    return f"{one.title} {one.width} × {one.height}"
