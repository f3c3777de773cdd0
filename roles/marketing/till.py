"""The till: what a basket comes to with its codes, counted in whole cents.

It stands for the shop front until one answers for itself, and shares no line with `prover`, which
checks it: written apart, the two agree only where both are right.
"""

from decimal import Decimal

from roles.marketing.baskets import Basket, Situation, Terms

HUNDREDTHS_OF_CENTS = 10_000  # prices have four decimals
HALF_A_CENT = 50


def total(basket: Basket, codes: list[Terms], situation: Situation) -> Decimal:
    """What the buyer pays, shipping included."""
    lines = [(line.product_id, _line_cents(line)) for line in basket.lines]
    goods = sum(cents for _product, cents in lines)
    shipping = _cents(basket.shipping)
    gifts = [_gift(lines, goods, shipping, code, situation) for code in codes]
    if len(gifts) > 1 and not all(code.stacks for code in codes):
        gifts = [max(gifts, key=sum)]
    off_goods = min(sum(gift[0] for gift in gifts), goods)
    off_shipping = min(sum(gift[1] for gift in gifts), shipping)
    return Decimal(goods - off_goods + shipping - off_shipping).scaleb(-2)


def _gift(lines, goods, shipping, code, situation):
    """Cents off the goods and off the shipping."""
    mine = [cents for product, cents in lines if code.products is None or product in code.products]
    if not mine or _is_refused(code, goods, situation):
        return 0, 0
    off_goods, off_shipping = 0, 0
    if code.kind == "free_shipping":
        off_shipping = shipping
    elif code.kind == "amount":
        off_goods = min(_cents(code.value), sum(mine))
    else:
        off_goods = _percent(mine, code)
    left = _left_to_give(code, situation)
    if left is not None:
        off_goods, off_shipping = min(off_goods, left), min(off_shipping, left)
    return off_goods, off_shipping


def _percent(mine, code):
    if code.rounding == "order":
        mine = [sum(mine)]
    rate = _cents(code.value)  # hundredths of a percent
    return sum((cents * rate + 5_000) // 10_000 for cents in mine)


def _is_refused(code, goods, situation):
    if situation.at < code.valid_from or not situation.at < code.valid_until:
        return True
    if code.max_uses is not None and situation.used.get(code.code, 0) >= code.max_uses:
        return True
    theirs = situation.used_by_buyer.get(code.code, 0)
    if code.per_customer is not None and theirs >= code.per_customer:
        return True
    return code.min_order is not None and goods < _cents(code.min_order)


def _left_to_give(code, situation):
    limits = []
    if code.max_discount is not None:
        limits.append(_cents(code.max_discount))
    if code.money_cap is not None:
        gone = _cents(situation.given_away.get(code.code, 0))
        limits.append(max(_cents(code.money_cap) - gone, 0))
    return min(limits, default=None)


def _line_cents(line):
    fine = int(line.unit_price * HUNDREDTHS_OF_CENTS) * line.quantity
    return (fine + HALF_A_CENT) // 100


def _cents(money):
    return int(Decimal(money) * 100)
