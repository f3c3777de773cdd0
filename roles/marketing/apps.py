from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Marketing(AppConfig):
    name = "roles.marketing"
    label = "marketing"
    verbose_name = _("Marketing")
