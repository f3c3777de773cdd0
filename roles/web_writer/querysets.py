"""The situations of drafts and of campaign texts, each named once."""

from django.db import models
from django.db.models import Q
from guardian.shortcuts import get_objects_for_user

from config.lib.about import AboutQuerySet


class DraftQuerySet(models.QuerySet):
    def open(self):
        """Not yet in the catalogue."""
        return self.filter(status__in=self.model.OPEN)

    def being_written(self):
        return self.filter(status=self.model.Status.DRAFT)

    def sent_back(self):
        return self.filter(status=self.model.Status.CHANGES_REQUESTED)

    def submitted(self):
        return self.filter(status=self.model.Status.SUBMITTED)

    def awaiting_approval(self, *, now):
        """Somebody may read and approve it today: it does not rest for its writer's second look."""
        may_be_read = Q(second_look_at=None) | Q(second_look_at__lte=now)
        return self.submitted().filter(may_be_read)

    def resting(self, *, now):
        """Sent, and put aside until its writer, who alone may approve it, looks another day."""
        return self.submitted().filter(second_look_at__gt=now)

    def approved_between(self, start, end):
        return self.filter(approved_at__gte=start, approved_at__lt=end)

    def written_by(self, user):
        """Drafts in which somebody wrote at least a word."""
        written = self.model.writers.through.objects.filter(user=user).values("draft")
        return self.filter(Q(author=user) | Q(pk__in=written))

    def visible_to(self, user):
        return get_objects_for_user(user, "web_writer.view_draft", klass=self)


class CopyQuerySet(AboutQuerySet):
    """The situations of a campaign's texts."""

    def wanted(self):
        """Not withdrawn: done, or still to be done."""
        return self.exclude(status=self.model.Status.WITHDRAWN)

    def open(self):
        return self.filter(status__in=self.model.OPEN)

    def to_write(self):
        return self.filter(status=self.model.Status.TO_WRITE)

    def sent_back(self):
        return self.filter(status=self.model.Status.CHANGES_REQUESTED)

    def submitted(self):
        return self.filter(status=self.model.Status.SUBMITTED)

    def awaiting_approval(self, *, now):
        """Somebody may read and approve it today: it does not rest for its writer's second look."""
        return self.submitted().filter(Q(second_look_at=None) | Q(second_look_at__lte=now))

    def for_today(self, *, now):
        """To write, to write anew, or to be read: whatever does not rest."""
        return self.open().exclude(second_look_at__gt=now, status=self.model.Status.SUBMITTED)

    def approved(self):
        return self.filter(status=self.model.Status.APPROVED)

    def late(self, *, now):
        return self.open().filter(due_at__lt=now)

    def visible_to(self, user):
        return get_objects_for_user(user, "web_writer.view_copy", klass=self)
