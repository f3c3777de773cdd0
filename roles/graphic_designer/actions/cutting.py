"""From a master to the formats. The darkroom takes seconds: nobody waits for it at a brief's row.

A change that finds a cut wanted and not made lets go of the row, has it made, and begins again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile

from config.lib import pictures
from config.lib.pictures import Made
from roles.graphic_designer.models import Picture
from roles.graphic_designer.models.proofs import a_name_nobody_guesses


class Uncut(Exception):
    """Cuts are wanted that nobody made yet."""

    def __init__(self, source: Made | FieldFile, wanted: Sequence[pictures.Cut]):
        self.key, self.wanted = _key(source), wanted
        self.content = _content(source)  # now: once the row is free, the file may go

    def made(self) -> dict:
        made = pictures.cut(ContentFile(self.content), self.wanted)
        return {(self.key, one): cut for one, cut in zip(self.wanted, made, strict=True)}


@dataclass
class Table:
    """What one change of a proof has at hand: cuts made before, and the files it lays down."""

    made: dict
    files: list[str] = field(default_factory=list)

    def cuts(self, source: Made | FieldFile, wanted: Sequence[pictures.Cut]):
        if lacking := [one for one in wanted if (_key(source), one) not in self.made]:
            raise Uncut(source, lacking)
        return [self.made[_key(source), one] for one in wanted]

    def lay(self, made: Made) -> str:
        file = made.as_file()
        self.files.append(default_storage.save(a_name_nobody_guesses(None, file.name), file))
        return self.files[-1]


def _key(source):
    return source if isinstance(source, Made) else source.name


def _content(source):
    if isinstance(source, Made):
        return source.content
    with source.open("rb") as file:
        return file.read()


def cut_first(change: Callable, *args: Any, **how: Any) -> Any:
    """A change of a proof, with its cuts at hand. Of one that comes to nothing no file stays.

    What was committed keeps its files, whatever fails afterwards.
    """
    made = {}
    while True:
        table = Table(made)
        try:
            with transaction.atomic():
                transaction.on_commit(table.files.clear)
                return change(*args, table=table, **how)
        except BaseException as stopped:
            for name in table.files:
                default_storage.delete(name)
            if not isinstance(stopped, Uncut):
                raise
            uncut = stopped
        made |= uncut.made()


def cut_what_has_no_picture(proof, pieces, *, table, by, at, source=None):
    """The master serves every format that has no picture of its own."""
    master = proof.pictures.filter(piece=None).first()
    if master is None:
        return
    has = set(proof.pictures.values_list("piece", flat=True))
    bare = [piece for piece in pieces if piece.pk not in has]
    around = (float(master.focus_x), float(master.focus_y))
    made = table.cuts(source or master.file, [cut_for(piece, around) for piece in bare])
    for piece, (whole, small) in zip(bare, made, strict=True):
        keep(proof, piece, whole, small, table=table, name=master.name, is_cut=True, by=by, at=at)


def cut_for(piece, around=(50, 50)):
    kinds, most = tuple(piece.kinds), piece.max_kb * 1024
    return pictures.Cut(piece.width, piece.height, kinds=kinds, most=most, focus=around)


def keep(proof, piece, whole, small, *, table, name, by, at, is_cut=False):
    Picture.objects.create(
        proof=proof,
        piece=piece,
        file=table.lay(whole),
        small=table.lay(small),
        name=name,
        kind=whole.kind,
        width=whole.width,
        height=whole.height,
        weight=whole.weight,
        is_cut=is_cut,
        added_at=at,
        added_by=by,
    )


def with_its_cuts(proof):
    """The master, and what was cut from it."""
    return proof.pictures.filter(Q(piece=None) | Q(is_cut=True))


def take_away(rows):
    """Pictures leave a proof, and their files the disk, unless another proof shows them too.

    A file that cannot be deleted is logged and stays: the others go, and the change is done.
    """
    gone = list(rows)
    rows.model.objects.filter(pk__in=[picture.pk for picture in gone]).delete()
    names = {picture.file.name: picture.small.name for picture in gone}
    kept = set(Picture.objects.filter(file__in=names).values_list("file", flat=True))
    for name in names.keys() - kept:
        for file in (name, names[name]):
            transaction.on_commit(lambda file=file: default_storage.delete(file), robust=True)
