"""What is typed about campaigns and coupons, and what is wrong with it, at the field."""

from babel.numbers import get_currency_symbol
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.media import Medium
from catalog.models import Category, Channel, Market, Product, Shop
from config.lib.forms import Moment, MomentInput
from config.templatetags.regia import reader
from roles.marketing.models import GOALS, Campaign, Coupon


class BudgetForm(forms.Form):
    """The money of each medium."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sign = get_currency_symbol(Shop.current().currency, locale=reader())
        for medium, label in Medium.choices:
            self.fields[f"budget_{medium}"] = forms.DecimalField(
                label=f"{label} ({sign})",
                min_value=0,
                max_digits=12,
                decimal_places=2,
                required=False,
            )

    @property
    def budgets(self):
        """The media it speaks through, each with its money."""
        typed = {medium: self.cleaned_data[f"budget_{medium}"] for medium in Medium.values}
        return {medium: budget for medium, budget in typed.items() if budget is not None}

    @property
    def money(self):
        return [self[f"budget_{medium}"] for medium in Medium.values]


class CampaignForm(BudgetForm):
    """A campaign: what, where, when, for how much."""

    name = forms.CharField(label=_("Name"), max_length=120)
    message = forms.CharField(
        label=_("Message"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it says to the buyer, in a sentence or two."),
    )
    goal = forms.ChoiceField(
        label=_("Figure it should move"),
        choices=[("", _("No figure")), *GOALS.items()],
        required=False,
    )
    starts_at = Moment(label=_("Starts"), required=False)
    ends_at = Moment(label=_("Ends"), required=False)
    uplift_percent = forms.DecimalField(
        label=_("Expected uplift (%)"),
        min_value=-100,
        max_value=2000,
        decimal_places=2,
        initial=0,
        help_text=_("How much more than usual will be sold. 50 means half as much again."),
    )
    landing_address = forms.URLField(
        label=_("Landing page"), max_length=500, required=False, assume_scheme="https"
    )
    categories = forms.ModelMultipleChoiceField(
        Category.objects.none(),
        label=_("Categories"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("All that is in sale on these shelves and on those below them."),
    )
    channels = forms.ModelMultipleChoiceField(
        Channel.objects.none(),
        label=_("Channels"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    markets = forms.ModelMultipleChoiceField(
        Market.objects.none(),
        label=_("Markets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    products = forms.ModelMultipleChoiceField(Product.objects.none(), required=False)

    def __init__(self, *args, campaign=None, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.fields["categories"].queryset = Category.objects.order_by("path")
        self.fields["channels"].queryset = Channel.objects.active().order_by("name")
        self.fields["markets"].queryset = Market.objects.filter(is_active=True).order_by("name")
        self.fields["products"].queryset = Product.objects.visible_to(user)
        if campaign and campaign.is_running():
            for name in ("starts_at", "landing_address", "categories", "channels", "markets"):
                self.fields[name].disabled = True

    def clean(self):
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("It must end after it starts."))
        elif ends_at and ends_at <= timezone.now() and "ends_at" in self.changed_data:
            self.add_error("ends_at", _("This moment has passed."))
        if self._is_more_than_an_idea():
            self._ask_for_a_plan(cleaned)
        return cleaned

    def _is_more_than_an_idea(self):
        return self.campaign and self.campaign.status != Campaign.Status.IDEA

    def _ask_for_a_plan(self, cleaned):
        """Beyond an idea it must say what and when."""
        for name in ("starts_at", "ends_at"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("A planned campaign needs this."))
        if "products" in self.errors or self.campaign.is_running():
            return
        if not cleaned.get("products") and not cleaned.get("categories"):
            self.add_error("products", _("Say which products it offers."))

    @property
    def facts(self):
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith("budget_")
        }


class NoteForm(forms.Form):
    """Why, in words for whoever reads the history."""

    note = forms.CharField(label=_("Why"), max_length=500, required=False)


class CouponForm(forms.ModelForm):
    class Meta:
        model = Coupon
        fields = [
            "kind",
            "value",
            "code",
            "valid_from",
            "valid_until",
            "min_order",
            "max_discount",
            "money_cap",
            "max_uses",
            "per_customer",
            "rounding",
            "stacks",
            "on_everything",
        ]
        field_classes = {
            "valid_from": forms.DateTimeField,
            "valid_until": forms.DateTimeField,
        }
        widgets = {"valid_from": MomentInput, "valid_until": MomentInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        self.fields["code"].help_text = _("Empty: one is made, of signs nobody misreads.")
        if self.instance.pk:
            del self.fields["code"]

    def clean_code(self):
        return self.cleaned_data["code"].upper()

    def clean(self):
        cleaned = super().clean()
        kind, value = cleaned.get("kind"), cleaned.get("value")
        if kind == Coupon.Kind.FREE_SHIPPING:
            cleaned["value"] = 0
        elif value is not None and value <= 0:
            self.add_error("value", _("It must be worth something."))
        elif kind == Coupon.Kind.PERCENT and value and value > 100:
            self.add_error("value", _("At most 100 percent."))
        starts, ends = cleaned.get("valid_from"), cleaned.get("valid_until")
        if starts and ends and ends <= starts:
            self.add_error("valid_until", _("It must end after it starts."))
        for name in ("max_discount", "money_cap"):
            if cleaned.get(name) is not None and cleaned[name] <= 0:
                self.add_error(name, _("Leave it empty, or give more than nothing."))
        if cleaned.get("min_order") is not None and cleaned["min_order"] < 0:
            self.add_error("min_order", _("Not less than nothing."))
        return cleaned

    @property
    def terms(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "code"}


class CountForm(forms.Form):
    """What was counted on one shelf."""

    units = forms.IntegerField(min_value=0, max_value=1_000_000)


class AssignForm(forms.Form):
    """Whose a campaign on the ad platform is."""

    medium = forms.ChoiceField(choices=Medium.choices)
    source_key = forms.CharField(max_length=200)
    campaign = forms.ModelChoiceField(Campaign.objects.none())

    def __init__(self, *args, campaigns, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns


class WeekForm(forms.Form):
    """What advertising cost, by medium and day."""

    def __init__(self, *args, media, days, **kwargs):
        super().__init__(*args, **kwargs)
        self.cells = {}
        for medium in media:
            for day in days:
                name = f"{medium}-{day}"
                self.cells[name] = (medium, day)
                self.fields[name] = forms.DecimalField(
                    min_value=0, max_digits=12, decimal_places=2, required=False
                )

    @property
    def amounts(self):
        return {cell: self.cleaned_data[name] for name, cell in self.cells.items()}
