"""What people fill in about runs and plans, and what makes sense of it."""

from django import forms
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.lib.forms import Moment
from roles.playbooks.evidence import EVIDENCE
from roles.playbooks.models import Edition, Playbook, Step
from roles.tasks.forms import people_known_to
from roles.team.models import Role

RESERVED = {"new", "heat", "load"}  # addresses beside the playbooks' own
WORDS = ("title", "how", "checklist")


def plans_about(type_id: int):
    """The playbooks that can be started on a kind of record."""
    published = Edition.objects.filter(published_at__isnull=False).values("playbook")
    plans = Playbook.objects.filter(Q(about=type_id) | Q(about=None), is_active=True)
    return plans.filter(pk__in=published).order_by("title")


class _Person(forms.ModelChoiceField):
    """Somebody of the team, as far as the one who chooses may know it."""

    def __init__(self, *, by, **options):
        super().__init__(people_known_to(by), **options)


class _Owner(_Person):
    """Who leads a run: no outsider, who would not see it."""

    def __init__(self, *, by, **options):
        super().__init__(by=by, label=_("Owner"), **options)
        self.queryset = self.queryset.staff() | self.queryset.filter(pk=by.pk)


class StartForm(forms.Form):
    """One playbook on one record."""

    playbook = forms.ModelChoiceField(Playbook.objects.none(), label=_("Playbook"))
    ends_at = Moment(label=_("Ready by"))
    goal = forms.CharField(
        label=_("Goal"),
        max_length=80,
        required=False,
        help_text=_("What it should bring, in a few words."),
    )

    def __init__(self, *args, kind: ContentType, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["playbook"].queryset = plans_about(kind.pk)
        self.fields["playbook"].empty_label = None
        self.fields["owner"] = _Owner(by=by, initial=by.pk)
        self.order_fields(["playbook", "ends_at", "owner", "goal"])


class ChangeForm(forms.Form):
    """Another date, another owner."""

    ends_at = Moment(label=_("Ready by"))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"] = _Owner(by=by)


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class WaiveForm(WhyForm):
    """Let a step pass without its evidence: on record, with the risk."""

    risk = forms.CharField(
        label=_("What may go wrong"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class AssignForm(forms.Form):
    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"] = _Person(by=by, label=_("To"), required=False)


class CheckForm(forms.Form):
    """One line of a checklist, ticked or not."""

    line = forms.CharField(max_length=300)
    is_on = forms.BooleanField(required=False)


# Plans


class PlanForm(forms.Form):
    """A new playbook: from nothing, or as a copy of another."""

    title = forms.CharField(label=_("Title"), max_length=120)
    about = forms.ModelChoiceField(
        ContentType.objects.none(),
        label=_("About"),
        required=False,
        empty_label=_("Any kind of record"),
        help_text=_("The kind of record a run works on."),
    )
    source = forms.ModelChoiceField(
        Playbook.objects.order_by("title"),
        label=_("Begin with the steps of"),
        required=False,
        empty_label=_("No steps yet"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = _kinds()
        self.fields["about"].label_from_instance = lambda kind: capfirst(kind.name)

    def clean_title(self):
        title = self.cleaned_data["title"].strip()
        if not slugify(title):
            raise forms.ValidationError(_("Give it a title with letters in it."))
        return title

    @property
    def key(self):
        """A name for addresses that no other playbook has."""
        wanted = slugify(self.cleaned_data["title"])[:50]
        taken = set(Playbook.objects.filter(key__startswith=wanted).values_list("key", flat=True))
        tries = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
        return next(key for key in (wanted, *tries) if key not in taken | RESERVED)


def _kinds():
    """Kinds of records that have a page of their own."""
    paged = [model for model in apps.get_models() if hasattr(model, "get_absolute_url")]
    kinds = ContentType.objects.get_for_models(*paged).values()
    return ContentType.objects.filter(pk__in=[kind.pk for kind in kinds]).order_by(
        "app_label", "model"
    )


class StepForm(forms.ModelForm):
    """A step of an edition in the making, and what it waits for."""

    class Meta:
        model = Step
        fields = ["title", "role", "how", "lead_hours", "effort_hours", "begins", "offset_days"]
        fields += ["evidence", "is_gate", "checklist"]
        widgets = {
            "how": forms.Textarea(attrs={"rows": 3}),
            "checklist": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = Role.objects.filter(is_active=True).order_by("pk")
        asked = [("", _("A person says so")), *_questions(edition.playbook.about, self.instance)]
        self.fields["evidence"] = forms.ChoiceField(
            label=_("Proven by"), choices=asked, required=False
        )
        for name in WORDS:
            self.initial[name] = gettext_or_nothing(self.initial.get(name))
        self.others = [
            step for step in edition.steps.order_by("position", "pk") if step != self.instance
        ]
        lags = {wait.after_id: wait.lag_hours for wait in self._waits()}
        for other in self.others:
            self.fields[f"after-{other.key}"] = forms.BooleanField(
                label=str(other), required=False, initial=other.pk in lags
            )
            self.fields[f"lag-{other.key}"] = forms.DecimalField(
                label=_("and then (working hours)"),
                required=False,
                min_value=0,
                max_value=9999,
                decimal_places=2,
                initial=lags.get(other.pk, 0),
            )

    def _waits(self):
        return self.instance.waits.all() if self.instance.pk else []

    @property
    def afters(self):
        """The other steps: whether this one waits for them, and how long after."""
        return [(self[f"after-{other.key}"], self[f"lag-{other.key}"]) for other in self.others]

    @property
    def step(self):
        """What to keep of the step. Words that were not touched stay as they were."""
        kept = {name: self.cleaned_data[name] for name in self.Meta.fields}
        for name in WORDS:
            before = getattr(self.instance, name)
            if before and kept[name].split() == gettext_or_nothing(before).split():
                kept[name] = before
        return kept

    @property
    def waits(self):
        """The steps it waits for, each with the working hours in between."""
        chosen = [other.key for other in self.others if self.cleaned_data.get(f"after-{other.key}")]
        return {key: self.cleaned_data.get(f"lag-{key}") or 0 for key in chosen}


def _questions(about, step):
    """What can be asked of the kind of record a playbook is about."""
    label = f"{about.app_label}.{about.model}" if about else ""
    fitting = [one for one in EVIDENCE.values() if one.about.lower() in {label, ""} or not label]
    known = [(one.key, gettext(one.title)) for one in fitting]
    lost = step.evidence and step.evidence not in {key for key, _title in known}
    return [*known, (step.evidence, step.evidence)] if lost else known


def gettext_or_nothing(text):
    return gettext(text) if text else ""


class PublishForm(forms.Form):
    note = forms.CharField(
        label=_("What is new"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
