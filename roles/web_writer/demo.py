"""The demo's drafts: those that became today's texts, and those that are on somebody's desk."""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType

from catalog.models import Product, ProductText
from config.lib.seeds import copy_in, dice, next_id, words
from roles.team.demo import cast
from roles.web_writer.campaign_words import BRIEF, NOTE, SHEETS, WORDS
from roles.web_writer.models import Copy, CopyMove, Draft, DraftMove

WRITERS = {"it": "elena.conti", "es": "ines.navarro"}
APPROVER = "giulia.ferri"
SENT_BACK = 0.28  # of the drafts, once
BACK = [
    "Manca la parola chiave nel primo paragrafo.",
    "Troppo lungo: bastano due paragrafi.",
    "Le misure non corrispondono alla scheda del fornitore.",
    "Meta description oltre i 155 caratteri.",
]
OPEN = ["draft", "draft", "submitted", "changes", "draft", "submitted", "draft", "changes"]
FIELDS = words(
    "id product_id language status title body meta_description keyword version author_id begun_at"
    " saved_at saved_by_id approved_at"
)
MOVES = words("subject_id came_from became moved_at moved_by_id note")
BODY = {
    "it": "{name} nasce per durare: materiali scelti con cura, una forma semplice e finiture che "
    "reggono l’uso di ogni giorno. Si abbina alle altre collezioni della casa e arriva pronta "
    "all’uso, in un imballo di cartone riciclato.\n\nSi pulisce con un panno umido e non chiede "
    "altre attenzioni. Spedizione in 24–48 ore, reso gratuito entro 30 giorni.",
    "es": "{name} nace para durar: materiales elegidos con cuidado, una forma sencilla y acabados "
    "que resisten el uso diario. Combina con las demás colecciones de la casa y llega listo para "
    "usar, en un embalaje de cartón reciclado.\n\nSe limpia con un paño húmedo y no pide más "
    "atenciones. Envío en 3–5 días, devolución gratuita en 30 días.",
}
META = {
    "it": "{name}: materiali scelti, forma semplice, reso gratuito entro 30 giorni.",
    "es": "{name}: materiales elegidos, forma sencilla, devolución gratuita en 30 días.",
}


def fill(now: datetime, seed: int, scale: float) -> None:
    """Every text of the last year and a half was a draft first; some are still under way."""
    desk = Desk(now, dice(seed, "web_writer"))
    for text in ProductText.objects.filter(written_at__gt=now - timedelta(days=540)).order_by("pk"):
        desk.approved(text)
    untold = Product.objects.active().order_by("-created_at", "pk")
    begun = [*OPEN, "thrown"]
    for language, status in zip(["it", "es"] * len(begun), begun, strict=False):
        product = untold.exclude(texts__language=language).exclude(pk__in=desk.busy).first()
        if product:
            desk.under_way(product, language, status)
    copy_in(Draft, FIELDS, desk.drafts)
    copy_in(DraftMove, MOVES, desk.moves)
    copy_in(
        Draft.writers.through, ["draft_id", "user_id"], ((row[0], row[9]) for row in desk.drafts)
    )
    say(now)


class Desk:
    """Collects drafts and their histories."""

    def __init__(self, now, rolls):
        self.now, self.rolls, self.people = now, rolls, cast()
        self.drafts, self.moves, self.busy = [], [], []
        self.next = next_id(Draft)

    def approved(self, text):
        end = text.written_at
        begun = end - timedelta(hours=self.rolls.uniform(5, 44))
        told = (text.title, text.body, text.meta_description)
        self._write(text.product_id, text.language, "approved", told, begun, end)

    def under_way(self, product, language, status):
        self.busy.append(product.pk)
        begun = max(product.created_at, self.now - timedelta(hours=self.rolls.uniform(26, 90)))
        name = product.name
        body = BODY[language].format(name=name)
        told = (name, body, META[language].format(name=name))
        if status == "draft":
            told = (name, body.partition("\n\n")[0][: self.rolls.randint(60, 180)], "")
        self._write(product.pk, language, status, told, begun, self.now - timedelta(hours=1))

    def _write(self, product_id, language, status, told, begun, end):
        """A draft that came from its beginning to where it is by `end`."""
        steps = self._steps(status)
        writer, approver = self.people[WRITERS[language]], self.people[APPROVER]
        came_from = "draft"
        for place, became in enumerate(steps, start=1):
            at = begun + (end - begun) * place / len(steps)
            by = writer if became in ("submitted", "thrown") else approver
            note = self.rolls.choice(BACK) if became == "changes" else ""
            self.moves.append((self.next, came_from, became, at, by.pk, note))
            came_from = became
        keyword = " ".join(told[0].lower().split()[:3])
        approved_at = end if status == "approved" else None
        self.drafts.append((
            self.next, product_id, language, status, *told, keyword, 1 + len(steps), writer.pk,
            begun, begun + (end - begun) / 2, writer.pk, approved_at,
        ))  # fmt: skip
        self.next += 1

    def _steps(self, status):
        ways = {
            "draft": [],
            "submitted": ["submitted"],
            "changes": ["submitted", "changes"],
            "approved": ["submitted", "approved"],
            "thrown": ["thrown"],
        }
        if status == "approved" and self.rolls.random() < SENT_BACK:
            return ["submitted", "changes", "submitted", "approved"]
        return ways[status]


def say(now: datetime) -> None:
    """The campaign texts on the desk, about the newest product that is told already."""
    product = Product.objects.active().filter(texts__isnull=False).order_by("-created_at").first()
    people, kind = cast(), ContentType.objects.get_for_model(Product)
    for medium, language, variant, status, due, has_words in SHEETS if product else ():
        written = WORDS[language].get(medium, {}) if has_words else {}
        name = product.name[:25]
        copy = Copy.objects.create(
            subject_type=kind, subject_id=product.pk, about=product.name,
            medium=medium, language=language,
            variant=variant, status=status, brief=BRIEF, due_at=now + timedelta(hours=due),
            words={key: text.format(name=name) for key, text in written.items()},
            asked_at=now - timedelta(hours=60), asked_by=people["marco.bassi"],
            saved_at=now - timedelta(hours=20) if written else None,
            saved_by=people[WRITERS[language]] if written else None,
            approved_at=now - timedelta(hours=3) if status == "approved" else None,
        )  # fmt: skip
        if written:
            copy.writers.add(people[WRITERS[language]])
        _live(copy, people, now)


def _live(copy, people, now):
    """How the text came to where it is."""
    ways = {
        "to_write": [],
        "submitted": ["submitted"],
        "approved": ["submitted", "approved"],
        "changes": ["submitted", "changes"],
    }
    came_from = "to_write"
    for place, became in enumerate(ways[copy.status]):
        by = people[WRITERS[copy.language] if became == "submitted" else APPROVER]
        CopyMove.objects.create(
            subject=copy, came_from=came_from, became=became, moved_by=by,
            moved_at=now - timedelta(hours=10 - 7 * place),
            note=NOTE if became == "changes" else "",
        )  # fmt: skip
        came_from = became
