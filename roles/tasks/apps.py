from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Tasks(AppConfig):
    name = "roles.tasks"
    label = "tasks"
    verbose_name = _("Work")
