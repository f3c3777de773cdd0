"""A need: a standing rule that turns a situation of the shop into somebody's work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import override


@dataclass(frozen=True)
class Need:
    """When these subjects exist, this role has this work, due this soon."""

    key: str
    title: str
    role: str
    due_in_hours: int
    subjects: Callable[[datetime], QuerySet]
    door: str = ""
    priority: int = 3
    hours: Decimal = Decimal(1)
    how: str = ""
    done: str = ""  # by which fact its task closes, told in the history

    def source(self, words: str) -> str:
        """Words as they are kept in a row: untranslated, so that each reader gets their own."""
        with override(None):
            return str(words)
