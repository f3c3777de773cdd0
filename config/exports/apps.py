from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Exports(AppConfig):
    name = "config.exports"
    label = "exports"
    verbose_name = _("Exports")
