"""Products of the demo shop and their variants: names, numbers, sizes, costs and prices."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from stdnum import ean

from catalog.demo.departments import BRANDS, DEPARTMENTS, MODELS, Department, Kind
from catalog.models import Product, Variant
from config.lib.seeds import copy_in, next_id, words

PER_KIND = 10
SMALL = {"piccola", "basso", "medio", "singola", "singolo"}  # the next ones are larger and dearer
OWN_NUMBERS = "29"  # GTINs a shop may give its own goods: nobody else's article has one


@dataclass
class Thing:
    """One product of the demo, with what its rows elsewhere are made of."""

    id: int
    name: str
    model: str
    material: str
    brand: str
    kind: Kind
    department: Department
    category_id: int
    status: str
    born: datetime
    variants: list["Option"] = field(default_factory=list)


@dataclass
class Option:
    id: int
    sku: str
    name: str
    cents: int
    grams: int
    cost: Decimal | None


def make_goods(shelves, opened, now, rolls) -> list[Thing]:
    """Everything the shop sells, in numbers of its own."""
    goods = list(_things(shelves, opened, now, rolls))
    _vary(goods, rolls)
    copy_in(
        Product,
        ["id", "name", "brand", "category_id", "status", "created_at"],
        ((t.id, t.name, t.brand, t.category_id, t.status, t.born) for t in goods),
    )
    copy_in(
        Variant,
        words("id product_id sku name gtin weight_g length_mm width_mm height_mm cost"),
        (_row(thing, option, rolls) for thing in goods for option in thing.variants),
    )
    return goods


def _things(shelves, opened, now, rolls):
    number = next_id(Product)
    kinds = [(department, kind) for department in DEPARTMENTS for kind in department.kinds]
    for department, kind in kinds:
        shelf = shelves[f"{department.name} > {kind.category}"]
        for model in rolls.sample(MODELS, PER_KIND):
            material = rolls.choice(kind.materials)
            yield Thing(
                id=number,
                name=f"{kind.phrase} {model} {material}",
                model=model,
                material=material,
                brand=rolls.choice(BRANDS),
                kind=kind,
                department=department,
                category_id=shelf.pk,
                status=rolls.choices(["active", "draft", "archived"], [95, 3, 2])[0],
                born=_birth(opened, now, rolls),
            )
            number += 1


def _birth(opened, now, rolls):
    """Three in four were there when the shop opened; the others came later, some this week."""
    if rolls.random() < 0.75:
        return opened + timedelta(hours=rolls.random() * 200)
    return opened + (now - timedelta(hours=3) - opened) * rolls.random() ** 0.6


def _vary(goods, rolls):
    """Each thing in its options, the larger ones dearer."""
    number = next_id(Variant)
    for place, thing in enumerate(goods, start=1):
        base = rolls.randint(*thing.kind.prices)
        grams = rolls.randint(*thing.kind.grams)
        share_of_cost = rolls.uniform(0.36, 0.54)
        smallest = thing.kind.options[0]
        is_sized = smallest in SMALL or any(sign.isdigit() for sign in smallest)
        for step, name in enumerate(thing.kind.options):
            dearer = 1 + step * (0.25 if is_sized else 0)
            cents = int(base * dearer / 100) * 100 + 90
            cost = None if rolls.random() < 0.06 else Decimal(cents) / 122 * Decimal(share_of_cost)
            thing.variants.append(
                Option(
                    id=number,
                    sku=f"{thing.department.code}-{place:03d}-{chr(65 + step)}",
                    name=name,
                    cents=cents,
                    grams=int(grams * dearer),
                    cost=cost and cost.quantize(Decimal("0.0001")),
                )
            )
            number += 1


def _row(thing, option, rolls):
    body = f"{OWN_NUMBERS}{rolls.randrange(10**4):04d}{option.id:06d}"
    weight = None if rolls.random() < 0.04 else option.grams
    side = int((option.grams * 9) ** (1 / 3) * 14)
    sides = [max(20, int(side * rolls.uniform(0.6, 1.5)) // 10 * 10) for _ in range(3)]
    gtin = body + ean.calc_check_digit(body)
    return (option.id, thing.id, option.sku, option.name, gtin, weight, *sides, option.cost)
