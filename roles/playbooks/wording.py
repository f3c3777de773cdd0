"""Slack and chance, said in the reader's words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.templatetags.regia import hours as hours_and_minutes
from config.templatetags.regia import number

HOURS_A_DAY = 8
PLUS = "+"
CHANCES = [  # at least so likely, its colour, its word
    (0.95, "good", gettext_lazy("almost certain")),
    (0.75, "good", gettext_lazy("likely")),
    (0.50, "soon", gettext_lazy("more likely than not")),
    (0.25, "late", gettext_lazy("unlikely")),
    (0.00, "late", gettext_lazy("very unlikely")),
]


@dataclass(frozen=True)
class Said:
    """A figure in words, and how loud it is."""

    state: str
    text: str

    def __str__(self):
        return self.text


def slack(hours) -> Said | None:
    """What is to spare: in working days, or in hours where it is less than one."""
    if hours is None:
        return None
    hours = float(hours)
    days = round(abs(hours) / HOURS_A_DAY)
    span = _("%(number)s d") % {"number": number(days)} if days else hours_and_minutes(abs(hours))
    if abs(hours) * 60 < 1:
        return Said("soon", _("none"))
    if hours < 0:
        return Said("late", _("%(span)s late") % {"span": span})
    return Said("soon" if hours < HOURS_A_DAY else "good", PLUS + span)


def apart(hours) -> Said | None:
    """How far from what was agreed something ended: late is loud, early is not."""
    if hours is None:
        return None
    said = slack(-hours)
    early = Said("good", _("%(span)s early") % {"span": said.text.lstrip(PLUS)})
    return said if said.state == "late" else Said("good", _("on time")) if hours == 0 else early


def chance(share) -> Said | None:
    """How likely the date is met, in a word."""
    if share is None:
        return None
    return next(Said(state, str(word)) for least, state, word in CHANCES if share >= least)
