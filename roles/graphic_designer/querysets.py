"""A brief's situations, each named once."""

from django.contrib.contenttypes.models import ContentType
from guardian.shortcuts import get_objects_for_user

from config.lib.about import AboutQuerySet
from roles.tasks.models import Task
from roles.team.eyes import FourEyesQuerySet


class BriefQuerySet(FourEyesQuerySet, AboutQuerySet):
    def wanted(self):
        """Not withdrawn: done, or still to be done."""
        return self.exclude(status=self.model.Status.WITHDRAWN)

    def open(self):
        """Still to be done, by the designer or by who approves."""
        return self.filter(status__in=self.model.OPEN)

    def to_make(self):
        """Waiting for the designer."""
        return self.filter(status__in=self.model.EDITABLE)

    def sent_back(self):
        return self.filter(status=self.model.Status.CHANGES_REQUESTED)

    def approved(self):
        return self.filter(status=self.model.Status.APPROVED)

    def approved_between(self, start, end):
        return self.approved().filter(approved_at__gte=start, approved_at__lt=end)

    def late(self, *, now):
        return self.open().filter(due_at__lt=now)

    def visible_to(self, user):
        return get_objects_for_user(user, "graphic_designer.view_brief", klass=self)

    def drawn_by(self, user):
        """Those somebody works on: a designer on all, an outsider on what they were asked to make.

        They were asked who were handed a task that a person wrote about the brief. What a need
        hands over is only looked at, and what waits for a decision is not theirs to change.
        """
        if user.has_perm("graphic_designer.view_brief"):
            return self if user.has_perm("graphic_designer.change_brief") else self.none()
        kind = ContentType.objects.get_for_model(self.model)
        asked = Task.objects.undone().filter(assignee=user, need="", subject_type=kind)
        return self.visible_to(user).to_make().filter(pk__in=asked.values("subject_id"))
