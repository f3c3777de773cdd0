"""The media the shop speaks through. Each desk keys its own limits, formats and links by them."""

from collections.abc import Iterable, Sequence

from django.db import models
from django.forms import Form
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Medium(models.TextChoices):
    GOOGLE_ADS = "google_ads", _("Google Ads")
    META_ADS = "meta_ads", _("Meta Ads")
    NEWSLETTER = "newsletter", _("Newsletter")
    LANDING = "landing", _("Landing page")
    PRESS = "press", _("Press release")
    POST = "post", _("Post")


def propose(
    form: Form, subject: models.Model, *, asked: Iterable[str], chosen: Sequence[str]
) -> None:
    """In which media something is asked for: those chosen; else those planned for a record, where
    it has some, in which nothing was asked yet. The form names those in which something was."""
    field, there = form.fields["media"], set(asked)
    planned = getattr(subject, "planned_media", ())
    form.initial["media"] = chosen or [medium for medium in planned if medium not in there]
    if there:
        names = ", ".join(str(name) for medium, name in field.choices if medium in there)
        field.help_text = gettext("Asked for already: %(media)s.") % {"media": names}
