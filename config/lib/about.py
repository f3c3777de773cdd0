"""Rows that are about a record of whatever kind: `subject_type` and `subject_id` name it."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models


class AboutQuerySet(models.QuerySet):
    def of(self, subject: models.Model):
        """Those about one record."""
        return self.of_each([subject])

    def of_subject(self, type_id: int, pk: int):
        """Those about one record, known by its kind and key only."""
        return self.filter(subject_type=type_id, subject_id=pk)

    def of_each(self, subjects: Iterable[models.Model]):
        """Those about records of one kind, in one statement for all of them."""
        subjects = list(subjects)
        if not subjects:
            return self.none()
        kind = ContentType.objects.get_for_model(subjects[0])
        return self.filter(subject_type=kind, subject_id__in=[subject.pk for subject in subjects])
