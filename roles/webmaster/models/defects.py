"""Something on the shop does not work, and what that costs."""

from decimal import Decimal

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.lib.search import searchable
from config.lib.states import Movable, Move
from roles.webmaster.models.journeys import Journey
from roles.webmaster.models.releases import Release
from roles.webmaster.querysets import DefectQuerySet

WHOLE = Decimal(100)
A_SHARE = [MinValueValidator(0), MaxValueValidator(WHOLE)]


class Defect(Movable):
    """Something on the shop that does not work as it should, ranked by the money it loses."""

    class Status(models.TextChoices):
        REPORTED = "reported", _("Reported")
        ACCEPTED = "accepted", _("Accepted")
        FIXING = "fixing", _("Being fixed")
        FIXED = "fixed", _("Fixed")
        VERIFIED = "verified", _("Verified")
        DECLINED = "declined", _("Declined")
        DUPLICATE = "duplicate", _("Duplicate")

    MOVES = {
        Status.REPORTED: {Status.ACCEPTED, Status.DECLINED, Status.DUPLICATE},
        Status.ACCEPTED: {Status.FIXING, Status.DECLINED, Status.DUPLICATE},
        Status.FIXING: {Status.FIXED, Status.ACCEPTED, Status.DECLINED, Status.DUPLICATE},
        Status.FIXED: {Status.VERIFIED, Status.FIXING, Status.ACCEPTED},
        Status.VERIFIED: {Status.ACCEPTED},
        Status.DECLINED: {Status.REPORTED},
        Status.DUPLICATE: {Status.REPORTED},
    }
    BROKEN = (Status.REPORTED, Status.ACCEPTED, Status.FIXING)
    OPEN = (*BROKEN, Status.FIXED)
    CAME_WITH_A_RELEASE = (Status.FIXED, Status.VERIFIED)

    title = models.CharField(_("what is wrong"), max_length=200)
    details = models.TextField(_("what one sees, and how to see it again"), blank=True)
    journey = models.CharField(_("where"), max_length=20, choices=Journey, default=Journey.OTHER)
    page = models.CharField(_("page"), max_length=1000, blank=True)
    channel = models.ForeignKey(
        "catalog.Channel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("channel"),
        help_text=_("Empty: all of them."),
    )
    touched_percent = models.DecimalField(
        _("of all sessions it touches (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=A_SHARE,
    )
    lost_percent = models.DecimalField(
        _("of those, sales lost (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=A_SHARE,
    )
    status = models.CharField(_("state"), max_length=20, choices=Status, default=Status.REPORTED)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who fixes it"),
    )
    release = models.ForeignKey(
        Release,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="defects",
        verbose_name=_("fixed by release"),
    )
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    subject_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    reported_at = models.DateTimeField(_("reported at"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    fixed_at = models.DateTimeField(_("fixed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    form_key = models.UUIDField(
        null=True, blank=True, unique=True, editable=False, help_text=_("One sheet, one defect.")
    )

    search = searchable("title", "page")

    objects = DefectQuerySet.as_manager()

    class Meta:
        verbose_name = _("defect")
        verbose_name_plural = _("defects")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["verified", "declined", "duplicate"])
                | Q(ended_at__isnull=False),
                name="ended_defect_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["fixed", "verified"]) | Q(fixed_at__isnull=False),
                name="fixed_defect_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status="duplicate", duplicate_of__isnull=False)
                | (~Q(status="duplicate") & Q(duplicate_of=None)),
                name="duplicate_names_its_original",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | ~Q(duplicate_of=F("id")),
                name="no_defect_duplicates_itself",
            ),
            models.CheckConstraint(
                condition=Q(touched_percent=None) | Q(touched_percent__range=(0, 100)),
                name="defect_touches_a_share",
            ),
            models.CheckConstraint(
                condition=Q(lost_percent=None) | Q(lost_percent__range=(0, 100)),
                name="defect_loses_a_share",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="defect_search"),
            models.Index(
                fields=["status"],
                condition=Q(status__in=["reported", "accepted", "fixing", "fixed"]),
                name="open_defects",
            ),
            models.Index(fields=["subject_type", "subject_id"], name="defects_by_subject"),
            models.Index(fields=["-reported_at", "-id"], name="defects_by_age"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("webmaster:defect", args=[self.pk])

    # Moves

    def accept(self, *, by, at):
        """It is a defect, and will be fixed."""
        self._become(self.Status.ACCEPTED, by=by, at=at)

    def begin(self, *, by, at):
        self._become(self.Status.FIXING, by=by, at=at, assignee=by)

    def put_back(self, *, by, at):
        """Whoever had begun has not got to it."""
        self._become(self.Status.ACCEPTED, by=by, at=at, assignee=None)

    def fix(self, *, release=None, by, at, note=""):
        self._become(
            self.Status.FIXED, by=by, at=at, note=note, release=release, fixed_at=at, ended_at=None
        )

    def verify(self, *, by, at):
        """Somebody has looked, and it works."""
        self._become(self.Status.VERIFIED, by=by, at=at, ended_at=at)

    def send_back(self, *, note, by, at):
        """Somebody has looked, and it does not work yet."""
        self._become(
            self.Status.FIXING, by=by, at=at, note=note, fixed_at=None, release=None, ended_at=None
        )

    def decline(self, *, note, by, at):
        self._become(self.Status.DECLINED, by=by, at=at, note=note, ended_at=at)

    def become_duplicate_of(self, original, *, by, at):
        self._become(
            self.Status.DUPLICATE,
            by=by,
            at=at,
            note=f"→ {original}",
            duplicate_of=original,
            ended_at=at,
        )

    def come_back(self, *, note="", by, at):
        """It was settled, and is broken after all."""
        status = self.Status.ACCEPTED if self.fixed_at else self.Status.REPORTED
        changes = {"ended_at": None, "fixed_at": None, "release": None, "duplicate_of": None}
        self._become(status, by=by, at=at, note=note, **changes)

    # Questions

    @property
    def share_lost(self):
        """Of all sales of the channel, the part it loses; None where nobody has weighed it."""
        if self.touched_percent is None or self.lost_percent is None:
            return None
        return self.touched_percent / WHOLE * self.lost_percent / WHOLE

    @property
    def is_broken(self):
        return self.status in self.BROKEN

    @property
    def is_open(self):
        return self.status in self.OPEN


class DefectMove(Move):
    subject = models.ForeignKey(Defect, models.CASCADE, related_name="moves")
