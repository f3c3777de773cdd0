"""A playbook at work on one subject, and each of its steps."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from config.lib.states import Movable, Move
from roles.playbooks.models.plans import Edition, Playbook, Step
from roles.playbooks.querysets import RunQuerySet, RunStepQuerySet
from roles.tasks.querysets import role_ids_of


class Run(Movable):
    """One playbook at work on one subject. Its plan is what the last look made of it."""

    class Status(models.TextChoices):
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")
        CANCELLED = "cancelled", pgettext_lazy("run", "Cancelled")

    MOVES = {Status.RUNNING: {Status.ENDED, Status.CANCELLED}}

    playbook = models.ForeignKey(Playbook, models.PROTECT, related_name="runs")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="runs")
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.RUNNING)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    ends_at = models.DateTimeField(_("must be ready by"))
    goal = models.CharField(_("goal"), max_length=80, blank=True)
    started_at = models.DateTimeField(_("started at"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True, editable=False)
    planned_at = models.DateTimeField(null=True, blank=True, editable=False)
    planned_end_at = models.DateTimeField(_("expected"), null=True, blank=True, editable=False)
    promise_at = models.DateTimeField(_("promised"), null=True, blank=True, editable=False)
    slack_hours = models.DecimalField(
        _("slack"), max_digits=8, decimal_places=2, null=True, blank=True, editable=False
    )
    chance = models.DecimalField(
        _("chance"), max_digits=4, decimal_places=3, null=True, blank=True, editable=False
    )
    at_risk = models.DecimalField(
        _("money a day"), max_digits=12, decimal_places=2, null=True, blank=True, editable=False
    )
    plan_key = models.CharField(
        max_length=32, blank=True, editable=False, help_text=_("What the plan was made of.")
    )
    chance_key = models.CharField(
        max_length=32, blank=True, editable=False, help_text=_("The plan the chance is of.")
    )
    gate_yes = models.PositiveSmallIntegerField(default=0, editable=False)
    gate_all = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        permissions = [("lead_run", "Can start, waive and move steps")]
        constraints = [
            models.UniqueConstraint(
                fields=["playbook", "subject_type", "subject_id"],
                condition=Q(status="running"),
                name="one_live_run_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(status="running") | Q(ended_at__isnull=False),
                name="ended_run_has_a_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"], condition=Q(status="running"), name="live_runs_by_end"
            ),
            models.Index(fields=["subject_type", "subject_id"], name="runs_by_subject"),
        ]

    def __str__(self):
        return f"{self.playbook}: {self.subject or self.subject_id}"

    def get_absolute_url(self):
        return reverse("playbooks:run", args=[self.pk])

    @property
    def chance_is_of_its_plan(self):
        """No: the plan has changed, and the chance to keep it is drawn anew within a minute."""
        return self.chance_key == self.plan_key

    @property
    def gate_is_open(self):
        """It asks for something, and all of it holds, as of the last look."""
        return self.gate_yes == self.gate_all > 0


class RunMove(Move):
    subject = models.ForeignKey(Run, models.CASCADE, related_name="moves")


class RunStep(Movable):
    """One step of a run: when it can and must be done, who does it, and what its evidence says."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READY = "ready", _("Ready")
        DOING = "doing", _("Doing")
        DONE = "done", _("Done")
        WAIVED = "waived", _("Waived")
        SKIPPED = "skipped", _("Skipped")

    MOVES = {
        Status.WAITING: {Status.READY, Status.WAIVED, Status.SKIPPED},
        Status.READY: {
            Status.DOING,
            Status.DONE,
            Status.WAITING,
            Status.WAIVED,
            Status.SKIPPED,
        },
        Status.DOING: {
            Status.READY,
            Status.DONE,
            Status.WAITING,
            Status.WAIVED,
            Status.SKIPPED,
        },
        Status.DONE: {Status.READY, Status.WAITING},
        Status.WAIVED: {Status.READY, Status.WAITING},
        Status.SKIPPED: {Status.READY, Status.WAITING},
    }
    OPEN = (Status.READY, Status.DOING)
    PASSED = (Status.DONE, Status.WAIVED, Status.SKIPPED)

    run = models.ForeignKey(Run, models.CASCADE, related_name="steps")
    step = models.ForeignKey(Step, models.PROTECT, related_name="+")
    part_of = models.CharField(
        max_length=200, blank=True, help_text=_("What the run is about, as it was called.")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.WAITING)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assignee"),
    )
    ready_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Done, waived or skipped: since when nothing waits.")
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who said so; nobody, where its evidence did."),
    )
    worked_hours = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Working hours from ready to done, on the calendar of who did it."),
    )
    checked = models.JSONField(
        default=list, blank=True, help_text=_("The lines of the checklist that are ticked.")
    )
    news = models.JSONField(default=list, blank=True, help_text=_("What just changed."))

    # The plan as of the last look, and as it was first agreed.
    earliest_start_at = models.DateTimeField(null=True, blank=True)
    earliest_end_at = models.DateTimeField(null=True, blank=True)
    latest_start_at = models.DateTimeField(null=True, blank=True)
    latest_end_at = models.DateTimeField(null=True, blank=True)
    slack_hours = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    is_critical = models.BooleanField(default=False)
    agreed_start_at = models.DateTimeField(null=True, blank=True)
    agreed_end_at = models.DateTimeField(null=True, blank=True)

    # What its evidence answers, and since when. `says` is empty where it could not be asked.
    says = models.BooleanField(null=True, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    sentence = models.TextField(blank=True)
    figures = models.JSONField(default=dict, blank=True)
    lines = models.JSONField(default=list, blank=True)
    repairs = models.JSONField(default=list, blank=True)

    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    waived_why = models.TextField(blank=True)
    waived_risk = models.TextField(blank=True)

    objects = RunStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a run")
        verbose_name_plural = _("steps of runs")
        constraints = [
            models.UniqueConstraint(fields=["run", "step"], name="one_run_step_per_step"),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(done_at__isnull=False), name="done_step_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(status="waived") | ~Q(waived_why=""), name="waived_step_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["run"], condition=Q(status__in=["ready", "doing"]), name="open_run_steps"
            ),
            models.Index(
                fields=["step", "done_at"], condition=Q(status="done"), name="run_steps_by_end"
            ),
        ]

    def __str__(self):
        return str(self.step)

    def get_absolute_url(self):
        return reverse("playbooks:step", args=[self.pk])

    @property
    def is_open(self):
        return self.status in self.OPEN

    @property
    def is_passed(self):
        return self.status in self.PASSED

    @property
    def holds(self):
        """Whether the gate may open, as far as this step goes: proven, said, or waived."""
        if self.status in {self.Status.WAIVED, self.Status.SKIPPED}:
            return True
        return self.says is True if self.step.evidence else self.status == self.Status.DONE

    def may_be_worked_by(self, user):
        """Theirs, their hats’, or anybody’s for who leads runs. Machines may."""
        if user is None or self.assignee_id == user.pk:
            return True
        return self.step.role_id in role_ids_of(user) or user.has_perm("playbooks.lead_run")

    @property
    def unticked(self):
        """The lines of the checklist that nobody has ticked yet."""
        return [line for line in self.step.checks if line not in self.checked]


class RunStepMove(Move):
    subject = models.ForeignKey(RunStep, models.CASCADE, related_name="moves")
