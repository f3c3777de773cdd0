"""What comes after the parcel in the demo: reviews, and money that goes back."""

# ruff: noqa: E501 (sentences are left whole)

from datetime import timedelta
from decimal import Decimal

from config.lib.clock import local_day
from config.lib.seeds import Weighted, words

HAPPY = Weighted({5: 62, 4: 25, 3: 8, 2: 3, 1: 2})
UNHAPPY = Weighted({5: 14, 4: 18, 3: 20, 2: 22, 1: 26})
SAID = {
    "IT": {
        5: ["Bellissimo, dal vivo è ancora meglio che in foto.", "Spedizione velocissima e imballo curato.", "Qualità ottima, ordinerò ancora.", "Un regalo molto apprezzato!", "Tutto perfetto, consigliato."],
        4: ["Molto bello, il colore è appena più scuro che in foto.", "Buon rapporto qualità prezzo.", "Soddisfatta, un giorno di ritardo ma niente di grave."],
        3: ["Carino, mi aspettavo qualcosa di più solido.", "Nella media.", "Prodotto buono, consegna lenta."],
        2: ["Arrivato con quattro giorni di ritardo.", "L’imballo era rovinato.", "Non corrisponde alla descrizione."],
        1: ["Ho dovuto scrivere tre volte per sapere dove fosse il pacco.", "Arrivato rotto, aspetto il rimborso.", "Consegna in ritardo: il regalo non è arrivato in tempo."],
    },
    "ES": {
        5: ["Precioso, mejor que en las fotos.", "Llegó rápido y muy bien embalado.", "Repetiré sin duda."],
        4: ["Muy bonito, el color un poco más oscuro.", "Buena relación calidad-precio."],
        3: ["Está bien, esperaba algo más sólido.", "El envío tardó bastante."],
        2: ["Llegó con varios días de retraso.", "El embalaje venía dañado."],
        1: ["Llegó roto y sigo esperando respuesta.", "Muy tarde, el regalo no llegó a tiempo."],
    },
}  # fmt: skip
RETURNED = ["Ci ho ripensato", "Colore diverso da come sembrava", "Troppo grande", "Regalo doppio"]
DAMAGED = ["Arrivato rotto", "Manca un pezzo", "Graffiato", "Articolo sbagliato"]
REFUND_FIELDS = words(
    "id channel_id external_id order_id line_id variant_id status amount quantity currency rate "
    "reason requested_at refunded_at"
)
REVIEW_FIELDS = words("order_id external_id score title text reviewed_at answered_at")
CENT = Decimal("0.01")


def review(order, story, rolls):
    """One buyer in five says something, the disappointed more often; none before delivery."""
    life = order.life
    is_late = life.delivered_at and life.delivered_at.date() > life.promised_date
    if not life.delivered_at or rolls.random() > (0.45 if is_late else 0.22):
        return None
    said_at = life.delivered_at + timedelta(days=rolls.uniform(0.2, 3 if is_late else 9))
    if said_at > story.now:
        return None
    is_sour = local_day(said_at, story.zone) == story.yesterday and rolls.random() < 0.6
    score = (UNHAPPY if is_late or is_sour else HAPPY).roll(rolls)
    texts = SAID[order.buyer.country][score]
    text = rolls.choice(texts) if rolls.random() < 0.7 else ""
    answered_at = said_at + timedelta(hours=rolls.uniform(2, 60))
    is_answered = answered_at < story.now and rolls.random() < (0.9 if score <= 2 else 0.25)
    reference = f"RV{order.id}"
    return (order.id, reference, score, "", text, said_at, answered_at if is_answered else None)


def refunds(order, story, rolls):
    """The refunds of one order, as far as they have been asked for by now."""
    life = order.life
    if life.cancelled_at and life.paid_at:
        asked, reason = life.cancelled_at, "Ordine annullato"
        yield from _refund(order, None, asked, reason, story, rolls)
    elif life.returned_at:
        for line in order.lines:
            yield from _refund(order, line, life.returned_at, rolls.choice(RETURNED), story, rolls)
    elif life.delivered_at and rolls.random() < 0.022:
        asked = life.delivered_at + timedelta(days=rolls.uniform(0.3, 6))
        line = rolls.choice(order.lines)
        yield from _refund(order, line, asked, rolls.choice(DAMAGED), story, rolls)


def _refund(order, line, asked, reason, story, rolls):
    if asked > story.now:
        return
    hours = rolls.uniform(0.5, 7) if rolls.random() < 0.85 else rolls.uniform(8, 24)
    paid_at = story.calendar.add_hours(asked, hours)
    is_refused = line is not None and rolls.random() < 0.04
    is_stuck = asked > story.now - timedelta(days=9) and rolls.random() < 0.12
    status = "refused" if is_refused else "paid"
    if paid_at > story.now or is_stuck:
        status = "requested"
    line_id, variant_id, amount, quantity = _what(order, line)
    yield (
        order.channel.pk, order.id, line_id, variant_id, status, amount, quantity, "EUR",
        Decimal(1), reason, asked, paid_at if status == "paid" else None,
    )  # fmt: skip


def _what(order, line):
    """A line goes back at its price less its part of the coupon; a whole order at its total."""
    if line is None:
        return None, None, order.total, None
    share = 1 - (order.discount / order.goods if order.goods else 0)
    amount = (line.item.price * line.item.quantity * share).quantize(CENT)
    return line.id, line.item.offer.variant_id, amount, line.item.quantity
