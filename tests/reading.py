"""How tests ask for a page and read it."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

HTMX = {"HX-Request": "true"}
ROME = ZoneInfo("Europe/Rome")


def text(response):
    """The page as it came."""
    return response.content.decode()


def words(response):
    """The page, whatever its line breaks."""
    return re.sub(r"\s+", " ", text(response))


def at(written):
    """`2026-06-15T10:00` on a clock in Rome."""
    return datetime.fromisoformat(written).replace(tzinfo=ROME)
