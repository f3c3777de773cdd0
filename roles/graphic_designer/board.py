"""The proofing board: a brief, one of its proofs, one of its pictures, and what is pinned on it."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from roles.graphic_designer import checks
from roles.graphic_designer.models import Brief, Picture, Pin, Proof

SPAN = 1000  # the board's own width, in which pins are placed


@dataclass(frozen=True)
class Shown:
    """A picture of a proof as the strip shows it, with what was found about its format."""

    key: str
    title: str
    picture: Picture | None
    looked: checks.Looked | None = None
    open_pins: int = 0


@dataclass(frozen=True)
class Pinned:
    """A comment with its number, and its place on the board."""

    number: int
    pin: Pin
    x: int | None = None
    y: int | None = None


@dataclass(frozen=True)
class Board:
    """Everything one sees at once."""

    brief: Brief
    proofs: list[Proof]
    proof: Proof | None
    report: checks.Report
    strip: list[Shown]
    shown: Shown | None
    pins: list[Pinned]
    earlier: list[Pin]

    @property
    def is_last(self):
        return not self.proofs or self.proof == self.proofs[-1]

    @property
    def takes_pictures(self):
        """What is dropped here comes into the proof at work, or begins the next."""
        return self.brief.is_editable() and self.is_last

    @property
    def is_at_work(self):
        """The proof is not sent yet, so the designer may change it."""
        return self.takes_pictures and self.proof is not None and self.proof.sent_at is None

    @property
    def next_number(self):
        return len(self.proofs) + 1

    @property
    def height(self):
        picture = self.shown.picture
        return round(SPAN * picture.height / picture.width)


def of(brief: Brief, *, number: str = "", key: str = "") -> Board:
    """The proof and the format asked for; else the last one, and its first picture."""
    proofs = list(brief.proofs.order_by("number"))
    proof = next((one for one in proofs if str(one.number) == number), None)
    proof = proof or (proofs[-1] if proofs else None)
    report = checks.of(brief, proof)
    strip = _strip(report, _open_pins(proof))
    with_picture = [one for one in strip if one.picture]
    shown = next((one for one in strip if one.key == key), None)
    shown = shown or next(iter(with_picture), None)
    return Board(
        brief=brief,
        proofs=proofs,
        proof=proof,
        report=report,
        strip=strip,
        shown=shown,
        pins=_pins(shown.picture) if shown and shown.picture else [],
        earlier=_open_pins_before(brief, proof),
    )


def _strip(report, pins):
    strip = [
        Shown(one.piece.key, one.piece.title, one.picture, one, _of(pins, one.picture))
        for one in report.pieces
    ]
    if master := report.master:
        strip.insert(0, Shown("master", _("Master"), master, open_pins=_of(pins, master)))
    return strip


def _of(pins, picture):
    return pins.get(picture.pk, 0) if picture else 0


def _open_pins(proof):
    """How many comments wait on each picture of a proof."""
    pins = (
        Pin.objects.filter(picture__proof=proof, settled_at=None) if proof else Pin.objects.none()
    )
    return dict(pins.values_list("picture").annotate(total=Count("pk")).order_by())


def _pins(picture):
    height = SPAN * picture.height / picture.width
    pins = picture.pins.select_related("pinned_by", "settled_by").order_by("pinned_at", "pk")
    return [
        Pinned(
            number,
            pin,
            None if pin.x is None else round(SPAN * pin.x / 100),
            None if pin.y is None else round(height * float(pin.y) / 100),
        )
        for number, pin in enumerate(pins, start=1)
    ]


def _open_pins_before(brief, proof):
    """What was pinned on earlier proofs and is not settled: the next proof should answer it."""
    if proof is None:
        return []
    pins = Pin.objects.filter(
        picture__proof__brief=brief, picture__proof__number__lt=proof.number, settled_at=None
    )
    shown = pins.select_related("pinned_by", "picture__proof", "picture__piece__brief")
    return list(shown.order_by("pinned_at", "pk"))


def history(brief: Brief) -> list[dict]:
    """What happened to the brief, newest first."""
    asked = {"at": brief.asked_at, "by": brief.asked_by, "text": _("Asked for")}
    return brief.events(begun=asked, states={Brief.Status.APPROVED: "good"})
