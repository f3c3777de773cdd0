from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class Coordinator(AppConfig):
    name = "roles.coordinator"
    label = "coordinator"
    verbose_name = _("Coordinator")

    def ready(self):
        from roles.coordinator import (
            evidence,  # noqa: F401  the questions name themselves
            subscribers,  # noqa: F401
        )

        post_migrate.connect(_lay_out_the_playbooks)


def _lay_out_the_playbooks(app_config, using, **kwargs):
    """A new shop has its playbooks at once. Runs after the last app made its permissions, and
    after the hats are there."""
    from django.apps import apps
    from django.utils import timezone

    from roles.coordinator import actions

    if app_config == list(apps.get_app_configs())[-1]:
        actions.install_playbooks(at=timezone.now())
