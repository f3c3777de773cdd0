from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Coordinator(AppConfig):
    name = "roles.coordinator"
    label = "coordinator"
    verbose_name = _("Coordinator")

    def ready(self):
        from roles.coordinator import subscribers  # noqa: F401
