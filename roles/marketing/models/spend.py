"""What advertising cost, day by day and medium by medium."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.media import Medium
from roles.marketing.models.campaigns import Campaign
from roles.marketing.querysets import AdSpendQuerySet


class AdSpend(models.Model):
    """What one medium cost a campaign on one day: typed here, or told by the ad platform.

    `source_key` is the platform's own name for its campaign; a typed row has none. Where both
    tell of the same day, the platform's rows count.
    """

    day = models.DateField(_("day"))
    medium = models.CharField(_("medium"), max_length=20, choices=Medium)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="spend"
    )
    channel = models.ForeignKey(
        "catalog.Channel", models.PROTECT, null=True, blank=True, related_name="+"
    )
    source_key = models.CharField(max_length=200, blank=True)
    source_name = models.CharField(_("called there"), max_length=300, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8, default=1)
    clicks = models.PositiveIntegerField(_("clicks"), null=True, blank=True)
    impressions = models.PositiveIntegerField(_("impressions"), null=True, blank=True)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AdSpendQuerySet.as_manager()

    class Meta:
        verbose_name = _("ad spend")
        verbose_name_plural = _("ad spend")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "medium", "source_key", "day"],
                condition=~Q(source_key=""),
                name="one_imported_spend_per_day",
            ),
            models.UniqueConstraint(
                fields=["campaign", "medium", "day"],
                condition=Q(source_key=""),
                name="one_typed_spend_per_day",
            ),
            models.CheckConstraint(
                condition=Q(source_key="", campaign__isnull=False, channel=None)
                | (~Q(source_key="") & Q(channel__isnull=False)),
                name="spend_has_an_origin",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="spend_is_not_negative"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="spend_rate_is_positive"),
        ]
        indexes = [
            models.Index(fields=["campaign", "day"], name="spend_by_campaign"),
            models.Index(fields=["day"], name="spend_by_day"),
        ]

    def __str__(self):
        return f"{self.day} {self.get_medium_display()}: {self.amount} {self.currency}"
