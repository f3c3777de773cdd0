"""Rows that move from state to state. The database row decides, so nothing moves twice."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.lib.refusals import Refusal


def from_to(before: Any, after: Any) -> str:
    """What something was and is, in no language: 04/12/2026 09:00 → 07/12/2026 09:00."""
    return f"{_plain(before)} → {_plain(after)}"


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    return "–" if value is None else str(value)


class IllegalMove(Refusal):
    """The row is not, or no longer, in a state that allows this move."""


class Move(models.Model):
    """One line of a row's history. Subclass it with a foreign key called `subject`."""

    came_from = models.CharField(max_length=20)
    became = models.CharField(max_length=20)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def words(self):
        """What happened, in a word."""
        if self.came_from == self.became:
            return _("It was changed")
        return self._meta.get_field("subject").related_model.Status(self.became).label

    @property
    def told(self):
        """The note beside it. What the machine notes is told in the reader's language."""
        return _(self.note) if self.note and self.moved_by_id is None else self.note


class Movable(models.Model):
    """A model with a `status`, a MOVES map of what may follow what, and a `moves` history."""

    MOVES: ClassVar[dict[str, set[str]]]

    class Meta:
        abstract = True

    def events(self, *, begun: dict | None = None, states: dict[str, str] | None = None):
        """What happened to it for its timeline, newest first; how it began is said by who asks."""
        moves = self.moves.select_related("moved_by").order_by("-moved_at", "-pk")
        told = [
            {
                "at": move.moved_at,
                "by": move.moved_by,
                "text": move.words,
                "note": move.told,
                "state": (states or {}).get(move.became, ""),
            }
            for move in (moves.exclude(came_from="") if begun else moves)
        ]
        return [*told, begun] if begun else told

    def remark(self, note: str, *, by, at) -> None:
        """A line of its history that is no move: something else was changed."""
        self.moves.create(
            came_from=self.status, became=self.status, moved_at=at, moved_by=by, note=note
        )

    @transaction.atomic
    def _become(self, status, *, by, at, note="", **changes):
        as_we_saw_it = type(self)._default_manager.filter(pk=self.pk, status=self.status)
        if status not in self.MOVES.get(self.status, ()) or not as_we_saw_it.update(
            status=status, **changes
        ):
            raise IllegalMove(
                _("%(row)s can no longer become “%(state)s”.")
                % {"row": self, "state": self.Status(status).label}
            )
        self.moves.create(came_from=self.status, became=status, moved_at=at, moved_by=by, note=note)
        self.refresh_from_db(fields=["status", *changes])
