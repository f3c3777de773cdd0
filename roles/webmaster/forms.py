"""What is typed about defects, releases and checks."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Channel
from config.lib.fetch import Unfetched, taken_apart
from config.lib.forms import Moment
from roles.tasks.forms import is_seen_by
from roles.webmaster.models import Defect, Freeze, Journey, Problem, Release, SiteCheck

LATELY = timedelta(days=90)  # what is older is no choice on a defect's page
TOUCHED = [
    ("", _("I do not know")),
    ("100", _("Everybody who comes there")),
    ("50", _("About half of them")),
    ("10", _("Some of them")),
    ("1", _("One or two")),
]
LOST = [
    ("", _("I do not know")),
    ("100", _("They cannot buy")),
    ("30", _("Many give up")),
    ("5", _("A few give up")),
    ("0", _("It only looks wrong")),
]


class ShareField(forms.TypedChoiceField):
    """A share in words, for who reports; the webmaster weighs it in numbers later."""

    def __init__(self, **options):
        super().__init__(coerce=Decimal, empty_value=None, required=False, **options)


class DefectForm(forms.ModelForm):
    """What somebody saw, in a minute."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    touched = ShareField(label=_("Who meets it"), choices=TOUCHED)
    lost = ShareField(label=_("And then"), choices=LOST)

    class Meta:
        model = Defect
        fields = ["title", "journey", "page", "channel", "details", "subject_type", "subject_id"]
        widgets = {
            "subject_type": forms.HiddenInput,
            "subject_id": forms.HiddenInput,
            "details": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["channel"].queryset = Channel.objects.active().order_by("name")
        self.fields["channel"].empty_label = _("All of them")

    def clean(self):
        kind, pk = self.cleaned_data.get("subject_type"), self.cleaned_data.get("subject_id")
        if kind and pk and not is_seen_by(self.by, kind, pk):
            raise forms.ValidationError(_("What this is about cannot be found."))
        if not (kind and pk):
            self.cleaned_data |= {"subject_type": None, "subject_id": None}
        return self.cleaned_data

    def written(self) -> Defect:
        """The defect as it was typed, not yet in the database."""
        defect = super().save(commit=False)
        defect.form_key = self.cleaned_data["form_key"]
        defect.touched_percent = self.cleaned_data["touched"]
        defect.lost_percent = self.cleaned_data["lost"]
        return defect


class WeighForm(forms.ModelForm):
    """How much of the channel's sales it costs, in numbers."""

    class Meta:
        model = Defect
        fields = ["journey", "channel", "touched_percent", "lost_percent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = Channel.objects.active().order_by("name")
        self.fields["channel"].empty_label = _("All of them")


class WhyForm(forms.Form):
    """A move that needs its reason."""

    note = forms.CharField(
        label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class FixForm(forms.Form):
    """It is fixed, and with which release that reaches the shop."""

    release = forms.ModelChoiceField(
        Release.objects.none(),
        label=_("With release"),
        required=False,
        empty_label=_("It is on the shop already"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        planned = Q(status=Release.Status.PLANNED)
        lately = Q(status=Release.Status.RELEASED, planned_at__gte=timezone.now() - LATELY)
        releases = Release.objects.filter(planned | lately)
        self.fields["release"].queryset = releases.order_by("-planned_at")


class DuplicateForm(forms.Form):
    """Which defect stands for this one too."""

    original = forms.ModelChoiceField(Defect.objects.none(), label=_("The same as"))

    def __init__(self, *args, defect, **kwargs):
        super().__init__(*args, **kwargs)
        others = Defect.objects.exclude(pk=defect.pk).exclude(status=Defect.Status.DUPLICATE)
        lately = Q(reported_at__gte=timezone.now() - LATELY)
        known = others.filter(lately | Q(pk__in=Defect.objects.broken().values("pk")))
        self.fields["original"].queryset = known.order_by("-reported_at")


class ReleaseForm(forms.ModelForm):
    """What goes out, and when."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    planned_at = Moment(label=_("Goes out"))
    journeys = forms.MultipleChoiceField(
        label=_("Touches"),
        choices=Journey.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    why = forms.CharField(
        label=_("Why it must go out in a freeze"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = Release
        fields = ["title", "planned_at", "channel", "journeys", "what"]
        widgets = {"what": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = Channel.objects.active().order_by("name")
        self.fields["channel"].empty_label = _("All of them")
        if not by.has_perm("webmaster.waive_freeze"):
            del self.fields["why"]

    def written(self) -> Release:
        release = super().save(commit=False)
        release.form_key = self.cleaned_data["form_key"]
        return release


class MoveForm(forms.Form):
    planned_at = Moment(label=_("Goes out"))


class WaiveForm(forms.Form):
    """Why a release goes out although the shop should stay as it is."""

    freeze = forms.ModelChoiceField(Freeze.objects.none(), widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("Why it must go out all the same"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, release, **kwargs):
        super().__init__(*args, **kwargs)
        binding = Freeze.objects.binding(release, at=release.planned_at)
        self.fields["freeze"].queryset = binding


class FreezeForm(forms.ModelForm):
    """A freeze by hand: the season is high, or somebody needs the shop to stay as it is."""

    from_at = Moment(label=_("From"))
    until_at = Moment(label=_("Until"))

    class Meta:
        model = Freeze
        fields = ["why", "from_at", "until_at"]

    def clean(self):
        start, end = self.cleaned_data.get("from_at"), self.cleaned_data.get("until_at")
        if start and end and end <= start:
            self.add_error("until_at", _("It must end after it begins."))
        elif end and end <= timezone.now():
            self.add_error("until_at", _("That moment has passed: choose a later one."))
        return self.cleaned_data


class CheckForm(forms.ModelForm):
    """An address of ours that must answer."""

    class Meta:
        model = SiteCheck
        fields = [
            "name",
            "address",
            "expects",
            "every_minutes",
            "first_byte_within_ms",
            "at_most_kb",
            "is_active",
        ]
        widgets = {"expects": forms.Textarea(attrs={"rows": 3})}

    def clean_address(self):
        address, hosts = self.cleaned_data["address"], Channel.objects.active().hosts()
        try:
            taken_apart(address, hosts=hosts, ports={port for _ip, port in settings.LOCAL_SITES})
        except Unfetched as no:
            reason = Problem(no.reason.value).label
            ours = ", ".join(sorted(hosts)) or gettext("none is set up yet")
            words = {"reason": reason, "hosts": ours}
            raise forms.ValidationError(
                _("%(reason)s. Our hosts: %(hosts)s."), params=words
            ) from None
        return address
