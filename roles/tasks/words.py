"""Sentences the machine keeps in rows: told in the language of whoever reads them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from config.templatetags.regia import number


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
    """Numbers as the reader writes them; a word of ours, such as a step's title, translated."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return number(value)
    return gettext(value) if value and isinstance(value, str) else value
