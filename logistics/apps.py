from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Logistics(AppConfig):
    name = "logistics"
    label = "logistics"
    verbose_name = _("Warehouse")

    def ready(self):
        from logistics import subscribers  # noqa: F401  connects the listeners
