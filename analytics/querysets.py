"""The situations of figures and nights, each named once."""

from django.db import models
from django.db.models import Q


class WithChannel(models.Manager):
    """Whoever names an alarm says on which channel: each row brings it along, wherever it is read
    from."""

    def get_queryset(self):
        return super().get_queryset().select_related("channel")


class AlarmQuerySet(models.QuerySet):
    def ringing(self):
        return self.filter(ended_at=None)


class TargetQuerySet(models.QuerySet):
    def on(self, day):
        """Targets that hold on a day."""
        return self.filter(Q(to_date=None) | Q(to_date__gte=day), from_date__lte=day)
