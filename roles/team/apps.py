from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class Team(AppConfig):
    name = "roles.team"
    label = "team"
    verbose_name = _("Team")

    def ready(self):
        post_migrate.connect(_make_the_hats)


def _make_the_hats(app_config, using, **kwargs):
    """A new database has its hats at once. Runs after the last app made its permissions."""
    from django.apps import apps

    from roles.team import actions

    if app_config == list(apps.get_app_configs())[-1]:
        actions.sync_roles()
