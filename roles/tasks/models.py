from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.lib.states import Movable, Move
from roles.tasks.querysets import TaskQuerySet


class Task(Movable):
    """One thing one role must do, about one subject. Opened by a need, or by hand."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        TAKEN = "taken", _("Taken")
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    class Priority(models.IntegerChoices):
        URGENT = 1, _("Urgent")
        HIGH = 2, _("High")
        NORMAL = 3, _("Normal")
        LOW = 4, _("Low")

    MOVES = {
        Status.OPEN: {Status.OPEN, Status.TAKEN, Status.WAITING, Status.DONE, Status.CANCELLED},
        Status.TAKEN: {Status.OPEN, Status.TAKEN, Status.WAITING, Status.DONE, Status.CANCELLED},
        Status.WAITING: {Status.OPEN, Status.TAKEN, Status.WAITING, Status.DONE, Status.CANCELLED},
        Status.DONE: {Status.OPEN},
        Status.CANCELLED: {Status.OPEN},
    }
    UNDONE = (Status.OPEN, Status.TAKEN, Status.WAITING)

    title = models.CharField(_("title"), max_length=200)
    details = models.TextField(_("what to do"), blank=True)
    role = models.ForeignKey("team.Role", models.PROTECT, related_name="+", verbose_name=_("role"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assignee"),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.OPEN)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.NORMAL
    )
    hours = models.DecimalField(_("hours of work"), max_digits=6, decimal_places=2, default=1)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(_("due at"))
    waiting_until = models.DateTimeField(_("waiting until"), null=True, blank=True)
    waiting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    need = models.CharField(max_length=80, blank=True)
    subject_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    door = models.CharField(
        max_length=80, blank=True, help_text=_("The name of the page where the work is done.")
    )

    is_set_aside = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Cancelled by a person: its need opens no other until it has gone once."),
    )
    is_lent = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Its assignee may see the subject only while the work lasts."),
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        permissions = [("assign_task", "Can hand a task to someone")]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "subject_type", "subject_id"],
                condition=(Q(status__in=["open", "taken", "waiting"]) | Q(is_set_aside=True))
                & ~Q(need=""),
                name="one_live_task_per_need",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "cancelled"]) | Q(ended_at__isnull=False),
                name="ended_task_has_a_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["role", "due_at"],
                condition=Q(status__in=["open", "taken", "waiting"]),
                name="undone_tasks_by_role",
            ),
            models.Index(
                fields=["assignee", "due_at"],
                condition=Q(status__in=["open", "taken", "waiting"]),
                name="undone_tasks_by_assignee",
            ),
            models.Index(
                fields=["waiting_until"], condition=Q(status="waiting"), name="tasks_to_wake"
            ),
            models.Index(fields=["subject_type", "subject_id"], name="tasks_by_subject"),
            models.Index(fields=["ended_at"], condition=Q(status="done"), name="tasks_by_end"),
        ]

    def __str__(self):
        return gettext(self.title) if self.need else self.title

    def get_absolute_url(self):
        return reverse("tasks:task", args=[self.pk])


class TaskMove(Move):
    subject = models.ForeignKey(Task, models.CASCADE, related_name="moves")


class Comment(models.Model):
    """Something said about a task. A mention puts it into that person's inbox."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("text"))
    said_at = models.DateTimeField(_("said at"))

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


class NeedSetting(models.Model):
    """How a need is met here: on or off, how soon, by whom, and what to do. The *when* is code."""

    class Assignment(models.TextChoices):
        QUEUE = "queue", _("To the role's queue")
        LOAD = "load", _("To who has the fewest open hours")

    key = models.SlugField(max_length=80, unique=True, editable=False)
    title = models.CharField(max_length=200, editable=False, default="")
    is_on = models.BooleanField(_("on"), default=True)
    due_in_hours = models.PositiveSmallIntegerField(
        _("due in (working hours)"), null=True, blank=True
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Task.Priority, null=True, blank=True
    )
    assignment = models.CharField(
        _("assignment"), max_length=10, choices=Assignment, default=Assignment.QUEUE
    )
    how = models.TextField(_("what to do"), blank=True)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")

    def __str__(self):
        return gettext(self.title) if self.title else self.key

    @classmethod
    def of(cls, need) -> "NeedSetting":
        """A need's row, made the first time anybody looks."""
        found = cls.objects.filter(key=need.key).first()
        return (
            found
            or cls.objects.get_or_create(
                key=need.key, defaults={"title": need.source(need.title)[:200]}
            )[0]
        )
