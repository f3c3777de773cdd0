from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Intake(AppConfig):
    name = "config.intake"
    label = "intake"
    verbose_name = _("Imports")
