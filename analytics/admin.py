from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget

from analytics.kpis import BY_KEY, KPIS
from analytics.models import Target


class TargetForm(forms.ModelForm):
    kpi = forms.ChoiceField(
        label=_("KPI"),
        choices=lambda: [(kpi.key, f"{kpi.title} ({kpi.key})") for kpi in KPIS],
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = Target
        fields = ("kpi", "channel", "from_date", "to_date", "value", "lowest", "highest")

    def clean(self):
        told = super().clean()
        kpi = BY_KEY.get(told.get("kpi"))
        if kpi and told.get("channel") and not kpi.has_channels:
            self.add_error("channel", _("This figure is not measured by channel."))
        lowest, highest = told.get("lowest"), told.get("highest")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("highest", _("The alarm above must not lie under the alarm below."))
        return told


@admin.register(Target)
class TargetAdmin(ModelAdmin):
    form = TargetForm
    list_display = ("named", "channel", "from_date", "to_date", "value", "lowest", "highest")
    list_filter = ("channel",)
    search_fields = ("kpi",)
    list_select_related = ("channel",)
    ordering = ("kpi", "from_date")

    @admin.display(description=_("figure"), ordering="kpi")
    def named(self, target):
        kpi = BY_KEY.get(target.kpi)
        return kpi.title if kpi else target.kpi
