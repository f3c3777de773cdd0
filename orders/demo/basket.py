"""What the demo's buyers put into their baskets, at the price of that day."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from catalog.models import Price
from config.lib.seeds import Weighted
from orders.demo.story import STAR, Story

HOW_MANY = Weighted({1: 55, 2: 27, 3: 12, 4: 6})
IN_SETS = {"Bicchieri", "Cuscini", "Sedie", "Vasi da interno", "Piatti"}
CENT = Decimal("0.01")


@dataclass(slots=True)
class Offer:
    variant_id: int
    sku: str
    name: str
    shelf: str
    amount: Decimal
    cost: Decimal | None
    born: datetime
    lower: Decimal | None = None
    lower_from: datetime | None = None


@dataclass(slots=True)
class Item:
    offer: Offer
    quantity: int
    price: Decimal


class Shelves:
    """What each channel offers in each department, the favourites likelier to be taken."""

    def __init__(self, story: Story, rolls):
        self.story, self.rolls = story, rolls
        self.offers = _offers()
        self.piles = {place: _pile(offers, rolls) for place, offers in self.offers.items()}
        self._appetites = {}

    def basket(self, channel_id: int, moment: datetime, day) -> list[Item]:
        """One to four different things that were on sale at that moment."""
        wanted = self._appetite(day)
        items = {}
        for _ in range(HOW_MANY.roll(self.rolls)):
            place = (channel_id, wanted.roll(self.rolls))
            offer = self._take(place, moment) if place in self.piles else None
            if offer and offer.variant_id not in items:
                items[offer.variant_id] = self._item(offer, place[1], moment, day)
        return list(items.values()) or self.basket(channel_id, moment, day)

    def _take(self, place, moment):
        offers = (self.piles[place].roll(self.rolls) for _ in range(6))
        found = (self.offers[place][index] for index in offers)
        return next((offer for offer in found if offer.born <= moment), None)

    def _item(self, offer, department, moment, day):
        is_in_sets = offer.shelf in IN_SETS and self.rolls.random() < 0.5
        quantity = self.rolls.choice([2, 2, 4, 6]) if is_in_sets else 1
        price = offer.amount
        if self.story.is_black_friday(day):
            price = (price * Decimal("0.80")).quantize(CENT)
        elif self.story.is_garden_week(day) and department == STAR:
            price = (price * Decimal("0.75")).quantize(CENT)
        elif offer.lower and moment >= offer.lower_from:
            price = offer.lower
        return Item(offer, quantity, price)

    def _appetite(self, day):
        if day not in self._appetites:
            self._appetites[day] = Weighted(self.story.appetite(day))
        return self._appetites[day]


def _offers():
    """Everything on sale, by channel and department."""
    prices = (
        Price.objects.order_by("variant_id", "price_list_id", "valid_from")
        .values_list(
            "price_list__channel_id", "variant_id", "variant__sku", "variant__product__name",
            "variant__name", "variant__product__category__path", "amount", "variant__cost",
            "variant__product__created_at", "valid_from",
        )
    )  # fmt: skip
    found = {}
    for channel_id, variant_id, sku, name, option, path, amount, cost, born, since in prices:
        department, _, shelf = path.partition(" > ")
        pile = found.setdefault((channel_id, department), {})
        if variant_id in pile:
            pile[variant_id].lower, pile[variant_id].lower_from = amount, since
        else:
            whole_name = f"{name}, {option}"
            pile[variant_id] = Offer(variant_id, sku, whole_name, shelf, amount, cost, born)
    return {place: list(pile.values()) for place, pile in found.items()}


def _pile(offers, rolls):
    ranks = list(range(len(offers)))
    rolls.shuffle(ranks)
    return Weighted({index: 1 / (rank + 3) ** 0.8 for index, rank in enumerate(ranks)})
