"""The situations of a list's file."""

from datetime import timedelta

from django.db import models

KEPT = timedelta(days=3)
SILENT_FOR = timedelta(minutes=2)


class ExportQuerySet(models.QuerySet):
    def to_write(self):
        """Waiting, or begun by a worker that may be gone."""
        return self.filter(ended_at=None)

    def alive(self, *, now):
        """Somebody is at them, or could be any moment."""
        return self.to_write().filter(alive_at__gt=now - SILENT_FOR)

    def old(self, *, now):
        """Had time enough to be fetched."""
        return self.filter(ended_at__lte=now - KEPT)

    def replaced_by(self, export):
        """The same list's files of the same form that the same person asked for before."""
        same = self.filter(asked_by=export.asked_by, address=export.address, form=export.form)
        return same.filter(pk__lt=export.pk)

    def visible_to(self, user):
        """What somebody took away is nobody else's, not even a coordinator's."""
        return self.filter(asked_by=user)
