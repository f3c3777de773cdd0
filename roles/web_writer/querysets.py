"""The situations of drafts and of campaign texts, each named once."""

from django.db.models import Q
from guardian.shortcuts import get_objects_for_user

from config.lib.about import AboutQuerySet
from roles.team.eyes import FourEyesQuerySet


class DraftQuerySet(FourEyesQuerySet):
    def open(self):
        """Not yet in the catalogue."""
        return self.filter(status__in=self.model.OPEN)

    def being_written(self):
        return self.filter(status=self.model.Status.DRAFT)

    def sent_back(self):
        return self.filter(status=self.model.Status.CHANGES_REQUESTED)

    def approved_between(self, start, end):
        return self.filter(approved_at__gte=start, approved_at__lt=end)

    def written_by(self, user):
        """Drafts in which somebody wrote at least a word."""
        written = self.model.writers.through.objects.filter(user=user).values("draft")
        return self.filter(Q(author=user) | Q(pk__in=written))

    def visible_to(self, user):
        return get_objects_for_user(user, "web_writer.view_draft", klass=self)


class CopyQuerySet(FourEyesQuerySet, AboutQuerySet):
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

    def for_today(self, *, now):
        """To write, to write anew, or to be read: whatever does not rest."""
        return self.open().exclude(second_look_at__gt=now, status=self.model.Status.SUBMITTED)

    def approved(self):
        return self.filter(status=self.model.Status.APPROVED)

    def late(self, *, now):
        return self.open().filter(due_at__lt=now)

    def visible_to(self, user):
        return get_objects_for_user(user, "web_writer.view_copy", klass=self)
