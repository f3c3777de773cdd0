"""A task's situations, each named once."""

from django.db import models
from django.db.models import Q


class TaskQuerySet(models.QuerySet):
    def undone(self):
        return self.filter(status__in=self.model.UNDONE)

    def overdue(self, *, now):
        return self.undone().filter(due_at__lt=now)

    def inbox_of(self, user):
        """Undone work for any of a person's hats that nobody else has taken."""
        free_for_my_hats = Q(assignee=None, role__in=user.memberships.values("role"))
        return self.undone().filter(Q(assignee=user) | free_for_my_hats)
