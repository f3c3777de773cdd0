"""What is typed or scanned at the bench."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Variant
from logistics.models import Carrier, Parcel


class ScanForm(forms.Form):
    """An order number or a tracking code, from a scanner or by hand."""

    scan = forms.CharField(max_length=200, required=False)


class ShipForm(forms.Form):
    """The label: whose it is, and its code. Guards against the usual slips with a scanner."""

    carrier = forms.ModelChoiceField(Carrier.objects.none(), label=_("Carrier"), empty_label=None)
    tracking_code = forms.CharField(label=_("Tracking code"), max_length=64)

    def __init__(self, *args, parcel, **kwargs):
        super().__init__(*args, **kwargs)
        self.parcel = parcel
        carriers = Carrier.objects.filter(is_active=True).order_by("name")
        self.fields["carrier"].queryset = carriers
        self.fields["carrier"].required = carriers.exists()
        self.fields["tracking_code"].widget.attrs |= {
            "autofocus": True,
            "autocomplete": "off",
            "autocapitalize": "characters",
            "enterkeyhint": "send",
        }

    def clean_tracking_code(self):
        code = self.cleaned_data["tracking_code"]
        for other in Parcel.objects.scanned(code).select_related("order")[:5]:
            if other.tracking_code == code and other != self.parcel:
                raise forms.ValidationError(
                    _("This label is already on the parcel of order %(order)s.")
                    % {"order": other.order.number}
                )
            if other.tracking_code != code:
                raise forms.ValidationError(
                    _("This is the number of order %(order)s. Scan the label of the carrier.")
                    % {"order": other.order.number}
                )
        return code


class LoseForm(forms.Form):
    note = forms.CharField(label=_("What the carrier says"), max_length=500, required=False)


class ShelfForm(forms.Form):
    """Which shelf, by its SKU or GTIN, and what is on it."""

    code = forms.CharField(label=_("SKU or GTIN"), max_length=100)
    units = forms.IntegerField(label=_("Units"), min_value=0, max_value=1_000_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "off", "inputmode": "numeric"}
        self.fields["code"].widget.attrs |= {"autofocus": True, "inputmode": "text"}

    def clean_code(self):
        """The one variant of this code; a GTIN that several have is none."""
        code = self.cleaned_data["code"].strip()
        found = Variant.objects.filter(sku=code)[:1] or Variant.objects.filter(gtin=code)[:2]
        if len(found) != 1:
            told = _("Several variants have this GTIN: scan the SKU.") if found else None
            raise forms.ValidationError(told or _("No variant has this code."))
        return found[0]


class CapacityForm(forms.Form):
    orders_per_day = forms.IntegerField(
        label=_("Orders a day"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=_("Empty: by what was packed on a good day of the last sixty."),
    )
