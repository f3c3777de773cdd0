"""The situations of a file that came."""

from django.db import models
from django.db.models import Q


class DeliveryQuerySet(models.QuerySet):
    def to_take_in(self):
        """Waiting its turn, or begun by somebody who may be gone."""
        status = self.model.Status
        return self.filter(status__in=[status.QUEUED, status.RUNNING])

    def to_start_with(self, delivery):
        """This file and those that came with it and are not read yet, if one knows how."""
        together = self.filter(batch=delivery.batch).exclude(profile=None)
        return together.filter(Q(status=self.model.Status.RECEIVED) | Q(pk=delivery.pk))

    def found_by(self, words):
        """Files whose name holds all of these words."""
        rows = self
        for word in words.split()[:8]:
            rows = rows.filter(name__icontains=word)
        return rows

    def visible_to(self, user):
        """Whoever may see imports sees them all."""
        return self if user.has_perm("intake.view_delivery") else self.none()
