"""What goes out to the shop and when, and when nothing may."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from config.lib.states import Movable, Move
from roles.webmaster.models.journeys import Journey
from roles.webmaster.querysets import FreezeQuerySet, ReleaseQuerySet


class Freeze(models.Model):
    """A time in which the shop stays as it is: a campaign is live, or the season is high."""

    subject_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"))
    why = models.CharField(_("why"), max_length=200)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = FreezeQuerySet.as_manager()

    class Meta:
        verbose_name = _("freeze")
        verbose_name_plural = _("freezes")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(subject_id__isnull=False),
                name="one_freeze_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at")), name="freeze_ends_after_its_start"
            ),
        ]
        indexes = [models.Index(fields=["until_at", "from_at"], name="freezes_by_end")]

    def __str__(self):
        return self.why


class Release(Movable):
    """A change that goes out to the shop, on the day it was planned for."""

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("release", "Planned")
        RELEASED = "released", _("Released")
        ROLLED_BACK = "rolled_back", _("Rolled back")
        CANCELLED = "cancelled", pgettext_lazy("release", "Cancelled")

    MOVES = {
        Status.PLANNED: {Status.RELEASED, Status.CANCELLED},
        Status.RELEASED: {Status.ROLLED_BACK},
        Status.CANCELLED: {Status.PLANNED},
    }

    title = models.CharField(_("release"), max_length=120)
    what = models.TextField(_("what changes"), blank=True)
    journeys = ArrayField(
        models.CharField(max_length=20), verbose_name=_("touches"), default=list, blank=True
    )
    channel = models.ForeignKey(
        "catalog.Channel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("channel"),
        help_text=_("Empty: all of them."),
    )
    status = models.CharField(_("state"), max_length=20, choices=Status, default=Status.PLANNED)
    planned_at = models.DateTimeField(_("planned for"))
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("written down at"))
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    rolled_back_at = models.DateTimeField(_("rolled back at"), null=True, blank=True)
    form_key = models.UUIDField(
        null=True, blank=True, unique=True, editable=False, help_text=_("One sheet, one release.")
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        permissions = [("waive_freeze", "Can let a release through a freeze")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["released", "rolled_back"]) | Q(released_at__isnull=False),
                name="released_release_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="rolled_back") | Q(rolled_back_at__isnull=False),
                name="rolled_back_release_has_a_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["planned_at"], condition=Q(status="planned"), name="planned_releases"
            ),
            models.Index(fields=["-planned_at", "-id"], name="releases_by_day"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("webmaster:release", args=[self.pk])

    # Moves

    def go_out(self, *, by, at):
        self._become(self.Status.RELEASED, by=by, at=at, released_at=at)

    def roll_back(self, *, note, by, at):
        """The shop is again as it was before."""
        self._become(self.Status.ROLLED_BACK, by=by, at=at, note=note, rolled_back_at=at)

    def cancel(self, *, note="", by, at):
        self._become(self.Status.CANCELLED, by=by, at=at, note=note)

    # Questions

    @property
    def touched(self):
        """The stretches of a buyer's way it touches, in words."""
        return ", ".join(str(label) for key, label in Journey.choices if key in self.journeys)


class ReleaseMove(Move):
    subject = models.ForeignKey(Release, models.CASCADE, related_name="moves")


class Waiver(models.Model):
    """One release may go out in one freeze, because somebody who may say so has said why.

    It stays on record when its freeze has been lifted.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="waivers")
    freeze = models.ForeignKey(Freeze, models.SET_NULL, null=True, related_name="waivers")
    freeze_why = models.CharField(_("freeze"), max_length=200)  # as it was called at the time
    why = models.TextField(_("why"))
    waived_at = models.DateTimeField()
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            models.UniqueConstraint(fields=["release", "freeze"], name="one_waiver_per_freeze"),
            models.CheckConstraint(condition=~Q(why=""), name="freeze_waiver_says_why"),
        ]

    def __str__(self):
        return self.why
