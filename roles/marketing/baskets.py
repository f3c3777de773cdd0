"""Baskets to try coupons on, and what a coupon says: plain values both calculators are given."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal

from roles.marketing import offer
from roles.marketing.models import Coupon


@dataclass(frozen=True)
class Line:
    """So many of one product, at a price."""

    product_id: int | None
    quantity: int
    unit_price: Decimal


@dataclass(frozen=True)
class Basket:
    """What somebody wants to buy, and what sending it costs."""

    lines: tuple[Line, ...]
    shipping: Decimal = Decimal(0)


@dataclass(frozen=True)
class Terms:
    """What a coupon says. `products` empty: it is on everything."""

    code: str
    kind: str
    value: Decimal
    rounding: str
    valid_from: datetime
    valid_until: datetime
    max_uses: int | None = None
    per_customer: int | None = None
    max_discount: Decimal | None = None
    money_cap: Decimal | None = None
    min_order: Decimal | None = None
    stacks: bool = False
    products: frozenset[int] | None = None


@dataclass(frozen=True)
class Situation:
    """When somebody buys, and what was made of each code before: uses, theirs, money given away."""

    at: datetime
    used: dict[str, int] = field(default_factory=dict)
    used_by_buyer: dict[str, int] = field(default_factory=dict)
    given_away: dict[str, Decimal] = field(default_factory=dict)


def terms_of(coupon: Coupon, products: Iterable[int] | None = None) -> Terms:
    """A coupon as it stands now."""
    if not coupon.on_everything and products is None:
        products = offer.product_ids([coupon.campaign])[coupon.campaign_id]
    said = {one.name: getattr(coupon, one.name) for one in fields(Terms) if one.name != "products"}
    return Terms(**said, products=None if coupon.on_everything else frozenset(products))
