from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from config.lib.states import Movable, Move
from roles.team.eyes import FourEyes
from roles.team.models import User
from roles.web_writer.querysets import DraftQuerySet


class Draft(FourEyes, Movable):
    """A product's next text in one language, until it is approved and falls into the catalogue."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", pgettext_lazy("draft", "Sent to approval")
        CHANGES_REQUESTED = "changes", _("Changes requested")
        APPROVED = "approved", pgettext_lazy("draft", "Approved")
        THROWN_AWAY = "thrown", _("Thrown away")

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.THROWN_AWAY},
        Status.SUBMITTED: {Status.CHANGES_REQUESTED, Status.APPROVED, Status.DRAFT},
        Status.CHANGES_REQUESTED: {Status.SUBMITTED, Status.THROWN_AWAY},
    }
    OPEN = (Status.DRAFT, Status.SUBMITTED, Status.CHANGES_REQUESTED)
    EDITABLE = (Status.DRAFT, Status.CHANGES_REQUESTED)
    WORDS = ("title", "body", "meta_description", "keyword")

    product = models.ForeignKey("catalog.Product", models.CASCADE, related_name="+")
    language = models.CharField(_("language"), max_length=2)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    title = models.CharField(_("title"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    meta_description = models.CharField(_("meta description"), max_length=500, blank=True)
    keyword = models.CharField(_("keyword"), max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    begun_at = models.DateTimeField(_("begun at"))
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        permissions = [("approve_draft", "Can approve a draft")]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "language"],
                condition=Q(status__in=["draft", "submitted", "changes"]),
                name="one_open_draft_per_language",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_at__isnull=False),
                name="approved_draft_has_a_date",
            ),
        ]
        indexes = [models.Index(fields=["approved_at"], name="drafts_by_approval")]

    def __str__(self):
        return f"{self.title or self.product} ({self.language})"

    def get_absolute_url(self):
        return reverse("web_writer:draft", args=[self.pk])

    # Moves

    def submit(self, *, by, at):
        self._become(self.Status.SUBMITTED, by=by, at=at, second_look_at=None)

    def take_back(self, *, by, at):
        """The writer has thought of something better."""
        self._become(self.Status.DRAFT, by=by, at=at)

    def request_changes(self, *, note, by, at):
        self._become(self.Status.CHANGES_REQUESTED, by=by, at=at, note=note)

    def approve(self, *, by, at, note=""):
        self._become(self.Status.APPROVED, by=by, at=at, note=note, approved_at=at)

    def throw_away(self, *, by, at):
        """The shop keeps what it says now; the words stay in this row's history."""
        self._become(self.Status.THROWN_AWAY, by=by, at=at)

    # Questions

    def is_editable(self):
        return self.status in self.EDITABLE

    def makers(self):
        return User.objects.filter(Q(pk=self.author_id) | Q(pk__in=self.writers.values("pk")))

    def approved_with(self):
        return "web_writer.approve_draft"

    def words(self):
        """What was written, by field."""
        return {field: getattr(self, field) for field in self.WORDS}


class DraftMove(Move):
    subject = models.ForeignKey(Draft, models.CASCADE, related_name="moves")
