from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GraphicDesigner(AppConfig):
    name = "roles.graphic_designer"
    label = "graphic_designer"
    verbose_name = _("Graphic designer")
