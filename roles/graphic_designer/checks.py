"""What a proof must have to be sent to approval: every format, its pixels and weight, its words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roles.graphic_designer import formats
from roles.graphic_designer.models import Brief, Picture, Piece, Proof

NAMES = {"jpeg": "JPEG", "png": "PNG", "webp": "WebP"}


@dataclass(frozen=True)
class Check:
    """One thing looked at, and what it is like."""

    is_met: bool
    words: str


@dataclass(frozen=True)
class Looked:
    """One format of a brief, its picture if there is one, and what was found."""

    piece: Piece
    picture: Picture | None
    checks: Sequence[Check]

    @property
    def is_good(self):
        return all(check.is_met for check in self.checks)


@dataclass(frozen=True)
class Described:
    """What somebody who cannot see is told, in one language."""

    language: str
    text: str

    @property
    def is_good(self):
        return bool(self.text)


@dataclass(frozen=True)
class Report:
    """A proof as it stands against its brief."""

    master: Picture | None
    pieces: Sequence[Looked]
    descriptions: Sequence[Described]

    @property
    def is_whole(self):
        return not self.lacks

    @property
    def done(self):
        return sum(one.is_good for one in self.pieces)

    @property
    def lacks(self) -> list[str]:
        """What keeps it from being sent to approval, in sentences."""
        pictures = [
            f"{one.piece.title}: {check.words}"
            for one in self.pieces
            for check in one.checks
            if not check.is_met
        ]
        words = [
            _("The alternative text in %(language)s is missing.")
            % {"language": one.language.upper()}
            for one in self.descriptions
            if not one.is_good
        ]
        return pictures + words


def of(brief: Brief, proof: Proof | None) -> Report:
    """Each format of a brief against the picture a proof has for it."""
    pictures = {picture.piece_id: picture for picture in proof.pictures.all()} if proof else {}
    master = pictures.get(None)
    told = {alt.language: alt.text for alt in brief.alt_texts.all()}
    return Report(
        master=master,
        pieces=[
            Looked(piece, pictures.get(piece.pk), _checks(piece, pictures.get(piece.pk), master))
            for piece in sorted(brief.pieces.all(), key=lambda piece: piece.position)
        ],
        descriptions=[Described(tongue, told.get(tongue, "")) for tongue in brief.languages],
    )


def _checks(piece, picture, master):
    if picture is None:
        return [Check(False, _("No picture yet."))]
    return [
        *_pixels(piece, picture),
        *_sharpness(piece, picture, master),
        _weight(piece, picture),
        _kind(piece, picture),
    ]


def _pixels(piece, picture):
    if picture.size == piece.size:
        return [Check(True, f"{picture.width} × {picture.height}")]
    figures = {
        "is": f"{picture.width} × {picture.height}",
        "wanted": f"{piece.width} × {piece.height}",
    }
    found = [Check(False, _("%(is)s pixels, wanted %(wanted)s.") % figures)]
    shape = formats.ratio(*picture.size), formats.ratio(*piece.size)
    if shape[0] != shape[1]:
        figures = {"is": shape[0], "wanted": shape[1]}
        found.append(Check(False, _("Shape %(is)s, wanted %(wanted)s.") % figures))
    return found


def _sharpness(piece, picture, master):
    if not picture.is_cut or master is None:
        return []
    if master.width >= piece.width and master.height >= piece.height:
        return []
    return [Check(False, _("The master is too small for it and would be blown up."))]


def _weight(piece, picture):
    figures = {"weight": max(1, round(picture.weight / 1024)), "most": piece.max_kb}
    if picture.weight <= piece.max_kb * 1024:
        return Check(True, _("%(weight)s of %(most)s kB") % figures)
    return Check(False, _("%(weight)s kB, at most %(most)s.") % figures)


def _kind(piece, picture):
    name = NAMES[picture.kind]
    if picture.kind in piece.kinds:
        return Check(True, name)
    wanted = ", ".join(NAMES[kind] for kind in piece.kinds)
    return Check(False, _("%(kind)s, wanted %(wanted)s.") % {"kind": name, "wanted": wanted})
