from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Analytics(AppConfig):
    name = "analytics"
    label = "analytics"
    verbose_name = _("Figures")
