"""What the designer shows: numbered proofs, their pictures, and what is pinned on them."""

from decimal import Decimal
from pathlib import PurePosixPath

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from roles.graphic_designer.models.briefs import Brief, Piece

MIDDLE = Decimal(50)
PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


def a_name_nobody_guesses(picture, name):
    """Where a picture is stored: nothing of the name it came with is kept on the disk."""
    token = get_random_string(32).lower()
    return f"proofs/{token[:2]}/{token}{PurePosixPath(name).suffix}"


class Proof(models.Model):
    """One round: the pictures of a brief as they are shown for approval."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="proofs")
    number = models.PositiveSmallIntegerField(_("number"))
    begun_at = models.DateTimeField(_("begun at"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        constraints = [
            models.UniqueConstraint(fields=["brief", "number"], name="one_proof_per_number")
        ]

    def __str__(self):
        return f"{self.brief} · {self.number}"


class Picture(models.Model):
    """A file of a proof: the master, the picture of one format, or a cut of the master for it."""

    proof = models.ForeignKey(Proof, models.CASCADE, related_name="pictures")
    piece = models.ForeignKey(Piece, models.CASCADE, null=True, blank=True, related_name="pictures")
    file = models.FileField(upload_to=a_name_nobody_guesses, max_length=120)
    small = models.FileField(upload_to=a_name_nobody_guesses, max_length=120)
    name = models.CharField(_("name"), max_length=100, blank=True)
    kind = models.CharField(max_length=5)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    weight = models.PositiveIntegerField(help_text=_("Bytes"))
    is_cut = models.BooleanField(default=False)
    focus_x = models.DecimalField(max_digits=5, decimal_places=2, default=MIDDLE)
    focus_y = models.DecimalField(max_digits=5, decimal_places=2, default=MIDDLE)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.UniqueConstraint(
                fields=["proof", "piece"], nulls_distinct=False, name="one_picture_per_format"
            ),
            models.CheckConstraint(
                condition=Q(is_cut=False) | Q(piece__isnull=False), name="a_cut_is_for_a_format"
            ),
        ]
        indexes = [models.Index(fields=["file"], name="pictures_by_file")]

    def __str__(self):
        return self.name or f"{self.width} × {self.height}"

    def get_absolute_url(self):
        return reverse("graphic_designer:picture", args=[self.pk])

    @property
    def size(self):
        return (self.width, self.height)

    @property
    def is_master(self):
        return self.piece_id is None


class Pin(models.Model):
    """What somebody said about a picture, and to which point of it they pointed."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="pins")
    x = models.DecimalField(max_digits=5, decimal_places=2, null=True, validators=PERCENT)
    y = models.DecimalField(max_digits=5, decimal_places=2, null=True, validators=PERCENT)
    text = models.TextField(_("comment"), max_length=2000)
    pinned_at = models.DateTimeField()
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(x__isnull=True, y__isnull=True)
                | Q(x__isnull=False, y__isnull=False, x__range=(0, 100), y__range=(0, 100)),
                name="a_pin_is_on_the_picture",
            )
        ]

    def __str__(self):
        return self.text
