from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebWriter(AppConfig):
    name = "roles.web_writer"
    label = "web_writer"
    verbose_name = _("Web writer")
