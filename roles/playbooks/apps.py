from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Playbooks(AppConfig):
    name = "roles.playbooks"
    label = "playbooks"
    verbose_name = _("Playbooks")

    def ready(self):
        from roles.playbooks import subscribers  # noqa: F401
