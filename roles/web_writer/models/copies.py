"""A campaign's texts: what an ad, a letter, a page or a post says of it, within their limits."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.media import Medium
from config.lib.states import Movable, Move
from roles.team.eyes import FourEyes
from roles.web_writer import limits
from roles.web_writer.querysets import CopyQuerySet

VARIANTS = "ABCD"


class Copy(FourEyes, Movable):
    """One variant of what is said of a record in a medium and a language."""

    class Status(models.TextChoices):
        TO_WRITE = "to_write", _("To write")
        SUBMITTED = "submitted", _("Sent to approval")
        CHANGES_REQUESTED = "changes", _("Changes requested")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    MOVES = {
        Status.TO_WRITE: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {
            Status.APPROVED,
            Status.CHANGES_REQUESTED,
            Status.TO_WRITE,
            Status.WITHDRAWN,
        },
        Status.CHANGES_REQUESTED: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.APPROVED: {Status.CHANGES_REQUESTED},
    }
    OPEN = (Status.TO_WRITE, Status.SUBMITTED, Status.CHANGES_REQUESTED)
    EDITABLE = (Status.TO_WRITE, Status.CHANGES_REQUESTED)

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", db_index=False)
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    about = models.CharField(
        _("about"), max_length=300, help_text=_("What the record was called when it was asked.")
    )
    medium = models.CharField(_("medium"), max_length=20, choices=Medium)
    language = models.CharField(_("language"), max_length=2)
    variant = models.CharField(_("variant"), max_length=1, default="A")
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.TO_WRITE)
    words = models.JSONField(default=dict, help_text=_("By field of the medium."))
    brief = models.TextField(_("brief"), blank=True)
    version = models.PositiveIntegerField(default=1)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    due_at = models.DateTimeField(_("due at"))
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign text")
        verbose_name_plural = _("campaign texts")
        permissions = [("approve_copy", "Can approve a campaign text")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "medium", "language", "variant"],
                condition=~Q(status="withdrawn"),
                name="one_copy_per_variant",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_at__isnull=False),
                name="approved_copy_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(variant__in=list(VARIANTS)), name="copy_has_a_known_variant"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="copies_by_subject"),
            models.Index(
                fields=["status", "due_at"],
                condition=Q(status__in=["to_write", "submitted", "changes"]),
                name="open_copies_by_deadline",
            ),
        ]

    def __str__(self):
        medium = gettext(self.get_medium_display())
        return f"{medium} {self.language.upper()} {self.variant}: {self.about}"

    def get_absolute_url(self):
        return reverse("web_writer:copy", args=[self.pk])

    # Moves

    def submit(self, *, by, at):
        self._become(self.Status.SUBMITTED, by=by, at=at, second_look_at=None)

    def take_back(self, *, by, at):
        """The writer has thought of something better."""
        self._become(self.Status.TO_WRITE, by=by, at=at)

    def request_changes(self, *, note, by, at):
        """Also what was approved can go back: the offer has changed."""
        self._become(self.Status.CHANGES_REQUESTED, by=by, at=at, note=note, approved_at=None)

    def approve(self, *, by, at, note=""):
        self._become(self.Status.APPROVED, by=by, at=at, note=note, approved_at=at)

    def withdraw(self, *, by, at, note=""):
        """Nobody needs it any more."""
        self._become(self.Status.WITHDRAWN, by=by, at=at, note=note)

    # Questions

    def is_editable(self):
        return self.status in self.EDITABLE

    def makers(self):
        return self.writers.all()

    def approved_with(self):
        return "web_writer.approve_copy"

    def first_words(self):
        """What it begins with, to know it again in a list."""
        said = (self.words.get(field.key, "").strip() for field in limits.of(self.medium))
        return next((text for text in said if text), "")


class CopyMove(Move):
    subject = models.ForeignKey(Copy, models.CASCADE, related_name="moves")
