"""The designer's side: pictures into a proof, their words, and off to approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from config.lib import pictures
from config.lib.refusals import Refusal
from roles.graphic_designer import checks
from roles.graphic_designer.actions import cutting
from roles.graphic_designer.models import AltText, Brief, Picture, Piece, Proof

NEAR = 0.03  # so far a shape may be off to be the format's own


@dataclass(frozen=True)
class Upload:
    """A picture that came in, already drawn anew."""

    name: str
    whole: pictures.Made
    small: pictures.Made


def add(
    brief: Brief, uploads: Sequence[Upload], *, by, at: datetime, piece: Piece | None = None
) -> Proof:
    """Pictures come into the proof at work, each to the format of its size, else as the master."""
    sizes = {one.size: one for one in brief.pieces.order_by("-position")}
    placed = [_to_measure(one, piece or sizes.get(_size(one.whole))) for one in uploads]
    return cutting.cut_first(_add, brief, placed, by=by, at=at)


def _add(brief, placed, *, table, by, at):
    brief = _held(brief)
    proof = at_work(brief, by=by, at=at)
    master = None
    for upload, piece in placed:
        master = master if piece else upload.whole
        taken = proof.pictures.filter(piece=piece) if piece else cutting.with_its_cuts(proof)
        cutting.take_away(taken)
        how = {"name": upload.name, "table": table, "by": by, "at": at}
        cutting.keep(proof, piece, upload.whole, upload.small, **how)
    _fill(brief, proof, source=master, table=table, by=by, at=at)
    return proof


def _fill(brief, proof, **how):
    cutting.cut_what_has_no_picture(proof, list(brief.pieces.order_by("position")), **how)


def remove(picture: Picture, *, by, at: datetime) -> None:
    """A picture leaves the proof at work; a cut of the master takes its place."""
    cutting.cut_first(_remove, picture, by=by, at=at)


def _remove(picture, *, table, by, at):
    brief = _held(picture.proof.brief)
    proof = _unsent(brief)
    found = Picture.objects.filter(proof=proof, pk=picture.pk).first()
    if found is None:
        raise Refusal(_("This proof was sent: what it showed stays."))
    if found.is_cut:
        raise Refusal(_("It is cut from the master. Give the format a picture of its own instead."))
    own = proof.pictures.filter(pk=found.pk)
    cutting.take_away(cutting.with_its_cuts(proof) if found.is_master else own)
    _fill(brief, proof, table=table, by=by, at=at)


def focus(picture: Picture, *, x: Decimal, y: Decimal, by, at: datetime) -> None:
    """The point of the master that every cut must keep."""
    cutting.cut_first(_focus, picture, x=x, y=y, by=by, at=at)


def _focus(picture, *, x, y, table, by, at):
    brief = _held(picture.proof.brief)
    proof = _unsent(brief)
    master = Picture.objects.filter(proof=proof, piece=None, pk=picture.pk)
    if not proof or not master.update(focus_x=x, focus_y=y):
        raise Refusal(_("Only the master of the proof at work is cut."))
    cutting.take_away(proof.pictures.filter(is_cut=True))
    _fill(brief, proof, table=table, by=by, at=at)


@transaction.atomic
def describe(brief: Brief, texts: dict[str, str], *, by, at: datetime) -> None:
    """What somebody who cannot see the picture is told, by language.

    It is looked at with a proof, so it stays as it was sent; what came back is told anew in the
    next proof.
    """
    held = _held(brief)
    told = dict(held.alt_texts.values_list("language", "text"))
    typed = {one: text for one, text in texts.items() if one in held.languages}
    anew = {one: text for one, text in typed.items() if text != told.get(one, "")}
    if anew and held.status == Brief.Status.CHANGES_REQUESTED:
        at_work(held, by=by, at=at)
    held.alt_texts.filter(language__in=anew).delete()
    AltText.objects.bulk_create(
        AltText(brief=held, language=one, text=text, written_at=at, written_by=by)
        for one, text in anew.items()
        if text
    )


@transaction.atomic
def send(brief: Brief, *, note: str = "", by, at: datetime) -> None:
    """The proof goes to approval; what it lacks keeps it here."""
    brief = _held(brief)
    proof = _unsent(brief)
    report = checks.of(brief, proof)
    if not report.is_whole:
        raise Refusal(" ".join(report.lacks))
    Proof.objects.filter(pk=proof.pk).update(sent_at=at)
    brief.submit(note=note, by=by, at=at)


@transaction.atomic
def take_back(brief: Brief, *, by, at: datetime) -> None:
    """The designer goes on in the next proof: somebody may be looking at the one that was sent."""
    brief = Brief.objects.select_for_update().get(pk=brief.pk)
    brief.take_back(by=by, at=at)
    _begin_next(brief, by=by, at=at)


def _held(brief) -> Brief:
    """The brief, held until the end of the transaction, while the designer may work on it."""
    brief = Brief.objects.select_for_update().get(pk=brief.pk)
    if brief.status == Brief.Status.SUBMITTED:
        raise Refusal(_("The proof waits for approval. Take it back to change it."))
    if not brief.is_editable():
        raise Refusal(_("Nothing is to be made here any more."))
    return brief


def _unsent(brief) -> Proof | None:
    return brief.proofs.filter(sent_at=None).first()


def at_work(brief, *, by, at) -> Proof:
    """The proof the designer works on."""
    if proof := _unsent(brief):
        return proof
    proof = _begin_next(brief, by=by, at=at)
    brief.begin(by=by, at=at)
    return proof


def _begin_next(brief, *, by, at) -> Proof:
    """The next proof begins with the pictures of the last."""
    last = brief.proofs.order_by("-number").first()
    proof = Proof.objects.create(
        brief=brief, number=last.number + 1 if last else 1, begun_at=at, begun_by=by
    )
    kept = list(last.pictures.all()) if last else []
    for picture in kept:
        picture.pk, picture.proof, picture._state.adding = None, proof, True
    Picture.objects.bulk_create(kept)
    return proof


def _size(made):
    return (made.width, made.height)


def _to_measure(upload, piece) -> tuple[Upload, Piece | None]:
    """A picture and its place, drawn to the format's size if it has the format's shape."""
    if piece is None or _fits(piece, upload.whole) or not _has_its_shape(piece, upload.whole):
        return upload, piece
    whole, small = pictures.cut(upload.whole.as_file(), [cutting.cut_for(piece)])[0]
    return Upload(upload.name, whole, small), piece


def _fits(piece, made):
    is_light = made.weight <= piece.max_kb * 1024
    return _size(made) == piece.size and is_light and made.kind in piece.kinds


def _has_its_shape(piece, made):
    wanted, has = piece.width / piece.height, made.width / made.height
    return abs(has / wanted - 1) <= NEAR and made.width >= piece.width
