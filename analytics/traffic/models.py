from django.db import models
from django.utils.translation import gettext_lazy as _


class Visit(models.Model):
    """One session of one visitor on a channel, and where they came from."""

    channel = models.ForeignKey("catalog.Channel", models.PROTECT, related_name="+", db_index=False)
    external_id = models.CharField(max_length=200)
    visitor_ref = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(_("started at"))
    source = models.CharField(_("source"), max_length=100, blank=True)
    medium = models.CharField(_("medium"), max_length=100, blank=True)
    campaign = models.CharField(_("campaign"), max_length=150, blank=True)
    content = models.CharField(_("content"), max_length=150, blank=True)
    device = models.CharField(_("device"), max_length=50, blank=True)
    landing_page = models.CharField(_("landing page"), max_length=1000, blank=True)
    referrer = models.CharField(_("referrer"), max_length=1000, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"], name="visit_once_per_channel"
            )
        ]
        indexes = [
            models.Index(fields=["channel", "started_at"], name="visits_by_channel_and_age"),
            models.Index(fields=["started_at"], name="visits_by_age"),
        ]

    def __str__(self):
        return self.external_id


class PageView(models.Model):
    """One page looked at during a visit."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="page_views", db_index=False)
    external_id = models.CharField(max_length=200)
    viewed_at = models.DateTimeField(_("viewed at"))
    address = models.CharField(_("page"), max_length=1000)

    class Meta:
        verbose_name = _("page view")
        verbose_name_plural = _("page views")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "external_id"], name="page_view_once_per_visit"
            )
        ]

    def __str__(self):
        return self.address
