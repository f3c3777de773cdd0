"""A brief's situations, each named once."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from guardian.shortcuts import get_objects_for_user


class BriefQuerySet(models.QuerySet):
    def of(self, subject):
        """What was asked for one record, whatever became of it."""
        return self.of_each([subject])

    def of_each(self, subjects):
        """What was asked for records of one kind, in one statement for all of them."""
        subjects = list(subjects)
        if not subjects:
            return self.none()
        kind = ContentType.objects.get_for_model(subjects[0])
        return self.filter(subject_type=kind, subject_id__in=[subject.pk for subject in subjects])

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

    def submitted(self):
        return self.filter(status=self.model.Status.SUBMITTED)

    def awaiting_approval(self, *, now):
        """Somebody may approve it today: it does not rest for its maker's second look."""
        may_be_seen = models.Q(second_look_at=None) | models.Q(second_look_at__lte=now)
        return self.submitted().filter(may_be_seen)

    def approved(self):
        return self.filter(status=self.model.Status.APPROVED)

    def approved_between(self, start, end):
        return self.approved().filter(approved_at__gte=start, approved_at__lt=end)

    def late(self, *, now):
        return self.open().filter(due_at__lt=now)

    def visible_to(self, user):
        return get_objects_for_user(user, "graphic_designer.view_brief", klass=self)
