"""The other side: looking at a proof, pointing at it, approving it or sending it back."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import actions as catalog
from catalog.models import Product
from config.lib import pictures
from config.lib.refusals import Refusal
from roles.graphic_designer.models import Brief, Picture, Pin, Proof
from roles.team import eyes

MADE = eyes.Words(
    somebody_else=gettext_lazy("You made this picture: somebody else must approve it."),
    come_back=gettext_lazy(
        "You made this and nobody else may approve it: come back to it on %(moment)s."
    ),
    note=gettext_lazy("Approved by who made it, on another day: nobody else may approve."),
)


def approve(brief: Brief, *, number: int, by, at: datetime) -> None:
    """The pictures are good as they were looked at. Whoever made them looks another day."""
    with transaction.atomic():
        held, proof = _as_seen(brief, number)
        comes_back_at = eyes.approve(held, by=by, at=at, words=MADE)
        is_done = comes_back_at is None
        if is_done and held.is_for_a_product() and isinstance(held.subject, Product):
            _into_the_catalogue(held, proof, by=by, at=at)
    eyes.refuse_until(comes_back_at, words=MADE)


@transaction.atomic
def request_changes(brief: Brief, *, number: int, note: str, by, at: datetime) -> None:
    """The proof goes back to the designer, with what to change: in words, or pinned on it."""
    held, proof = _as_seen(brief, number)
    if not note and not Pin.objects.filter(picture__proof=proof, settled_at=None).exists():
        raise Refusal(_("Say what to change, or pin a comment on the picture."))
    if held.status == Brief.Status.APPROVED and held.is_for_a_product():
        raise Refusal(_("This picture is in the catalogue. Ask for a new one instead."))
    held.request_changes(note=note, by=by, at=at)


@transaction.atomic
def withdraw(brief: Brief, *, note: str = "", by, at: datetime) -> None:
    """Nobody needs these pictures any more."""
    Brief.objects.select_for_update().get(pk=brief.pk).withdraw(note=note, by=by, at=at)


def pin(
    picture: Picture,
    *,
    text: str,
    by,
    at: datetime,
    x: Decimal | None = None,
    y: Decimal | None = None,
) -> Pin:
    """A comment, on a point of the picture or on all of it."""
    return Pin.objects.create(picture=picture, x=x, y=y, text=text, pinned_at=at, pinned_by=by)


def settle(pin: Pin, *, by, at: datetime) -> None:
    """What was pinned is done."""
    Pin.objects.filter(pk=pin.pk, settled_at=None).update(settled_at=at, settled_by=by)


def unsettle(pin: Pin) -> None:
    """It is not done after all."""
    Pin.objects.filter(pk=pin.pk).update(settled_at=None, settled_by=None)


def _as_seen(brief, number) -> tuple[Brief, Proof]:
    """The brief, held, if its last proof is the one that was looked at."""
    held = Brief.objects.select_for_update().get(pk=brief.pk)
    proof = held.proofs.order_by("-number").first()
    if proof is None or proof.number != number or proof.sent_at is None:
        raise Refusal(_("The proof was changed since you opened it. Look at it again."))
    return held, proof


def _into_the_catalogue(brief, proof, *, by, at):
    alt_texts = {alt.language: alt.text for alt in brief.alt_texts.all()}
    for picture in proof.pictures.exclude(piece=None).order_by("piece__position"):
        with picture.file.open("rb") as file:
            ending = pictures.ENDINGS[picture.kind]
            catalog.add_image(
                brief.subject, file=file, ending=ending, alt_texts=alt_texts, by=by, at=at
            )
