"""Mail as it came: kept before anybody tries to understand it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from config.lib.states import Movable, Move
from customer_care.querysets import LetterQuerySet


class Letter(Movable):
    """One mail from the mailbox, byte for byte, and what became of it."""

    class Status(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("mail", "Received")
        TAKEN = "taken", _("Taken in")
        DUPLICATE = "duplicate", _("Came before")
        SET_ASIDE = "set_aside", _("Set aside")
        REJECTED = "rejected", _("Not understood")

    MOVES = {
        Status.RECEIVED: {Status.TAKEN, Status.DUPLICATE, Status.SET_ASIDE, Status.REJECTED},
        Status.SET_ASIDE: {Status.TAKEN},
        Status.REJECTED: {Status.RECEIVED, Status.SET_ASIDE},
    }

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.RECEIVED)
    name = models.CharField(_("name in the mailbox"), max_length=300)
    sender = models.CharField(_("from"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    file = models.FileField(upload_to="letters/%Y/%m", max_length=300, blank=True)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField(_("received at"))
    tries = models.PositiveSmallIntegerField(default=0)  # how often somebody began to read it
    reason = models.CharField(_("why"), max_length=500, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [models.UniqueConstraint(fields=["sha256"], name="one_letter_per_content")]
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(status="received"), name="letters_to_read"
            ),
            models.Index(fields=["status", "-received_at"], name="letters_by_status"),
        ]

    def __str__(self):
        return self.subject or self.name

    def get_absolute_url(self):
        return reverse("customer_care:letter", args=[self.pk])

    # Moves

    def take(self, *, by, at):
        self._become(self.Status.TAKEN, by=by, at=at, reason="")

    def call_duplicate(self, *, at, reason):
        self._become(self.Status.DUPLICATE, by=None, at=at, reason=reason)

    def set_aside(self, *, by, at, reason):
        self._become(self.Status.SET_ASIDE, by=by, at=at, reason=reason)

    def reject(self, *, at, reason):
        self._become(self.Status.REJECTED, by=None, at=at, reason=reason)

    def try_again(self, *, by, at):
        self._become(self.Status.RECEIVED, by=by, at=at, reason="", tries=0)


class LetterMove(Move):
    subject = models.ForeignKey(Letter, models.CASCADE, related_name="moves")
