"""The morning e-mail: who got it, for which day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Digest(models.Model):
    """One person's morning e-mail of one day. The row is made once, so the mail goes once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day_date = models.DateField(_("day"))
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("morning e-mail")
        verbose_name_plural = _("morning e-mails")
        constraints = [
            models.UniqueConstraint(fields=["person", "day_date"], name="one_digest_a_day")
        ]

    def __str__(self):
        return f"{self.person}: {self.day_date}"
