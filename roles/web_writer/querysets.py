"""A draft's situations, each named once."""

from django.db import models
from django.db.models import Q
from guardian.shortcuts import get_objects_for_user


class DraftQuerySet(models.QuerySet):
    def open(self):
        """Not yet in the catalogue."""
        return self.filter(status__in=self.model.OPEN)

    def being_written(self):
        return self.filter(status=self.model.Status.DRAFT)

    def sent_back(self):
        return self.filter(status=self.model.Status.CHANGES_REQUESTED)

    def awaiting_approval(self):
        return self.filter(status=self.model.Status.SUBMITTED)

    def approved_between(self, start, end):
        return self.filter(approved_at__gte=start, approved_at__lt=end)

    def written_by(self, user):
        """Drafts in which somebody wrote at least a word."""
        written = self.model.writers.through.objects.filter(user=user).values("draft")
        return self.filter(Q(author=user) | Q(pk__in=written))

    def visible_to(self, user):
        return get_objects_for_user(user, "web_writer.view_draft", klass=self)
