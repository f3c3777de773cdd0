"""The situations of runs and their steps, each named once."""

from django.db import models


class RunQuerySet(models.QuerySet):
    def running(self):
        return self.filter(status=self.model.Status.RUNNING)

    def of_subject(self, type_id, pk):
        return self.filter(subject_type=type_id, subject_id=pk)


class RunStepQuerySet(models.QuerySet):
    def of_running(self):
        return self.filter(run__status="running")

    def open(self):
        """Somebody can or does work on it."""
        return self.filter(status__in=self.model.OPEN)

    def passed(self):
        """Nothing waits for it any more: done, waived or skipped."""
        return self.filter(status__in=self.model.PASSED)
