"""The other side: looking at a proof, pointing at it, approving it or sending it back."""

from datetime import datetime
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from catalog import actions as catalog
from catalog.models import Product
from config.lib import pictures
from config.lib.refusals import Refusal
from config.templatetags.regia import upcoming
from roles.graphic_designer.models import Brief, Picture, Pin, Proof
from roles.team import eyes


def approve(brief: Brief, *, number: int, by, at: datetime) -> None:
    """The pictures are good as they were looked at. Whoever made them looks another day."""
    comes_back_at = _approve(brief, number=number, by=by, at=at)
    if comes_back_at:  # kept, though refused: the pictures rest until then
        raise Refusal(
            _("You made this and nobody else may approve it: come back to it on %(moment)s.")
            % {"moment": upcoming(comes_back_at)}
        )


@transaction.atomic
def _approve(brief, *, number, by, at) -> datetime | None:
    """Approve, unless the second look is on another day: then from when on."""
    held, proof = _as_seen(brief, number)
    is_own = makers(held).filter(pk=by.pk).exists()
    if is_own and (comes_back_at := _second_look(held, by=by, at=at)):
        return comes_back_at
    note = _("Approved by who made it, on another day: nobody else may approve.")
    held.approve(note=note if is_own else "", by=by, at=at)
    if held.is_for_a_product() and isinstance(held.subject, Product):
        _into_the_catalogue(held, proof, by=by, at=at)
    return None


def _second_look(brief, *, by, at) -> datetime | None:
    """Four eyes: who made it may not approve. Where nobody else could, only on a day after."""
    if others_who_approve(brief, by=by).exists():
        raise Refusal(_("You made this picture: somebody else must approve it."))
    if brief.status != Brief.Status.SUBMITTED:
        return None
    if brief.second_look_at is None:
        comes_back_at = eyes.second_look_at(by, at)
        Brief.objects.filter(pk=brief.pk).update(second_look_at=comes_back_at)
        return comes_back_at
    return brief.second_look_at if at < brief.second_look_at else None


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


def makers(brief: Brief):
    """Who made a picture of it."""
    made = Picture.objects.filter(proof__brief=brief).values("added_by")
    return get_user_model().objects.filter(pk__in=made)


def others_who_approve(brief: Brief, *, by):
    """People who could approve these pictures with fresh eyes."""
    made = makers(brief).values_list("pk", flat=True)
    return eyes.others_who_may(brief.approved_with(), than=[by.pk, *made])


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
