"""The set-up of the shop: itself, where it sells, and what."""

from babel.numbers import list_currencies
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline, TabularInline
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from catalog import events
from catalog.models import (
    Category,
    Channel,
    ExchangeRate,
    Market,
    Price,
    PriceList,
    Product,
    ProductImage,
    ProductText,
    Shop,
    Variant,
)
from config.admin import SetUp, ZoneField
from config.lib.clock import WEEKDAYS


class MoneyForm(forms.ModelForm):
    """A form with a currency: three letters that stand for money somewhere."""

    def clean_currency(self):
        code = self.cleaned_data["currency"].upper()
        if code not in list_currencies():
            raise ValidationError(_("“%(code)s” is no currency."), params={"code": code})
        return code

    def clean_country(self):
        return self.cleaned_data["country"].upper()


class DaysField(forms.CharField):
    """Days, one a line, as 2026-12-24."""

    widget = UnfoldAdminExpandableTextareaWidget

    def prepare_value(self, value):
        return value if isinstance(value, str) else "\n".join(map(str, value or []))

    def to_python(self, value):
        return sorted({_day(word) for word in (value or "").replace(",", " ").split()})

    def has_changed(self, initial, data):
        return self.to_python(data) != sorted(initial or [])


def _day(word):
    return forms.DateField(input_formats=["%Y-%m-%d"]).clean(word)


class ChannelForm(MoneyForm):
    time_zone = ZoneField()
    hosts = Channel._meta.get_field("hosts").formfield(widget=UnfoldAdminTextInputWidget)


class ShopForm(MoneyForm):
    time_zone = ZoneField()
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        choices=WEEKDAYS,
        coerce=int,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    closures = DaysField(
        label=_("Closures"),
        required=False,
        help_text=_("Days off besides the public holidays, one a line, as 2026-12-24."),
    )


@admin.register(Shop)
class ShopAdmin(SetUp):
    """The one shop: there is nothing to add and nothing to delete."""

    form = ShopForm
    fieldsets = [
        (None, {"fields": ["name", ("country", "language"), ("currency", "time_zone")]}),
        (
            _("Hours"),
            {"fields": ["working_days", ("opens_at", "closes_at"), "closures", "night_at"]},
        ),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        Shop.objects.get_or_create(pk=Shop.ONLY)
        return HttpResponseRedirect(reverse("admin:catalog_shop_change", args=[Shop.ONLY]))


@admin.register(Channel)
class ChannelAdmin(SetUp):
    form = ChannelForm
    list_display = ["name", "code", "kind", "platform", "currency", "time_zone", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "code"]
    prepopulated_fields = {"code": ["name"]}
    ordering = ["name"]

    def get_changeform_initial_data(self, request):
        """A new channel begins on the shop's clock, not on the first of the list."""
        asked = super().get_changeform_initial_data(request)
        return {"time_zone": Shop.current().time_zone} | asked


@admin.register(Market)
class MarketAdmin(SetUp):
    list_display = ["name", "country", "language", "vat_percent", "is_active"]
    ordering = ["name"]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(SetUp):
    form = MoneyForm
    list_display = ["currency", "valid_from", "rate"]
    list_filter = ["currency"]
    ordering = ["-valid_from", "currency"]


@admin.register(Category)
class CategoryAdmin(SetUp):
    list_display = ["path", "name"]
    search_fields = ["path"]
    fields = ["name", "parent"]
    autocomplete_fields = ["parent"]
    ordering = ["path"]

    def save_model(self, request, obj, form, change):
        """The path is the names from the top; the shelves inside move along."""
        before = obj.path
        obj.path = f"{obj.parent.path} > {obj.name}" if obj.parent else obj.name
        obj.save()
        if before and before != obj.path:
            _move_shelves(before, obj.path)


def _move_shelves(before, now):
    inside = Category.objects.filter(path__startswith=f"{before} > ")
    for shelf in inside:
        Category.objects.filter(pk=shelf.pk).update(path=now + shelf.path[len(before) :])


class VariantInline(TabularInline):
    model = Variant
    fields = ["sku", "name", "gtin", "weight_g", "cost"]
    extra = 0
    show_change_link = True


class TextInline(StackedInline):
    model = ProductText
    fields = ["language", "title", "body", "meta_description"]
    extra = 0


class ImageInline(TabularInline):
    model = ProductImage
    fields = ["address", "alt_text", "position"]
    extra = 0


@admin.register(Product)
class ProductAdmin(SetUp):
    list_display = ["name", "brand", "category", "status", "created_at"]
    list_filter = ["status"]
    list_select_related = ["category"]
    search_fields = ["name"]
    fields = ["name", "brand", "category", "status"]
    autocomplete_fields = ["category"]
    inlines = [VariantInline, TextInline, ImageInline]
    ordering = ["-created_at", "-pk"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.found_by(search_term), False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_at = timezone.now()
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for inside in formset.forms:
            if formset.model is ProductText and inside.has_changed():
                inside.instance.written_at = timezone.now()
        super().save_formset(request, form, formset, change)
        transaction.on_commit(lambda: events.products_changed.send_robust(sender=None))


class PriceInline(TabularInline):
    model = Price
    fields = ["price_list", "amount", "regular_amount", "valid_from"]
    extra = 0


@admin.register(Variant)
class VariantAdmin(SetUp):
    list_display = ["sku", "product", "name", "gtin", "cost"]
    list_select_related = ["product"]
    search_fields = ["sku", "gtin", "product__name"]
    autocomplete_fields = ["product"]
    inlines = [PriceInline]
    ordering = ["-pk"]


@admin.register(PriceList)
class PriceListAdmin(SetUp):
    form = MoneyForm
    list_display = ["channel", "currency"]
    list_select_related = ["channel"]

    def has_delete_permission(self, request, obj=None):
        """With its prices it would take along what things cost, and when."""
        may = super().has_delete_permission(request, obj)
        return may and not (obj and Price.objects.filter(price_list=obj).exists())


@admin.register(Price)
class PriceAdmin(SetUp):
    list_display = ["variant", "price_list", "amount", "regular_amount", "valid_from"]
    list_select_related = ["variant", "price_list__channel"]
    search_fields = ["variant__sku"]
    autocomplete_fields = ["variant"]
    ordering = ["-pk"]
