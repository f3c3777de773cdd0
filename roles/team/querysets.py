"""Who is who, and who is in."""

from django.db import models
from django.db.models import Exists, OuterRef


class UserQuerySet(models.QuerySet):
    def wearing(self, role_key):
        """The people who hold a hat."""
        return self.filter(is_active=True, memberships__role__key=role_key)

    def absent_on(self, day):
        absences = self.model._meta.get_field("absences").related_model.objects
        away = absences.filter(user=OuterRef("pk"), from_date__lte=day, to_date__gte=day)
        return self.filter(Exists(away))
