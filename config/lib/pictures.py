"""Pictures from outside: looked at by their content, made anew from their pixels, and kept small.

    whole, small = pictures.clean(upload)            raises Refused, in words for who sent it
    made = pictures.cut(file, [Cut(1200, 628, kinds=("jpeg",), most=150_000)])

What comes out has no metadata, no second face and no tail: it was drawn again, by darkroom.py.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.utils.translation import gettext as _

from config.lib.refusals import Refusal

DARKROOM = Path(__file__).with_name("darkroom.py")
PATIENCE = 20  # seconds for one picture, waiting for the processor included
MEGABYTE = 2**20
MOST_BYTES = 20 * MEGABYTE
LONGEST = 3200  # pixels of the longer side that are kept
SMALL = 720
TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
ENDINGS = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}


class Refused(Refusal):
    """The file is no picture we take."""


@dataclass(frozen=True)
class Cut:
    """A part of a picture in a size: around a point, in per cent, and weighing at most so much."""

    width: int
    height: int
    kinds: Sequence[str] = ("jpeg",)
    most: int = 0  # bytes; 0: whatever it weighs
    focus: tuple[float, float] = (50, 50)


@dataclass(frozen=True)
class Made:
    """A picture of our own making."""

    content: bytes
    kind: str
    width: int
    height: int

    @property
    def weight(self):
        return len(self.content)

    def as_file(self):
        return ContentFile(self.content, name=f"picture{ENDINGS[self.kind]}")


def clean(file) -> tuple[Made, Made]:
    """An upload, drawn again: the whole picture, and a small one to look at."""
    if not file.size:
        raise Refused(_("The file is empty."))
    if file.size > MOST_BYTES:
        raise Refused(
            _("The file weighs %(size)s MB; %(most)s is the most.")
            % {"size": file.size // MEGABYTE, "most": MOST_BYTES // MEGABYTE}
        )
    whole, small = _develop(file, whole=True, cuts=())
    return whole, small


def cut(file, cuts: Sequence[Cut]) -> list[tuple[Made, Made]]:
    """The cuts of a picture, each with a small one to look at."""
    made = _develop(file, whole=False, cuts=cuts) if cuts else []
    return list(zip(made[::2], made[1::2], strict=True))


def _develop(file, *, whole, cuts):
    order = {
        "longest": LONGEST,
        "small": SMALL,
        "whole": whole,
        "cuts": [{**vars(one), "kinds": list(one.kinds)} for one in cuts],
    }
    file.seek(0)
    try:
        run = subprocess.run(
            [sys.executable, "-I", str(DARKROOM), json.dumps(order, default=float)],
            input=file.read(),
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise Refused(_reason({"reason": "heavy"})) from None
    return _unpacked(run.stdout)


def _unpacked(answer):
    head, _newline, content = answer.partition(b"\n")
    told = json.loads(head)
    if "reason" in told:
        raise Refused(_reason(told))
    made, start = [], 0
    for about in told["made"]:
        end = start + about.pop("bytes")
        made.append(Made(content=content[start:end], **about))
        start = end
    return made


def _reason(told):
    words = {
        "markup": _(
            "SVG and HTML files can carry programs. Save the picture as JPEG, PNG or WebP."
        ),
        "foreign": _("This is no picture we can open. Save it as JPEG, PNG or WebP."),
        "moving": _("The picture moves. Save one frame of it as JPEG or PNG."),
        "pixels": _("The picture has %(millions)s million pixels; %(most)s is the most."),
        "broken": _("The file is damaged: it cannot be opened to its end."),
        "heavy": _("The picture takes too much memory or time to open. Save it smaller."),
    }
    return words[told["reason"]] % told


def shown_name(name: str) -> str:
    """The name a file came with, to be read by people: no path, no control letters, not long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()).strip(". ")[:100]


def kind_of(name: str) -> str:
    """The kind of a picture that we named."""
    return next(kind for kind, ending in ENDINGS.items() if name.endswith(ending))


def answer_with(file, *, kind: str, name: str) -> HttpResponse:
    """A picture to a browser: taken for nothing but a picture, and kept by nobody in between."""
    with file.open("rb") as opened:
        response = HttpResponse(opened.read(), content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}{ENDINGS[kind]}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
