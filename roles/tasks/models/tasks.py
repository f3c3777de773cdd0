"""A task, and the moves it can make."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from config.lib.refusals import Refusal
from config.lib.states import IllegalMove, Movable, Move
from config.lib.words import told
from roles.tasks.querysets import TaskQuerySet

BEGIN = Coalesce("start_by", "due_at")  # by when it must be begun, as far as one knows
LOOKED_AT = ["start_by", "due_at", "need"]  # so that counting an inbox reads indexes alone
PASSED_TO = "→ "  # begins the note of a move that gave the task to somebody


class Task(Movable):
    """One thing one role must do, about one subject. Opened by a need, or by hand."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        TAKEN = "taken", _("Taken")
        WAITING = "waiting", _("Waiting")
        DONE = "done", pgettext_lazy("task", "Done")
        CANCELLED = "cancelled", pgettext_lazy("task", "Cancelled")

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
    role = models.ForeignKey(
        "team.Role", models.PROTECT, related_name="+", db_index=False, verbose_name=_("role")
    )
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
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    due_at = models.DateTimeField(_("due at"))
    waiting_until = models.DateTimeField(_("waiting until"), null=True, blank=True)
    waiting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    start_by = models.DateTimeField(
        _("begin by"), null=True, blank=True, help_text=_("The last moment to begin in good time.")
    )
    at_risk = models.DecimalField(
        _("money a day"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("What each day of waiting puts at risk, in the shop’s currency."),
    )
    news = models.JSONField(
        default=list, blank=True, db_default=[], help_text=_("What just changed.")
    )
    need = models.CharField(max_length=80, blank=True)
    subject_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    door = models.CharField(
        max_length=80, blank=True, help_text=_("The name of the page where the work is done.")
    )

    form_key = models.UUIDField(
        null=True, blank=True, editable=False, help_text=_("One sheet, one task.")
    )
    is_set_aside = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Cancelled by a person: its need opens no other until it has gone once."),
    )
    is_by_hand = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text=_("A plan asks for it, and a person says when it is done."),
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
            models.UniqueConstraint(
                fields=["form_key"],
                condition=Q(form_key__isnull=False),
                name="one_task_per_sheet",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "cancelled"]) | Q(ended_at__isnull=False),
                name="ended_task_has_a_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["role", "due_at", "id"],
                condition=Q(status__in=["open", "taken", "waiting"]),
                name="undone_tasks_by_role",
            ),
            models.Index(
                "assignee",
                "priority",
                BEGIN,
                "id",
                include=LOOKED_AT,
                condition=Q(status__in=["open", "taken"], at_risk=None),
                name="tasks_in_hand",
            ),
            models.Index(
                "assignee",
                "priority",
                BEGIN,
                "id",
                include=LOOKED_AT,
                condition=Q(status__in=["open", "taken"], at_risk__isnull=False),
                name="dear_tasks_in_hand",
            ),
            models.Index(
                "role",
                "priority",
                BEGIN,
                "id",
                include=LOOKED_AT,
                condition=Q(status="open", assignee__isnull=True, at_risk=None),
                name="tasks_nobody_has",
            ),
            models.Index(
                "role",
                "priority",
                BEGIN,
                "id",
                include=LOOKED_AT,
                condition=Q(status="open", assignee__isnull=True, at_risk__isnull=False),
                name="dear_tasks_nobody_has",
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

    # Moves

    def take(self, *, by, at):
        """Somebody makes it theirs. Whoever has it keeps it."""
        if self.assignee_id not in {None, by.pk}:
            raise IllegalMove(_("%(person)s already has this task.") % {"person": self.assignee})
        if self.status != self.Status.TAKEN:
            self._change_hands(self.Status.TAKEN, to=by, by=by, at=at)

    def hand_over(self, to, *, by, at, note=""):
        """It becomes somebody else's, with a word about it."""
        if self.assignee_id == to.pk and self.status == self.Status.OPEN:
            return
        self._change_hands(self.Status.OPEN, to=to, by=by, at=at, note=_passed_to(to, note))

    def put_back(self, *, by, at):
        """It goes back to the queue of its role."""
        if self.assignee_id is None and self.status == self.Status.OPEN:
            return
        self._change_hands(self.Status.OPEN, to=None, by=by, at=at)

    def wait(self, *, by, at, until=None, for_person=None, why=""):
        """It rests until a moment or for a person, and stays with whoever put it to rest."""
        if until is None and for_person is None:
            raise Refusal(_("Say until when, or for whom, this waits."))
        if until is not None and until <= at:
            raise Refusal(_("That moment has passed: choose a later one."))
        rests_so = (self.waiting_until, self.waiting_for) == (until, for_person)
        if self.status == self.Status.WAITING and rests_so:
            return
        self._change_hands(
            self.Status.WAITING,
            to=self.assignee or by,
            by=by,
            at=at,
            note=why,
            waiting_until=until,
            waiting_for=for_person,
        )

    def wake(self, *, by, at):
        """What it waited for has come."""
        if self.status != self.Status.WAITING:
            raise IllegalMove(_("This task is not waiting."))
        status = self.Status.TAKEN if self.assignee_id else self.Status.OPEN
        self._change_hands(status, to=self.assignee, by=by, at=at)

    def finish(self, *, by, at):
        """Done, said by a person. What the system can see for itself nobody ticks."""
        if self.need and not self.is_by_hand:
            raise Refusal(
                _("“%(task)s” closes by itself as soon as the shop shows that it is done.")
                % {"task": self}
            )
        self._change_hands(self.Status.DONE, to=self.assignee or by, by=by, at=at, ended_at=at)

    def cancel(self, *, why, by, at):
        """It will not be done. Its need asks again only when it has gone once."""
        if not why.strip():
            raise Refusal(_("Say why this need not be done."))
        self._change_hands(
            self.Status.CANCELLED,
            to=self.assignee,
            by=by,
            at=at,
            note=why,
            ended_at=at,
            is_set_aside=bool(self.need),
        )

    def reopen(self, *, by, at):
        """It was not done after all."""
        same = type(self).objects.undone().of_subject(self.subject_type_id, self.subject_id)
        if self.need and same.filter(need=self.need).exists():
            raise Refusal(_("The same work has been opened again meanwhile."))
        if self.is_undone:
            raise IllegalMove(_("This task is open."))
        self._become(self.Status.OPEN, by=by, at=at, ended_at=None, is_set_aside=False)

    @transaction.atomic
    def _change_hands(self, status, *, to, by, at, note="", **changes):
        """Move, unless it went to somebody else since we looked."""
        same_hands = type(self).objects.select_for_update().filter(assignee=self.assignee_id)
        if same_hands.filter(pk=self.pk).first() is None:
            raise IllegalMove(_("“%(task)s” has just gone to somebody else.") % {"task": self})
        rest = {"waiting_until": None, "waiting_for": None}
        self._become(status, by=by, at=at, note=note, assignee=to, **(rest | changes))

    # Questions

    @property
    def is_undone(self):
        return self.status in self.UNDONE

    @property
    def about(self):
        """What a line says the task is about: of a part, the whole it belongs to."""
        return getattr(self.subject, "part_of", "") or self.subject

    def is_late(self, now):
        return self.is_undone and self.due_at < now

    @property
    def begin_by(self):
        """By when it must be begun, as far as one knows."""
        return self.start_by or self.due_at

    @property
    def what_changed(self):
        """What just changed, in the reader's language: why this is to be done now."""
        return [told(**line) for line in self.news]

    def door_url(self):
        """Where the work is done: the need's door, or the page of the subject."""
        if self.door and self.subject_id:
            return reverse(self.door, args=[self.subject_id])
        return self.subject.get_absolute_url() if self.subject else ""


def _passed_to(person, note):
    return f"{PASSED_TO}{person}: {note}" if note else f"{PASSED_TO}{person}"


class TaskMove(Move):
    subject = models.ForeignKey(Task, models.CASCADE, related_name="moves")

    @property
    def words(self):
        """What happened, in a word."""
        ended = {Task.Status.DONE, Task.Status.CANCELLED}
        if not self.came_from:
            return _("Opened")
        if self.became in ended | {Task.Status.WAITING}:
            return Task.Status(self.became).label
        if self.came_from in ended:
            return _("Reopened")
        if self.note.startswith(PASSED_TO):
            return _("Handed over")
        if self.came_from == Task.Status.WAITING:
            return _("Woken")
        return _("Taken") if self.became == Task.Status.TAKEN else _("Back in the queue")
