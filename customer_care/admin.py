"""Customer care in the set-up: what it promises."""

from django.contrib import admin

from config.admin import SetUp
from customer_care.models import CareSetting


@admin.register(CareSetting)
class CareSettingAdmin(SetUp):
    """One row: it is changed, never added twice or thrown away."""

    list_display = ["__str__", "first_answer_hours", "update_hours", "solution_hours", "role_hours"]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not CareSetting.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False
