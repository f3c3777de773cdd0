"""How the demo's products are told, in Italian and in Spanish; some of the new ones not yet."""

from datetime import timedelta

from catalog.demo.departments import USES
from catalog.models import ProductText
from config.lib.seeds import copy_in

TOLD = {"it": 0.99, "es": 0.97}
TOLD_OF_THE_NEW = {"it": 0.6, "es": 0.35}  # the rest is the writer's work
NEW = timedelta(days=45)

OPENINGS = {
    "it": [
        "{name} {use}.",
        "C’è chi la casa la arreda e chi la vive: {name} {use}.",
        "Pensata da {brand} per durare, la linea {model} {use}.",
    ],
    "es": [
        "La línea {model} de {brand} {use}.",
        "Pensado por {brand} para durar, {model} {use}.",
        "Hay quien decora la casa y quien la vive: {model} {use}.",
    ],
}
MIDDLES = {
    "it": [
        "La lavorazione {material} è curata da piccoli laboratori italiani, con materiali scelti "
        "uno per uno: piccole differenze di tono sono il segno di ciò che è fatto a mano.",
        "Realizzata {material}, unisce una forma essenziale a finiture che reggono l’uso di ogni "
        "giorno. Si abbina facilmente alle altre collezioni {brand}.",
        "La scelta di lavorarla {material} la rende solida e leggera insieme; ogni pezzo viene "
        "controllato prima di lasciare il magazzino.",
    ],
    "es": [
        "Cada pieza se elabora en pequeños talleres italianos con materiales elegidos uno a uno: "
        "las pequeñas diferencias de tono son la señal de lo hecho a mano.",
        "Une una forma esencial con acabados que resisten el uso diario y combina fácilmente con "
        "las demás colecciones de {brand}.",
        "Sólido y ligero a la vez; cada pieza se revisa antes de salir del almacén.",
    ],
}
CLOSINGS = {
    "it": [
        "Si pulisce con un panno umido. Spedizione in 24–48 ore, reso gratuito entro 30 giorni.",
        "Disponibile in {options}. Reso gratuito entro 30 giorni.",
        "Arriva in un imballo di cartone riciclato, pronta da regalare.",
    ],
    "es": [
        "Se limpia con un paño húmedo. Envío en 3–5 días, devolución gratuita en 30 días.",
        "Disponible en varias versiones. Devolución gratuita en 30 días.",
        "Llega en un embalaje de cartón reciclado, listo para regalar.",
    ],
}
METAS = {
    "it": "{name} di {brand}: {use}. Spedizione rapida e reso gratuito entro 30 giorni.",
    "es": "{model} de {brand}: {use}. Envío rápido y devolución gratuita en 30 días.",
}
TITLES = {"it": "{name}", "es": "{model} · {brand}"}


def tell(goods, now, rolls) -> None:
    """A text for most products in each language of the shop."""
    rows = []
    for thing in goods:
        shares = TOLD_OF_THE_NEW if thing.born > now - NEW else TOLD
        for language, share in shares.items():
            is_told = rolls.random() < share and thing.status == "active"
            written_at = _written_at(thing, language, now, rolls)
            if is_told and written_at < now:
                rows.append((thing.id, language, *sheet(thing, language, rolls), written_at))
    copy_in(
        ProductText,
        ["product_id", "language", "title", "body", "meta_description", "written_at"],
        rows,
    )


def _written_at(thing, language, now, rolls):
    """Italian comes with the product; Spanish came little by little, as that shop grew."""
    if language == "it":
        return thing.born + timedelta(days=rolls.uniform(0.5, 15))
    return thing.born + (now - thing.born) * rolls.uniform(0.05, 0.95)


def sheet(thing, language, rolls) -> tuple[str, str, str]:
    """A title, a text of three paragraphs and a meta description."""
    told = {
        "name": thing.name,
        "model": thing.model,
        "brand": thing.brand,
        "material": thing.material,
        "use": USES[thing.kind.use][language == "es"],
        "options": ", ".join(option.name for option in thing.variants),
    }
    paragraphs = [
        rolls.choice(part[language]).format(**told) for part in (OPENINGS, MIDDLES, CLOSINGS)
    ]
    title = TITLES[language].format(**told)
    return title, "\n\n".join(paragraphs), METAS[language].format(**told)
