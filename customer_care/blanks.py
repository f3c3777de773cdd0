"""Blanks in a canned answer: which there are, and filling them. A blank is written {{order}}."""

import re

from django.utils.translation import gettext_lazy as _

KNOWN = {
    "customer": _("The customer's name"),
    "first_name": _("The customer's first name"),
    "order": _("The order's number"),
    "order_date": _("The day of the order"),
    "products": _("What was bought"),
    "amount": _("What was paid"),
    "tracking": _("The parcel's tracking code"),
    "tracking_link": _("Where to follow the parcel"),
    "carrier": _("Who carries the parcel"),
    "promised": _("The day promised to the buyer"),
    "refund": _("The refund asked for"),
    "agent": _("Your name"),
    "shop": _("The shop's name"),
}
BLANK = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def written(name: str) -> str:
    """A blank as one writes it."""
    return f"{{{{{name}}}}}"


def asked(text: str) -> list[str]:
    """The blanks of a text, each once, in their order."""
    return list(dict.fromkeys(BLANK.findall(text)))


def strange(text: str) -> list[str]:
    """Blanks nobody can fill."""
    return [name for name in asked(text) if name not in KNOWN]


def fill(text: str, values: dict[str, str]) -> tuple[str, list[str]]:
    """The text with its blanks filled, and those that found nothing: they stay as they are."""
    lacking = [name for name in asked(text) if not values.get(name)]
    filled = BLANK.sub(lambda found: values.get(found[1]) or written(found[1]), text)
    return filled, lacking
