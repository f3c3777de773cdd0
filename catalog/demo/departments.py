"""The shelves of the demo shop: what stands on them, when it sells, what it costs."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from config.lib.seeds import words

KINDS = Path(__file__).with_name("kinds.csv")
#           Jan  Feb  Mar  Apr  May  Jun  Jul  Aug  Sep  Oct  Nov  Dec
ALL_YEAR = [0.9, 0.8, 0.9, 0.9, 1.0, 1.0, 0.9, 0.7, 1.0, 1.1, 1.3, 1.4]
SPRING = [0.2, 0.5, 1.4, 2.0, 2.2, 1.6, 1.0, 0.5, 0.7, 0.4, 0.2, 0.1]
SUMMER = [0.1, 0.2, 0.6, 1.3, 2.1, 2.6, 2.0, 1.0, 0.4, 0.2, 0.1, 0.1]
DARK_MONTHS = [1.3, 1.0, 0.7, 0.6, 0.5, 0.5, 0.5, 0.5, 0.9, 1.3, 1.7, 1.9]
CHRISTMAS = [0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 1.0, 5.5, 6.0]

MODELS = words("""
    Ginestra Ortensia Etna Stromboli Olmo Mirto Camelia Rugiada Brezza Aurora Levante Ponente
    Maestrale Quercia Fiordaliso Mimosa Timo Salento Langhe Chianti Murano Burano Positano Ravello
    Orvieto Cortona Assisi Lucca Garda Como Elba Capri Ischia Procida Tellaro Camogli Noli Trani
    Otranto Ostuni Matera Vieste Asolo Bolsena Pienza Volterra Amalfi Sorrento Taormina Noto
""")
BRANDS = [
    "Casa Lavanda",
    "Borgo Verde",
    "Fornace Alta",
    "Lino & Luna",
    "Officina Luce",
    "Tre Ulivi",
]
USES = {  # what a thing is good for, in Italian and in Spanish
    "light": (
        "illumina gli angoli della casa con una luce calda e morbida",
        "ilumina los rincones de la casa con una luz cálida y suave",
    ),
    "sleep": (
        "rende la casa un posto in cui tornare volentieri",
        "convierte la casa en un lugar al que apetece volver",
    ),
    "table": (
        "porta in tavola il piacere delle cose fatte bene",
        "lleva a la mesa el placer de las cosas bien hechas",
    ),
    "green": (
        "mette in mostra le piante e ne protegge le radici",
        "luce las plantas y protege sus raíces",
    ),
    "grill": (
        "trasforma una sera in giardino in una festa tra amici",
        "convierte una noche en el jardín en una fiesta entre amigos",
    ),
    "work": (
        "alleggerisce il lavoro in giardino e dura per molte stagioni",
        "aligera el trabajo en el jardín y dura muchas temporadas",
    ),
    "rest": ("invita a fermarsi all’aria aperta", "invita a descansar al aire libre"),
    "feast": (
        "accende l’attesa della festa in ogni stanza",
        "enciende la ilusión de la fiesta en cada habitación",
    ),
    "order": (
        "dà un posto a ogni cosa senza farsi notare",
        "da un sitio a cada cosa sin hacerse notar",
    ),
    "bath": (
        "accompagna i momenti di calma e resta morbido lavaggio dopo lavaggio",
        "acompaña los momentos de calma y sigue suave lavado tras lavado",
    ),
}


@dataclass(frozen=True)
class Kind:
    """A sort of thing: `phrase` model `material`, from a price to a price (cents), in options."""

    department: str
    category: str
    phrase: str
    materials: tuple[str, ...]
    prices: tuple[int, int]
    grams: tuple[int, int]
    options: tuple[str, ...]
    use: str


@dataclass(frozen=True, eq=False)
class Department:
    """`share`: how much of the shop it is; `season`: how that changes from January to December."""

    name: str
    code: str
    season: list[float]
    share: float

    @property
    def kinds(self) -> list[Kind]:
        return [kind for kind in _kinds() if kind.department == self.name]


DEPARTMENTS = [
    Department("Illuminazione", "LAM", DARK_MONTHS, 1.3),
    Department("Tessili", "TES", ALL_YEAR, 1.5),
    Department("Vasi e fioriere", "VAS", SPRING, 1.1),
    Department("Barbecue", "BBQ", SUMMER, 0.9),
    Department("Utensili da giardino", "UTE", SPRING, 1.0),
    Department("Arredo giardino", "ARG", SUMMER, 0.7),
    Department("Natale", "NAT", CHRISTMAS, 1.6),
    Department("Cucina e tavola", "CUC", ALL_YEAR, 1.2),
    Department("Bagno", "BAG", ALL_YEAR, 0.8),
    Department("Casa in ordine", "ORD", ALL_YEAR, 0.9),
]


@cache
def _kinds() -> list[Kind]:
    with KINDS.open(encoding="utf-8", newline="") as lines:
        return [_kind(row) for row in csv.DictReader(lines)]


def _kind(row) -> Kind:
    return Kind(
        department=row["department"],
        category=row["category"],
        phrase=row["phrase"],
        materials=tuple(row["materials"].split("; ")),
        prices=(_cents(row["price_from"]), _cents(row["price_to"])),
        grams=(int(row["grams_from"]), int(row["grams_to"])),
        options=tuple(row["options"].split("; ")),
        use=row["use"],
    )


def _cents(price: str) -> int:
    return int(price.replace(".", ""))
