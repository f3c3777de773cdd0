"""Sentences the machine keeps in rows: told in the language of whoever reads them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from config.templatetags.regia import day, exact, number

# A day or a moment, as JSON keeps it.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?")


def kept(sentence: str, **figures: Any) -> dict[str, Any]:
    """A sentence as a row keeps it, to be told later."""
    return {"sentence": sentence, "figures": figures}


def told(sentence: str, figures: Mapping[str, Any] | None = None) -> str:
    """A kept sentence with its figures put in. One whose figures are lost is told without."""
    if not sentence:
        return ""
    words = gettext(sentence)
    try:
        return words % {name: _in_words(value) for name, value in (figures or {}).items()}
    except (KeyError, TypeError, ValueError):
        return words


def _in_words(value: Any) -> Any:
    """Numbers, days and moments as the reader writes them; a word of ours, such as a step's title,
    translated. What somebody else wrote, kept as {"said": …}, stays as it is."""
    if isinstance(value, Mapping):
        return value["said"]
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return number(value)
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return exact(datetime.fromisoformat(value)) if "T" in value else day(_as_day(value))
    return gettext(value) if value and isinstance(value, str) else value


def _as_day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
