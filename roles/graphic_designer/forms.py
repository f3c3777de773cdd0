"""What is typed, chosen and dropped at the designer's desk."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.lib import pictures
from config.lib.forms import Moment
from roles.graphic_designer import actions, formats
from roles.graphic_designer.models import Brief

MOST_FILES = 12
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


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of pictures; each is drawn anew, and one that is none is named."""

    widget = FilesInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data, initial=None):
        files = [super(FilesField, self).clean(one, initial) for one in data or [None]]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                gettext("At most %(most)s pictures at once.") % {"most": MOST_FILES}
            )
        return [self._drawn(file) for file in files]

    def _drawn(self, file):
        name = pictures.shown_name(file.name)
        try:
            whole, small = pictures.clean(file)
        except pictures.Refused as refused:
            raise forms.ValidationError(f"{name}: {refused}") from None
        return actions.Upload(name=name, whole=whole, small=small)


class UploadForm(forms.Form):
    files = FilesField(label=_("Pictures"))
    piece = forms.ModelChoiceField(
        queryset=None, required=False, label=_("For"), empty_label=_("By their size")
    )

    def __init__(self, *args, pieces, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["piece"].queryset = pieces

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("piece") and len(cleaned.get("files", ())) > 1:
            self.add_error("piece", gettext("One format takes one picture."))
        return cleaned


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
    """Pictures somebody needs."""

    medium = forms.ChoiceField(label=_("Medium"), choices=formats.MEDIA)
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
        """A brief that is open already would swallow what was written here."""
        asked = self.cleaned_data
        which = {name: asked.get(name) for name in ("medium", "language")}
        there = Brief.objects.of(self.subject).open().filter(**which).first()
        if there and (there.wish, there.copy) != (asked.get("wish"), asked.get("copy")):
            words = _("A brief for this medium is open already: say on its page what you wish.")
            self.add_error("medium", words)
        return asked

    @property
    def asked(self):
        """What `actions.ask_for` wants to know."""
        asked = dict(self.cleaned_data)
        medium = asked["medium"]
        asked["keys"] = [
            key.partition(".")[2] for key in asked["keys"] if key.startswith(f"{medium}.")
        ]
        return asked


def _told(one):
    return f"{one.title} {one.width} × {one.height}"
