"""A campaign: one offer, to some markets, for some days."""

from decimal import Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.media import Medium
from config.lib.refusals import Refusal
from config.lib.search import searchable
from config.lib.states import Movable, Move
from roles.marketing import events
from roles.marketing.media import UTM
from roles.marketing.querysets import RETURN_WINDOW, CampaignQuerySet

GOALS = {  # the figures a campaign may be meant to move, by their keys
    "sales.revenue": _("Revenue"),
    "sales.orders": _("Orders"),
    "sales.aov": _("Average order"),
    "sales.new_customers": _("New customers"),
    "traffic.conversion": _("Conversion"),
}


class GateClosed(Refusal):
    """The campaign may not go live yet. `gate` says what is missing."""

    def __init__(self, message, gate=None):
        self.gate = gate
        super().__init__(message)


class Campaign(Movable):
    """One offer: what, where, when, for how much. It goes live only through an open gate."""

    class Status(models.TextChoices):
        IDEA = "idea", _("Idea")
        PLANNED = "planned", pgettext_lazy("campaign", "Planned")
        IN_PREPARATION = "in_preparation", _("In preparation")
        READY = "ready", pgettext_lazy("campaign", "Ready")
        LIVE = "live", _("Live")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")
        SETTLED = "settled", _("Settled")
        CANCELLED = "cancelled", pgettext_lazy("campaign", "Cancelled")

    MOVES = {
        Status.IDEA: {Status.PLANNED, Status.CANCELLED},
        Status.PLANNED: {Status.IN_PREPARATION, Status.CANCELLED},
        Status.IN_PREPARATION: {Status.READY, Status.CANCELLED},
        Status.READY: {Status.LIVE, Status.IN_PREPARATION, Status.CANCELLED},
        Status.LIVE: {Status.PAUSED, Status.ENDED},
        Status.PAUSED: {Status.LIVE, Status.ENDED},
        Status.ENDED: {Status.SETTLED},
    }
    AHEAD = (Status.IDEA, Status.PLANNED, Status.IN_PREPARATION, Status.READY)
    RUNNING = (Status.LIVE, Status.PAUSED)
    OFFERED = (Status.PLANNED, Status.IN_PREPARATION, Status.READY, *RUNNING)
    OVER = (Status.ENDED, Status.SETTLED, Status.CANCELLED)

    name = models.CharField(_("name"), max_length=120)
    message = models.TextField(_("message"), blank=True)
    goal = models.CharField(_("goal"), max_length=80, blank=True, help_text=_("A KPI's key."))
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.IDEA)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    products = models.ManyToManyField(
        "catalog.Product", related_name="+", blank=True, verbose_name=_("products")
    )
    categories = models.ManyToManyField(
        "catalog.Category", related_name="+", blank=True, verbose_name=_("categories")
    )
    channels = models.ManyToManyField(
        "catalog.Channel", related_name="+", blank=True, verbose_name=_("channels")
    )
    markets = models.ManyToManyField(
        "catalog.Market", related_name="+", blank=True, verbose_name=_("markets")
    )
    uplift_percent = models.DecimalField(
        _("expected uplift (%)"),
        max_digits=6,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(-100), MaxValueValidator(2000)],
        help_text=_("How much more than usual will be sold. 50 means half as much again."),
    )
    landing_address = models.URLField(_("landing page"), max_length=500, blank=True)
    utm = models.SlugField(_("UTM name"), max_length=80, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("thought of by"),
    )
    went_live_at = models.DateTimeField(_("went live at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    search = searchable("name", "utm")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        permissions = [
            ("go_live_campaign", "Can put a campaign live"),
            ("approve_budget", "Can approve a campaign's budget"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="campaign_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["idea", "cancelled"])
                | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="planned_campaign_has_dates",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["live", "paused", "ended", "settled"])
                | Q(went_live_at__isnull=False),
                name="live_campaign_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ended", "settled"]) | Q(ended_at__isnull=False),
                name="ended_campaign_has_a_date",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="campaign_search"),
            models.Index(fields=["-starts_at", "-id"], name="campaigns_by_start"),
            models.Index(
                fields=["starts_at", "ends_at"],
                condition=Q(
                    status__in=["planned", "in_preparation", "ready", "live", "paused"],
                ),
                name="campaigns_offered",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("marketing:campaign", args=[self.pk])

    # Moves

    def plan(self, *, by, at):
        self._become(self.Status.PLANNED, by=by, at=at)

    def prepare(self, *, by, at, note=""):
        """The team begins; or something it had ready is no longer so."""
        self._become(self.Status.IN_PREPARATION, by=by, at=at, note=note)

    def make_ready(self, *, by, at):
        """Everything the gate asks for holds."""
        self._become(self.Status.READY, by=by, at=at)

    def go_live(self, *, gate, by, at, note=""):
        """The offer begins, or goes on: only through an open gate. Call actions.go_live."""
        self._stop_at(gate)
        went_live_at = self.went_live_at or at
        self._become(self.Status.LIVE, by=by, at=at, note=note, went_live_at=went_live_at)

    def _stop_at(self, gate):
        if gate.is_open:
            return
        if gate.run is None:
            raise GateClosed(gettext("No plan has been started for this campaign."), gate)
        missing = [f"{row.title}: {row.sentence}".rstrip(": ") for row in gate.missing]
        words = gettext("The gate is closed. %(missing)s") % {"missing": " · ".join(missing)}
        raise GateClosed(words, gate)

    def pause(self, *, by, at, note=""):
        self._become(self.Status.PAUSED, by=by, at=at, note=note)

    def end(self, *, by, at, note=""):
        self._become(self.Status.ENDED, by=by, at=at, note=note, ended_at=at)

    def settle(self, *, by, at):
        """The return window has closed: what it earned is final."""
        self._become(self.Status.SETTLED, by=by, at=at)

    def cancel(self, *, by, at, note=""):
        self._become(self.Status.CANCELLED, by=by, at=at, note=note)

    def _become(self, status, *, by, at, **changes):
        """What a person moves, the desks hear of at once; what the clock moves, with the clock."""
        super()._become(status, by=by, at=at, **changes)
        if by is not None:
            transaction.on_commit(lambda: events.campaigns_moved.send_robust(sender=None))

    # Questions

    def is_over(self):
        return self.status in self.OVER

    def is_running(self):
        return self.status in self.RUNNING

    @property
    def ready_by(self):
        """By when all that is prepared for it must be ready, while it lies ahead."""
        return self.starts_at if self.status in self.AHEAD else None

    @property
    def planned_media(self):
        """The media it speaks through: in these its texts and pictures are asked for."""
        return list(self.media.order_by("pk").values_list("medium", flat=True))

    @property
    def settles_at(self):
        """When the figures of an ended campaign are final."""
        return self.ended_at and self.ended_at + RETURN_WINDOW

    @property
    def uplift(self):
        """How many times as much as usual: 1.5 for 50 %."""
        return 1 + Decimal(self.uplift_percent) / 100

    def link(self, medium: str) -> str:
        """The landing page's address with the UTM names of a medium, ready to copy."""
        if not self.landing_address:
            return ""
        source, kind = UTM[medium]
        names = urlencode({"utm_source": source, "utm_medium": kind, "utm_campaign": self.utm})
        page, sign, anchor = self.landing_address.partition("#")
        return f"{page}{'&' if '?' in page else '?'}{names}{sign}{anchor}"


class CampaignMove(Move):
    subject = models.ForeignKey(Campaign, models.CASCADE, related_name="moves")


class CampaignMedium(models.Model):
    """A medium of a campaign, and the money it may cost, in the shop's currency."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="media")
    medium = models.CharField(_("medium"), max_length=20, choices=Medium)
    budget = models.DecimalField(_("budget"), max_digits=12, decimal_places=2, default=0)
    asked_at = models.DateTimeField(_("asked for at"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("medium of a campaign")
        verbose_name_plural = _("media of a campaign")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "medium"], name="one_budget_per_medium"),
            models.CheckConstraint(condition=Q(budget__gte=0), name="budget_is_not_negative"),
        ]

    def __str__(self):
        return self.get_medium_display()

    @property
    def is_approved(self):
        return self.approved_at is not None

    @property
    def link(self):
        return self.campaign.link(self.medium)
