"""The designer's side: pictures into a proof, their words, and off to approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from config.lib import pictures
from config.lib.refusals import Refusal
from roles.graphic_designer import checks
from roles.graphic_designer.models import AltText, Brief, Picture, Piece, Proof

NEAR = 0.03  # so far a shape may be off to be the format's own


@dataclass(frozen=True)
class Upload:
    """A picture that came in, already drawn anew."""

    name: str
    whole: pictures.Made
    small: pictures.Made


@transaction.atomic
def add(
    brief: Brief, uploads: Sequence[Upload], *, by, at: datetime, piece: Piece | None = None
) -> Proof:
    """Pictures come into the proof at work, each to the format of its size, else as the master."""
    brief = _held(brief)
    proof = at_work(brief, by=by, at=at)
    pieces = list(brief.pieces.order_by("position"))
    for upload in uploads:
        own = piece or next((one for one in pieces if one.size == _size(upload.whole)), None)
        _place(proof, own, upload, by=by, at=at)
    _cut_what_has_no_picture(proof, pieces, by=by, at=at)
    return proof


@transaction.atomic
def remove(picture: Picture, *, by, at: datetime) -> None:
    """A picture leaves the proof at work; a cut of the master takes its place."""
    brief = _held(picture.proof.brief)
    proof = _unsent(brief)
    found = Picture.objects.filter(proof=proof, pk=picture.pk).first()
    if found is None:
        raise Refusal(_("This proof was sent: what it showed stays."))
    if found.is_cut:
        raise Refusal(_("It is cut from the master. Give the format a picture of its own instead."))
    _take_away(_with_its_cuts(proof) if found.is_master else proof.pictures.filter(pk=found.pk))
    _cut_what_has_no_picture(proof, list(brief.pieces.order_by("position")), by=by, at=at)


@transaction.atomic
def focus(picture: Picture, *, x: Decimal, y: Decimal, by, at: datetime) -> None:
    """The point of the master that every cut must keep."""
    brief = _held(picture.proof.brief)
    proof = _unsent(brief)
    if not proof or picture.proof_id != proof.pk or not picture.is_master:
        raise Refusal(_("Only the master of the proof at work is cut."))
    Picture.objects.filter(pk=picture.pk).update(focus_x=x, focus_y=y)
    _take_away(proof.pictures.filter(is_cut=True))
    _cut_what_has_no_picture(proof, list(brief.pieces.order_by("position")), by=by, at=at)


@transaction.atomic
def describe(brief: Brief, texts: dict[str, str], *, by, at: datetime) -> None:
    """What somebody who cannot see the picture is told, by language."""
    held = Brief.objects.select_for_update().get(pk=brief.pk)
    if held.status not in Brief.OPEN:
        raise Refusal(_("These pictures are done: their words stay as they are."))
    for language, text in texts.items():
        if language not in held.languages:
            continue
        if not text:
            held.alt_texts.filter(language=language).delete()
            continue
        AltText.objects.update_or_create(
            brief=held,
            language=language,
            defaults={"text": text, "written_at": at, "written_by": by},
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


def _place(proof, piece, upload, *, by, at):
    """One picture to its place, instead of what was there."""
    whole, small = upload.whole, upload.small
    if piece and not _fits(piece, whole) and _has_its_shape(piece, whole):
        whole, small = pictures.cut(whole.as_file(), [_cut_for(piece)])[0]
    _take_away(proof.pictures.filter(piece=piece) if piece else _with_its_cuts(proof))
    _keep(proof, piece, whole, small, name=upload.name, by=by, at=at)


def _with_its_cuts(proof):
    """The master, and what was cut from it."""
    return proof.pictures.filter(Q(piece=None) | Q(is_cut=True))


def _fits(piece, made):
    is_light = made.weight <= piece.max_kb * 1024
    return _size(made) == piece.size and is_light and made.kind in piece.kinds


def _has_its_shape(piece, made):
    wanted, has = piece.width / piece.height, made.width / made.height
    return abs(has / wanted - 1) <= NEAR and made.width >= piece.width


def _cut_what_has_no_picture(proof, pieces, *, by, at):
    """The master serves every format that has no picture of its own."""
    master = proof.pictures.filter(piece=None).first()
    if master is None:
        return
    has = set(proof.pictures.values_list("piece", flat=True))
    bare = [piece for piece in pieces if piece.pk not in has]
    around = (float(master.focus_x), float(master.focus_y))
    with master.file.open("rb") as file:
        made = pictures.cut(file, [_cut_for(piece, around) for piece in bare])
    for piece, (whole, small) in zip(bare, made, strict=True):
        _keep(proof, piece, whole, small, name=master.name, is_cut=True, by=by, at=at)


def _cut_for(piece, around=(50, 50)):
    return pictures.Cut(
        piece.width, piece.height, kinds=piece.kinds, most=piece.max_kb * 1024, focus=around
    )


def _keep(proof, piece, whole, small, *, name, by, at, is_cut=False):
    Picture.objects.create(
        proof=proof,
        piece=piece,
        file=whole.as_file(),
        small=small.as_file(),
        name=name,
        kind=whole.kind,
        width=whole.width,
        height=whole.height,
        weight=whole.weight,
        is_cut=is_cut,
        added_at=at,
        added_by=by,
    )


def _take_away(rows):
    """Pictures leave a proof, and their files the disk, unless another proof shows them too."""
    gone = list(rows)
    rows.model.objects.filter(pk__in=[picture.pk for picture in gone]).delete()
    names = {picture.file.name: picture.small.name for picture in gone}
    kept = set(Picture.objects.filter(file__in=names).values_list("file", flat=True))
    files = [one for name in names.keys() - kept for one in (name, names[name])]
    transaction.on_commit(lambda: [default_storage.delete(name) for name in files])
