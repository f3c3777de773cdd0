"""What is typed at the care desk."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Product, Shop, Variant
from config.lib.clock import local_day
from config.lib.forms import MomentInput
from config.lib.rights import hats
from customer_care import blanks
from customer_care.models import CannedAnswer, Conversation, KnowledgeNote, Message

OURS = "customer_care"  # our own hat: others are asked for help
SNOOZES = {"tomorrow": _("Tomorrow"), "days": _("In three days"), "week": _("In a week")}


class RefuseForm(forms.Form):
    note = forms.CharField(
        label=_("Why not"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The history keeps it; the buyer may ask."),
    )


class Seen(forms.Form):
    """A verb about a conversation as it was looked at; `over` says that one looked again."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    since = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    over = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    @property
    def version_seen(self):
        return self.cleaned_data["over"] or self.cleaned_data["version"]


class AnswerForm(Seen):
    text = forms.CharField(
        label=_("Answer"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "data-types": "answer"}),
    )
    then = forms.ChoiceField(choices=Message.Then, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    canned = forms.ModelChoiceField(CannedAnswer.objects, required=False, widget=forms.HiddenInput)

    def clean_text(self):
        text = self.cleaned_data["text"]
        if empty := blanks.asked(text):
            raise forms.ValidationError(
                _("Still to fill: %(blanks)s."),
                params={"blanks": ", ".join(map(blanks.written, empty))},
            )
        return text

    def clean_then(self):
        return self.cleaned_data["then"] or Message.Then.WAIT


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Internal note"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "data-types": "note"}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)


class GiveBackForm(forms.Form):
    text = forms.CharField(
        label=_("What customer care should know"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _who_may_be_asked():
    return [hat for hat in hats(is_active=True).items() if hat[0] != OURS]


class AskForm(Seen):
    role = forms.ChoiceField(label=_("Whom"), choices=_who_may_be_asked)
    why = forms.CharField(
        label=_("What for"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )


class AssignForm(Seen):
    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ModelChoiceField(
            people, label=_("To whom"), required=False, empty_label=_("Nobody")
        )


class SnoozeForm(Seen):
    preset = forms.ChoiceField(choices=SNOOZES.items())

    def until(self, now):
        """The opening of the shop on the chosen day, or on the next one on which it works."""
        calendar = Shop.current().calendar()
        days = {"tomorrow": 1, "days": 3, "week": 7}[self.cleaned_data["preset"]]
        wanted = local_day(now, calendar.zone) + timedelta(days=days)
        for ahead in range(30):
            if spans := calendar.spans(wanted + timedelta(days=ahead)):
                return spans[0][0]
        return now + timedelta(days=days)


class MergeForm(Seen):
    """`into` is a conversation's number, chosen or typed; somebody else's is asked for twice."""

    into = forms.IntegerField(label=_("Number of the other conversation"), min_value=1)
    sure = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, one, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.one, self.known = one, known

    def clean_into(self):
        into = self.cleaned_data["into"]
        found = self.known.filter(pk=into).first() if into < 2**63 else None
        if found is None:
            raise forms.ValidationError(_("There is no such conversation."))
        return found

    def clean(self):
        cleaned = super().clean()
        into = cleaned.get("into")
        if into and self._goes_elsewhere(into) and cleaned.get("sure") != into.pk:
            self.data = self.data.copy()
            self.data["sure"] = into.pk
            told = _("Answers will go to %(email)s only. If that is meant, merge once more.")
            self.add_error("into", told % {"email": into.email})
        return cleaned

    def _goes_elsewhere(self, into):
        """Whether this customer would hear no more of it."""
        own = self.one.email.lower()
        return bool(own) and own != into.email.lower()


class OrderForm(Seen):
    """Which order it is about: by its number; empty for none."""

    number = forms.CharField(label=_("Order"), max_length=100, required=False)

    def __init__(self, *args, orders, **kwargs):
        super().__init__(*args, **kwargs)
        self.orders = orders

    def clean_number(self):
        bare = self.cleaned_data["number"].strip().lstrip("#")
        if not bare:
            return None
        named = self.orders.found_by(bare).filter(number__in=[bare, f"#{bare}"])
        found = named.select_related("channel", "customer").order_by("-placed_at").first()
        if found is None:
            raise forms.ValidationError(_("There is no such order."))
        return found


class ConversationForm(forms.ModelForm):
    """A conversation begun by us: a call that came in, or a first word of ours."""

    text = forms.CharField(
        label=_("What was said"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    number = forms.CharField(label=_("Order"), max_length=100, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Conversation
        fields = ["medium", "name", "email", "subject", "language"]
        field_classes = {"email": forms.EmailField}


class CannedAnswerForm(forms.ModelForm):
    class Meta:
        model = CannedAnswer
        fields = ["title", "language", "text", "is_active"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}


def _skus(products):
    """One SKU of each product."""
    rows = Variant.objects.filter(product__in=products).order_by("product", "pk")
    return rows.distinct("product").values_list("sku", flat=True)


class KnowledgeNoteForm(forms.ModelForm):
    codes = forms.CharField(
        label=_("Coupons"),
        required=False,
        max_length=500,
        help_text=_("Shown where one of these was used or is written about. With commas."),
    )
    skus = forms.CharField(
        label=_("Products"),
        required=False,
        max_length=2_000,
        help_text=_("Shown where one of these was bought. Their SKUs, with commas."),
    )

    field_order = ["title", "language", "text", "from_at", "until_at", "codes", "skus"]

    class Meta:
        model = KnowledgeNote
        fields = ["title", "language", "text", "from_at", "until_at", "codes", "is_active"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 10}),
            "from_at": MomentInput,
            "until_at": MomentInput,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["codes"] = ", ".join(self.instance.codes)
        if self.instance.pk:
            self.initial["skus"] = ", ".join(_skus(self.instance.products.all()))

    def clean_skus(self):
        """The products that are meant. Any of a product's SKUs names it."""
        asked = {sku.strip() for sku in self.cleaned_data["skus"].split(",")} - {""}
        found = Variant.objects.filter(sku__in=asked)
        if lacking := asked - set(found.values_list("sku", flat=True)):
            told = _("There is no %(skus)s.") % {"skus": ", ".join(sorted(lacking))}
            raise forms.ValidationError(told)
        return Product.objects.filter(pk__in=found.values("product"))

    def clean_codes(self):
        codes = [code.strip().upper() for code in self.cleaned_data["codes"].split(",")]
        if any(len(code) > 100 for code in codes):
            raise forms.ValidationError(_("A coupon has at most 100 signs."))
        return [code for code in codes if code]

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("from_at"), cleaned.get("until_at")
        if begins and ends and ends <= begins:
            self.add_error("until_at", _("This is before it begins."))
        return cleaned
