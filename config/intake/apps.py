from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class Intake(AppConfig):
    name = "config.intake"
    label = "intake"
    verbose_name = _("Imports")

    def ready(self):
        from config.intake.ready_profiles import keep_profiles

        autodiscover_modules("imports")
        post_migrate.connect(keep_profiles, sender=self)
