"""The demo's briefs: what was approved this season, and what is on the designer's desk today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType

from catalog import actions as catalog
from catalog.models import Product
from config.lib.seeds import dice
from roles.graphic_designer import formats
from roles.graphic_designer.models import (
    AltText,
    Brief,
    BriefMove,
    Picture,
    Piece,
    Pin,
    Proof,
)
from roles.graphic_designer.still_life import picture
from roles.team.demo import cast

DESIGNER, APPROVER, ASKER = "davide.russo", "giulia.ferri", "marco.bassi"
H = timedelta(hours=1)


@dataclass(frozen=True)
class Sheet:
    """One brief of the demo: what came of it, in how many proofs, and when it is due."""

    medium: str
    status: str
    proofs: int = 0
    asked: int = 60  # hours ago
    due: int = 30  # hours from now
    wish: str = ""
    copy: str = ""


WARM = "Luce calda del mattino, il prodotto da solo su un tavolo di legno, niente fiori finti."
SHEETS = [
    Sheet("newsletter", "submitted", 2, 92, 5, WARM, "La luce giusta\nper le sere lunghe"),
    Sheet("meta_ads", "changes", 1, 76, 20, "Il prodotto in primo piano.", "–20 % fino a domenica"),
    Sheet("landing", "in_work", 1, 50, 44, WARM, "Casa Lavanda d’inverno"),
    Sheet("product", "submitted", 1, 30, 18, "Fondo neutro, il prodotto intero, ombra morbida."),
    Sheet("product", "in_work", 1, 26, 26, "Fondo neutro, il prodotto intero."),
    Sheet("product", "asked", 0, 20, 28, "Manca lo scatto frontale: campione allo scaffale C4."),
    Sheet("post", "asked", 0, 70, -6, "Dettaglio del materiale.", "Fatto per durare"),
    Sheet("google_ads", "asked", 0, 8, 70, "Tre formati, una scena.", "Spedizione in 24–48 ore"),
    *(Sheet(medium, "approved", rounds, 24 * days, 24 * (3 - days)) for medium, rounds, days in (
        ("product", 1, 6), ("newsletter", 1, 9), ("post", 2, 14), ("landing", 1, 21),
        ("product", 1, 25), ("meta_ads", 1, 33), ("press", 2, 47), ("newsletter", 1, 61),
    )),
]  # fmt: skip
SAID = [
    (24, 30, "Qui l’ombra è troppo dura."),
    (62, 58, "Più vicino al prodotto: sul telefono non si vede la finitura."),
]


def fill(now: datetime, seed: int, scale: float) -> None:
    """A desk in the middle of a week."""
    products = Product.objects.active().order_by("-created_at", "pk")
    unseen, seen = list(products.lacking_image()[: len(SHEETS)]), list(products[40:80])
    stage = Stage(now, dice(seed, "graphic_designer"))
    for sheet in SHEETS:
        pool = unseen if sheet.medium == formats.PRODUCT and unseen else seen or unseen
        if pool:
            stage.play(sheet, pool.pop(0))


class Stage:
    """Makes the rows of one brief after the other, as its people would have."""

    def __init__(self, now, rolls):
        self.now, self.rolls, self.people = now, rolls, cast()
        self.kind = ContentType.objects.get_for_model(Product)

    def play(self, sheet, product):
        at = self.now - sheet.asked * H
        by = self.people[ASKER if sheet.medium != formats.PRODUCT else APPROVER]
        brief = Brief.objects.create(
            subject_type=self.kind, subject_id=product.pk, about=product.name,
            medium=sheet.medium,
            languages=["es", "it"] if sheet.medium in formats.DESCRIBED else [],
            status=sheet.status, wish=sheet.wish, copy=sheet.copy, asked_at=at, asked_by=by,
            due_at=self.now + sheet.due * H,
            approved_at=at + 30 * H if sheet.status == "approved" else None,
        )  # fmt: skip
        pieces = self._want(brief)
        for number in range(1, sheet.proofs + 1):
            self._show(brief, pieces, number, sheet, at + number * 9 * H)
        self._describe(brief, product, sheet, at + 8 * H)
        if sheet.status == "approved" and sheet.medium == formats.PRODUCT:
            self._into_the_catalogue(brief, product)

    def _want(self, brief):
        return Piece.objects.bulk_create(
            Piece(
                brief=brief, key=one.key, width=one.width, height=one.height, max_kb=one.max_kb,
                kinds=list(one.kinds), position=position,
            )
            for position, one in enumerate(formats.of(brief.medium))
        )  # fmt: skip

    def _show(self, brief, pieces, number, sheet, at):
        """One proof, and what was said about it."""
        is_last = number == sheet.proofs
        is_sent = not (is_last and sheet.status == "in_work")
        proof = Proof.objects.create(
            brief=brief, number=number, begun_at=at, begun_by=self.people[DESIGNER],
            sent_at=at + 2 * H if is_sent else None,
        )  # fmt: skip
        self._moved(brief, "asked" if number == 1 else "changes", "in_work", at, DESIGNER)
        pictures = [self._draw(proof, None, (2400, 2400), at)]
        shown = pieces if is_sent else pieces[:-1] if len(pieces) > 1 else pieces
        pictures += [self._draw(proof, piece, piece.size, at) for piece in shown]
        if not is_sent:
            return
        self._moved(brief, "in_work", "submitted", at + 2 * H, DESIGNER)
        if is_last and sheet.status in ("submitted", "approved"):
            if sheet.status == "approved":
                self._moved(brief, "submitted", "approved", at + 5 * H, APPROVER)
            return
        note = (
            "Più luce e meno ombra; vedi i commenti."
            if sheet.status != "approved"
            else "Taglio più stretto."
        )
        self._moved(brief, "submitted", "changes", at + 4 * H, APPROVER, note)
        self._pin(pictures[1], at + 4 * H, is_settled=not is_last)

    def _draw(self, proof, piece, size, at):
        seed = f"{proof.brief.subject_id}"
        whole, small = picture(size, seed=seed, warmer=proof.number > 1)
        return Picture.objects.create(
            proof=proof, piece=piece, file=whole.as_file(), small=small.as_file(), kind="jpeg",
            name=f"scatto-{seed}.jpg", width=size[0], height=size[1], weight=whole.weight,
            is_cut=piece is not None, added_at=at, added_by=self.people[DESIGNER],
        )  # fmt: skip

    def _pin(self, shown, at, *, is_settled):
        for x, y, text in SAID:
            Pin.objects.create(
                picture=shown, x=x, y=y, text=text, pinned_at=at, pinned_by=self.people[APPROVER],
                settled_at=at + 6 * H if is_settled else None,
                settled_by=self.people[DESIGNER] if is_settled else None,
            )  # fmt: skip

    def _describe(self, brief, product, sheet, at):
        """Words for who cannot see it, where it was ever whole."""
        if sheet.status not in ("submitted", "approved", "changes"):
            return
        told = {
            "it": f"{product.name} su un tavolo di legno",
            "es": f"{product.name} sobre una mesa de madera",
        }
        AltText.objects.bulk_create(
            AltText(brief=brief, language=tongue, text=told[tongue], written_at=at,
                    written_by=self.people[DESIGNER])
            for tongue in brief.languages
        )  # fmt: skip

    def _into_the_catalogue(self, brief, product):
        shown = brief.proofs.get(number=brief.proofs.count()).pictures.exclude(piece=None).first()
        told = {alt.language: alt.text for alt in brief.alt_texts.all()}
        with shown.file.open("rb") as file:
            catalog.add_image(
                product, file=file, ending=".jpg", alt_texts=told, by=None, at=brief.approved_at
            )

    def _moved(self, brief, came_from, became, at, who, note=""):
        BriefMove.objects.create(
            subject=brief, came_from=came_from, became=became, moved_at=at,
            moved_by=self.people[who], note=note,
        )  # fmt: skip
