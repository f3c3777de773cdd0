from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5
from django.utils import timezone

from config.exports.querysets import KEPT, ExportQuerySet
from config.lib.exports import file_name


class Export(models.Model):
    """A list somebody takes away as a file: too long for them to wait while it is written."""

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    address = models.TextField()  # the list's, with all that narrows and sorts it
    name = models.CharField(max_length=60)
    told = models.TextField(blank=True, default="")  # how it is narrowed and sorted, in words
    form = models.CharField(max_length=4, choices=Form)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    language = models.CharField(max_length=10)
    time_zone = models.CharField(max_length=50)
    rows = models.PositiveIntegerField()  # about so many, until they have been written
    written = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    alive_at = models.DateTimeField()  # when something last came of it
    ended_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                "asked_by",
                "form",
                MD5("address"),
                condition=Q(ended_at=None),
                name="one_file_of_a_list_is_written_at_once",
            )
        ]

    def __str__(self):
        with timezone.override(self.time_zone):
            return file_name(self.name, self.form, at=self.asked_at)

    @property
    def path(self) -> Path:
        """Where the file lies: no address leads there, and the name says nothing."""
        return folder() / f"{self.pk}.{self.form}"

    @property
    def is_ready(self) -> bool:
        return self.ended_at is not None and not self.refusal

    @property
    def kept_until(self):
        return self.ended_at and self.ended_at + KEPT

    @property
    def progress(self) -> int:
        """Percent. A list may grow meanwhile: all of it is only there at the end."""
        return min(100 * self.written // max(self.rows, 1), 99)


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "exports"
