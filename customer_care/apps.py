from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomerCare(AppConfig):
    name = "customer_care"
    label = "customer_care"
    verbose_name = _("Customer care")
