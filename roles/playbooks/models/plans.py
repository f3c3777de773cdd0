"""A named plan: who does what, how long it takes, and what waits for what."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Playbook(models.Model):
    """A plan with a name. What it says is in its editions: a run keeps the one it began with."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("what it is for"), blank=True)
    about = models.ForeignKey(
        ContentType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("about"),
        help_text=_("The kind of record a run works on. Empty: any."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")

    def __str__(self):
        return gettext(self.title)

    def get_absolute_url(self):
        return reverse("playbooks:playbook", args=[self.key])

    def current(self):
        """The newest published edition: the one that a run begins with."""
        published = self.editions.filter(published_at__isnull=False)
        return published.order_by("-number").first()

    def in_the_making(self):
        return self.editions.filter(published_at=None).first()


class Edition(models.Model):
    """One version of a playbook. Published, it never changes; a change is the next one."""

    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField(_("version"))
    note = models.TextField(_("what is new"), blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["playbook", "number"], name="one_edition_per_number"),
            models.UniqueConstraint(
                fields=["playbook"],
                condition=Q(published_at=None),
                name="one_edition_in_the_making",
            ),
        ]

    def __str__(self):
        return f"{self.playbook} {self.number}"

    @property
    def is_published(self):
        return self.published_at is not None


class Step(models.Model):
    """One thing a role does in a playbook: how long it takes, and what proves it done."""

    class Begins(models.TextChoices):
        WHEN_FREE = "when_free", _("As soon as nothing holds it up")
        AFTER_START = "after_start", _("So many working days after the start")
        BEFORE_END = "before_end", _("So many working days before the end")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="steps")
    key = models.SlugField(_("key"), max_length=60)
    title = models.CharField(_("title"), max_length=150)
    how = models.TextField(_("what to do"), blank=True)
    role = models.ForeignKey("team.Role", models.PROTECT, related_name="+", verbose_name=_("role"))
    lead_hours = models.DecimalField(
        _("lead time (working hours)"), max_digits=6, decimal_places=2, default=8
    )
    effort_hours = models.DecimalField(
        _("hours of work"), max_digits=6, decimal_places=2, default=1
    )
    begins = models.CharField(_("begins"), max_length=20, choices=Begins, default=Begins.WHEN_FREE)
    offset_days = models.PositiveSmallIntegerField(_("working days"), default=0)
    evidence = models.SlugField(
        _("evidence"),
        max_length=60,
        blank=True,
        help_text=_("What proves it done. Empty: a person says so."),
    )
    is_gate = models.BooleanField(_("needed for the gate"), default=True)
    checklist = models.TextField(_("checklist"), blank=True, help_text=_("One line each."))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="one_step_per_key"),
            models.CheckConstraint(
                condition=Q(lead_hours__gte=0, effort_hours__gte=0),
                name="step_takes_no_less_than_0",
            ),
        ]

    def __str__(self):
        return gettext(self.title)

    @property
    def checks(self):
        """The checklist, line by line."""
        return [line.strip() for line in self.checklist.splitlines() if line.strip()]


class Wait(models.Model):
    """A step begins only when another has ended, and so many working hours have passed."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="waits")
    after = models.ForeignKey(Step, models.CASCADE, related_name="followers")
    lag_hours = models.DecimalField(
        _("and then (working hours)"), max_digits=6, decimal_places=2, default=0
    )

    class Meta:
        verbose_name = _("wait")
        verbose_name_plural = _("waits")
        constraints = [
            models.UniqueConstraint(fields=["step", "after"], name="one_wait_per_pair"),
            models.CheckConstraint(condition=~Q(step=F("after")), name="no_step_awaits_itself"),
            models.CheckConstraint(condition=Q(lag_hours__gte=0), name="no_lag_runs_backwards"),
        ]

    def __str__(self):
        return f"{self.after} → {self.step}"
