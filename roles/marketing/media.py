"""The media a campaign speaks through. Each desk keeps its own limits and formats for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Medium(models.TextChoices):
    GOOGLE_ADS = "google_ads", _("Google Ads")
    META_ADS = "meta_ads", _("Meta Ads")
    NEWSLETTER = "newsletter", _("Newsletter")
    LANDING = "landing", _("Landing page")
    PRESS = "press", _("Press release")
    POST = "post", _("Post")


# utm_source and utm_medium, as the reports of every shop front read them.
UTM = {
    Medium.GOOGLE_ADS: ("google", "cpc"),
    Medium.META_ADS: ("meta", "paid_social"),
    Medium.NEWSLETTER: ("newsletter", "email"),
    Medium.LANDING: ("landing", "onsite"),
    Medium.PRESS: ("press", "referral"),
    Medium.POST: ("social", "social"),
}
