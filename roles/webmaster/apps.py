from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Webmaster(AppConfig):
    name = "roles.webmaster"
    label = "webmaster"
    verbose_name = _("Webmaster")
