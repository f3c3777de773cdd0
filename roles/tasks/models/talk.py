"""What people say to each other about work."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roles.tasks.models.tasks import Task


class Comment(models.Model):
    """Something said about a task, or any record. A mention puts it into that person's inbox."""

    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="comments")
    subject_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("text"))
    said_at = models.DateTimeField(_("said at"))
    form_key = models.UUIDField(
        null=True, blank=True, unique=True, editable=False, help_text=_("One sheet, one comment.")
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(task__isnull=False, subject_type=None, subject_id=None)
                | Q(task=None, subject_type__isnull=False, subject_id__isnull=False),
                name="comment_is_about_one_thing",
            )
        ]
        indexes = [
            models.Index(
                fields=["subject_type", "subject_id", "said_at"],
                condition=Q(task=None),
                name="talk_by_subject",
            )
        ]

    def __str__(self):
        return self.text[:50]

    @property
    def about(self):
        """What it was said about: a task, or a record."""
        return self.task if self.task_id else self.subject


class Mention(models.Model):
    """Somebody was named in a comment, and has read it or not."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="one_mention_per_comment")
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(read_at=None), name="unread_mentions")
        ]

    def __str__(self):
        return f"@{self.person}"
