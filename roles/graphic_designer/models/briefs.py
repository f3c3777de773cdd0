"""A brief: pictures somebody needs, in which sizes, with which words, until when."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.lib.states import Movable, Move
from roles.graphic_designer import formats
from roles.graphic_designer.querysets import BriefQuerySet
from roles.team.eyes import FourEyes
from roles.team.models import User


class Brief(FourEyes, Movable):
    """The pictures of one record for one medium: asked for, made in proofs, approved."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked for")
        IN_WORK = "in_work", _("In work")
        SUBMITTED = "submitted", _("Sent to approval")
        CHANGES_REQUESTED = "changes", _("Changes requested")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    MOVES = {
        Status.ASKED: {Status.IN_WORK, Status.WITHDRAWN},
        Status.IN_WORK: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {
            Status.APPROVED,
            Status.CHANGES_REQUESTED,
            Status.IN_WORK,
            Status.WITHDRAWN,
        },
        Status.CHANGES_REQUESTED: {Status.IN_WORK, Status.WITHDRAWN},
        Status.APPROVED: {Status.CHANGES_REQUESTED},
    }
    OPEN = (Status.ASKED, Status.IN_WORK, Status.SUBMITTED, Status.CHANGES_REQUESTED)
    EDITABLE = (Status.ASKED, Status.IN_WORK, Status.CHANGES_REQUESTED)

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", db_index=False)
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    about = models.CharField(
        _("about"), max_length=300, help_text=_("What the record was called when it was asked.")
    )
    medium = models.CharField(_("medium"), max_length=20, choices=formats.MEDIA)
    language = models.CharField(
        _("language of the words on it"),
        max_length=2,
        blank=True,
        help_text=_("Empty: the same picture for every language."),
    )
    languages = ArrayField(
        models.CharField(max_length=2), default=list, verbose_name=_("described in")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.ASKED)
    wish = models.TextField(_("what it should show"), blank=True)
    copy = models.TextField(_("words on the picture"), blank=True)
    due_at = models.DateTimeField(_("due at"))
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)

    objects = BriefQuerySet.as_manager()

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("briefs")
        permissions = [
            ("approve_brief", "Can approve pictures"),
            ("approve_product_picture", "Can approve product pictures"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "medium", "language"],
                condition=Q(status__in=["asked", "in_work", "submitted", "changes"]),
                name="one_open_brief_per_medium",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_at__isnull=False),
                name="approved_brief_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="briefs_by_subject"),
            models.Index(
                fields=["status", "due_at"],
                condition=Q(status__in=["asked", "in_work", "submitted", "changes"]),
                name="open_briefs_by_deadline",
            ),
            models.Index(
                fields=["approved_at"],
                condition=Q(status="approved"),
                name="briefs_by_approval",
            ),
        ]

    def __str__(self):
        tongue = f" {self.language.upper()}" if self.language else ""
        return f"{gettext(self.get_medium_display())}{tongue}: {self.about}"

    def get_absolute_url(self):
        return reverse("graphic_designer:brief", args=[self.pk])

    # Moves

    def begin(self, *, by, at):
        """The first picture of a proof is there."""
        self._become(self.Status.IN_WORK, by=by, at=at)

    def submit(self, *, by, at, note=""):
        self._become(self.Status.SUBMITTED, by=by, at=at, note=note, second_look_at=None)

    def take_back(self, *, by, at):
        """The designer has thought of something better."""
        self._become(self.Status.IN_WORK, by=by, at=at)

    def request_changes(self, *, note, by, at):
        """Also what was approved can go back: the campaign's words have changed."""
        self._become(self.Status.CHANGES_REQUESTED, by=by, at=at, note=note, approved_at=None)

    def approve(self, *, by, at, note=""):
        self._become(self.Status.APPROVED, by=by, at=at, note=note, approved_at=at)

    def withdraw(self, *, by, at, note=""):
        """Nobody needs it any more."""
        self._become(self.Status.WITHDRAWN, by=by, at=at, note=note)

    # Questions

    def is_editable(self):
        return self.status in self.EDITABLE

    def is_late(self, *, now):
        return self.status in self.OPEN and self.due_at < now

    def is_for_a_product(self):
        """Its pictures fall into the catalogue; marketing does not decide about them."""
        return self.medium == formats.PRODUCT

    def makers(self):
        """Who made a picture of it, or told in words what it shows."""
        drawn, told = self.proofs.values("pictures__added_by"), self.alt_texts.values("written_by")
        return User.objects.filter(Q(pk__in=drawn) | Q(pk__in=told))

    def approved_with(self):
        right = "approve_product_picture" if self.is_for_a_product() else "approve_brief"
        return f"graphic_designer.{right}"


class BriefMove(Move):
    subject = models.ForeignKey(Brief, models.CASCADE, related_name="moves")


class Piece(models.Model):
    """One picture a brief asks for: its pixels, and what it may weigh. Kept as it was asked."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="pieces")
    key = models.SlugField(max_length=30)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    max_kb = models.PositiveIntegerField(_("weight at most (kB)"))
    kinds = ArrayField(models.CharField(max_length=5), verbose_name=_("kinds of file"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("format")
        verbose_name_plural = _("formats")
        constraints = [
            models.UniqueConstraint(fields=["brief", "key"], name="one_piece_per_format"),
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0, max_kb__gt=0), name="piece_has_a_size"
            ),
        ]

    def __str__(self):
        return f"{formats.title_of(self.brief.medium, self.key)} {self.width} × {self.height}"

    @property
    def title(self):
        return formats.title_of(self.brief.medium, self.key)

    @property
    def size(self):
        return (self.width, self.height)


class AltText(models.Model):
    """What somebody who cannot see the picture is told, in one language."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="alt_texts")
    language = models.CharField(_("language"), max_length=2)
    text = models.CharField(_("alternative text"), max_length=500)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("alternative text")
        verbose_name_plural = _("alternative texts")
        constraints = [
            models.UniqueConstraint(fields=["brief", "language"], name="one_alt_text_per_language")
        ]

    def __str__(self):
        return self.text
