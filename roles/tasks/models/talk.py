"""What people say to each other about work."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roles.tasks.models.tasks import Task


class Comment(models.Model):
    """Something said about a task. A mention puts it into that person's inbox."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("text"))
    said_at = models.DateTimeField(_("said at"))
    form_key = models.UUIDField(
        null=True, blank=True, unique=True, editable=False, help_text=_("One sheet, one comment.")
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self):
        return self.text[:50]


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
