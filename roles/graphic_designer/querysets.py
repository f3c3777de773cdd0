"""A brief's situations, each named once."""

from guardian.shortcuts import get_objects_for_user

from config.lib.about import AboutQuerySet
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
        """Those somebody works on: a designer on all, an outsider on what was handed to them."""
        if user.has_perm("graphic_designer.view_brief"):
            return self if user.has_perm("graphic_designer.change_brief") else self.none()
        return self.visible_to(user)
