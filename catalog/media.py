"""The media the shop speaks through. Each desk keys its own limits, formats and links by them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Medium(models.TextChoices):
    GOOGLE_ADS = "google_ads", _("Google Ads")
    META_ADS = "meta_ads", _("Meta Ads")
    NEWSLETTER = "newsletter", _("Newsletter")
    LANDING = "landing", _("Landing page")
    PRESS = "press", _("Press release")
    POST = "post", _("Post")
