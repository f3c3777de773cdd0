"""What is said of a record: medium by language, what is there and what lacks."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from catalog.media import Medium
from roles.playbooks.pressing import BY_COST, pressed
from roles.web_writer import limits
from roles.web_writer.models import Copy

SHOWN = 24
ORDER = {"approved": 0, "submitted": 1, "changes": 2, "to_write": 3}


@dataclass(frozen=True)
class Cell:
    """One medium in one language: its variants, the furthest first."""

    language: str
    copies: list[Copy] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One medium in every language."""

    medium: str
    title: str
    cells: list[Cell]


def table(copies, *, languages: list[str]) -> tuple[list[str], list[Row]]:
    """The languages, and a row for each medium that something was asked for in."""
    copies = list(copies.order_by("variant"))
    tongues = sorted({*languages, *(copy.language for copy in copies)})
    found = {}
    for copy in copies:
        found.setdefault((copy.medium, copy.language), []).append(copy)
    asked = {copy.medium for copy in copies}
    rows = [
        Row(
            medium,
            title,
            [Cell(tongue, found.get((medium, tongue), [])) for tongue in tongues],
        )
        for medium, title in Medium.choices
        if medium in asked
    ]
    return tongues, rows


def desk(user, *, now: datetime) -> dict[str, list[Copy]]:
    """The campaign texts on the desk, by what must happen; the costliest to wait for first."""
    of_its_kind = Window(RowNumber(), partition_by="status", order_by=list(BY_COST))
    copies = pressed(Copy.objects.visible_to(user).for_today(now=now), now=now)
    in_all = Window(Count("pk"), partition_by="status")
    placed = copies.annotate(place=of_its_kind, in_all=in_all)
    first = placed.filter(place__lte=SHOWN).order_by("place")
    kinds = {
        Copy.Status.CHANGES_REQUESTED: "copies_back",
        Copy.Status.TO_WRITE: "copies_to_write",
        Copy.Status.SUBMITTED: "copies_waiting",
    }
    told = {kind: [] for kind in kinds.values()}
    for copy in first.prefetch_related("subject", "moves"):
        told[kinds[copy.status]].append(copy)
    return told


def in_all(copies: list[Copy]) -> int:
    """How many texts of a kind there are on the desk, however few of them are shown."""
    return copies[0].in_all if copies else 0


def variants(copy: Copy) -> list[Copy]:
    """All ways in which the same is said."""
    others = Copy.objects.wanted().filter(
        subject_type=copy.subject_type_id,
        subject_id=copy.subject_id,
        medium=copy.medium,
        language=copy.language,
    )
    return list(others.order_by("variant"))


def read(copy: Copy) -> list[dict]:
    """A text as one reads it: each field with its lines and their lengths."""
    return [
        {
            "limit": one,
            "counted": limits.counted(one, copy.words.get(one.key, "")),
            "is_told": bool(copy.words.get(one.key, "").strip()),
        }
        for one in limits.of(copy.medium)
    ]


def last_note(copy: Copy) -> str:
    """What the reader wanted changed, the last time."""
    notes = [move for move in copy.moves.all() if move.became == Copy.Status.CHANGES_REQUESTED]
    last = max(notes, key=lambda move: move.moved_at, default=None)
    return last.note if last else ""


def history(copy: Copy) -> list[dict]:
    """What happened to the text, newest first."""
    asked = {"at": copy.asked_at, "by": copy.asked_by, "text": _("Asked for")}
    return copy.events(begun=asked, states={Copy.Status.APPROVED: "good"})
