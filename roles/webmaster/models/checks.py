"""Addresses of the shop that must answer, and what they answered."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.lib.search import searchable
from roles.webmaster.querysets import (
    FAILING,
    CheckDayQuerySet,
    CheckResultQuerySet,
    SiteCheckQuerySet,
)


class Problem(models.TextChoices):
    """Why an address did not answer as it should."""

    BAD_ADDRESS = "bad_address", _("This is no address of a page")
    NOT_OURS = "not_ours", _("The host is none of our channels’")
    NOT_PUBLIC = "not_public", _("The host leads into a private network")
    UNKNOWN_HOST = "unknown_host", _("The host is not known")
    NO_ANSWER = "no_answer", _("Nobody answers")
    CERTIFICATE = "certificate", _("The certificate is not valid")
    TOO_LATE = "too_late", _("No whole answer within five seconds")
    REDIRECTS = "redirects", _("It is sent on too often")
    STATUS = "status", _("The page answers with an error")
    TEXT = "text", _("The expected text is missing")
    SLOW = "slow", _("The first byte comes too late")
    BIG = "big", _("The page is too big")


class SiteCheck(models.Model):
    """One address that must answer, quickly and with the right words, every few minutes."""

    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=1000)
    expects = models.TextField(
        _("expected text"),
        blank=True,
        help_text=_("One a line; each must stand in the page. Such as the code of a coupon."),
    )
    every_minutes = models.PositiveSmallIntegerField(
        _("every (minutes)"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
    )
    first_byte_within_ms = models.PositiveIntegerField(
        _("first byte within (ms)"),
        null=True,
        blank=True,
        default=1500,
        validators=[MinValueValidator(1), MaxValueValidator(5000)],
    )
    at_most_kb = models.PositiveIntegerField(
        _("at most (kB)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    is_active = models.BooleanField(_("on"), default=True)
    until_at = models.DateTimeField(_("until"), null=True, blank=True)
    subject_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    key = models.SlugField(
        max_length=40, blank=True, help_text=_("What of its subject it watches, such as landing.")
    )

    # What it answered last.
    next_at = models.DateTimeField(_("next"))
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    passed_at = models.DateTimeField(_("passed at"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failing_since_at = models.DateTimeField(_("failing since"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=20, choices=Problem, blank=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    first_byte_ms = models.PositiveIntegerField(_("first byte (ms)"), null=True, blank=True)
    size_bytes = models.PositiveIntegerField(_("size"), null=True, blank=True)
    certificate_until_at = models.DateTimeField(_("certificate until"), null=True, blank=True)

    search = searchable("name", "address")

    objects = SiteCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("site check")
        verbose_name_plural = _("site checks")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "key"],
                condition=Q(subject_id__isnull=False),
                name="one_check_per_subject_and_key",
            ),
            models.CheckConstraint(
                condition=Q(every_minutes__range=(1, 1440)), name="check_comes_round"
            ),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since_at=None)
                | Q(failures__gt=0, failing_since_at__isnull=False),
                name="failing_check_has_a_beginning",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="check_search"),
            models.Index(fields=["next_at"], condition=Q(is_active=True), name="checks_to_ask"),
            models.Index(fields=["subject_type", "subject_id"], name="checks_by_subject"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("webmaster:check", args=[self.pk])

    # Questions

    @property
    def texts(self):
        """What must stand in the page, each by itself."""
        return [line.strip() for line in self.expects.splitlines() if line.strip()]

    @property
    def is_failing(self):
        return self.is_active and self.failures >= FAILING

    def is_over(self, now):
        return self.until_at is not None and self.until_at <= now


class CheckResult(models.Model):
    """One answer of one address. Kept for two weeks; its day is kept longer."""

    check_of = models.ForeignKey(SiteCheck, models.CASCADE, related_name="results")
    asked_at = models.DateTimeField()
    problem = models.CharField(max_length=20, choices=Problem, blank=True)
    note = models.CharField(max_length=300, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    first_byte_ms = models.PositiveIntegerField(null=True, blank=True)
    size_bytes = models.PositiveIntegerField(null=True, blank=True)

    objects = CheckResultQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["check_of", "-asked_at"], name="answers_by_check"),
            models.Index(fields=["asked_at"], name="answers_by_age"),
        ]

    def __str__(self):
        return self.get_problem_display() or str(self.status)


class CheckDay(models.Model):
    """One day of one address: how often it was asked, and how well it answered."""

    check_of = models.ForeignKey(SiteCheck, models.CASCADE, related_name="days")
    date = models.DateField()
    asked = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    timed = models.PositiveIntegerField(default=0, help_text=_("Answers whose first byte came."))
    first_byte_sum_ms = models.BigIntegerField(default=0)

    objects = CheckDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_of", "date"], name="one_day_per_check")
        ]
        indexes = [models.Index(fields=["date"], name="check_days_by_age")]

    def __str__(self):
        return f"{self.check_of} {self.date}"
