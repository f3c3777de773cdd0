"""Is a coupon's sum right? Baskets that were really sold, tried in every case that can come.

What is expected is worked out here, in decimals and from the words of the rule; what came of it
is asked of `till`, which stands for the shop front.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog.models import Shop
from config.lib.refusals import Refusal
from orders.models import Order, OrderLine
from roles.marketing import till
from roles.marketing.baskets import Basket, Line, Situation, Terms, terms_of
from roles.marketing.models import Coupon, CouponProof

BASKETS = 12  # real ones with a product of the campaign
LOOKED_AT = 400  # orders among which they are looked for
CENT = Decimal("0.01")
NOTHING = Decimal(0)

CASES = {
    "plain": gettext_noop("As it is meant"),
    "minimum_met": gettext_noop("Goods worth just enough"),
    "minimum_not_met": gettext_noop("Goods worth a cent too little"),
    "first_moment": gettext_noop("In the first moment"),
    "not_yet": gettext_noop("A moment too early"),
    "expired": gettext_noop("A moment too late"),
    "used_up": gettext_noop("All uses gone"),
    "used_up_by_buyer": gettext_noop("This buyer has had theirs"),
    "capped": gettext_noop("More than an order may get"),
    "money_gone": gettext_noop("The money is gone"),
    "money_nearly_gone": gettext_noop("Only some of the money is left"),
    "wrong_product": gettext_noop("Nothing of the campaign in it"),
    "more_than_goods": gettext_noop("Worth more than the goods"),
    "stacked": gettext_noop("With a code that goes with others"),
    "not_stacked": gettext_noop("With a code that goes with no other"),
}


@dataclass(frozen=True)
class Trial:
    """One basket in one situation."""

    case: str
    basket: Basket
    codes: list[Terms]
    situation: Situation


@transaction.atomic
def prove(coupon: Coupon, *, at: datetime) -> list[CouponProof]:
    """Try a coupon in every case, and keep what came of it in place of the last proof."""
    coupon = Coupon.objects.select_for_update().select_related("campaign").get(pk=coupon.pk)
    terms = terms_of(coupon)
    proofs = [
        _proof(coupon, trial, order, at=at)
        for order, basket in _real_baskets(terms)
        for trial in trials(terms, basket)
    ]
    if not proofs:
        told = _("No order holds a product of this campaign yet: there is no basket to try.")
        raise Refusal(told)
    coupon.proofs.all().delete()
    return CouponProof.objects.bulk_create(proofs)


def _proof(coupon, trial, order, *, at):
    expected = total(trial.basket, trial.codes, trial.situation)
    got = till.total(trial.basket, trial.codes, trial.situation)
    return CouponProof(
        coupon=coupon,
        case=trial.case,
        basket=_told(trial.basket),
        order=order,
        expected=expected,
        got=got,
        is_right=expected == got,
        proven_at=at,
    )


def _told(basket):
    goods = " + ".join(f"{line.quantity} × {line.unit_price:.2f}" for line in basket.lines[:6])
    return f"{goods}{' + …' if len(basket.lines) > 6 else ''} + {basket.shipping:.2f}"


# Baskets


def _real_baskets(terms: Terms) -> list[tuple[Order, Basket]]:
    """The newest orders that hold something of the campaign, as they were put together."""
    orders = Order.objects.not_cancelled().filter(currency=Shop.current().currency)
    lines = OrderLine.objects.filter(order=None)
    if terms.products is None:
        lines = OrderLine.objects.exclude(variant=None)
    elif terms.products:
        lines = OrderLine.objects.filter(variant__product__in=terms.products)
    newest = lines.filter(order__in=orders).order_by("-order").values_list("order", flat=True)
    chosen = list(dict.fromkeys(newest[:LOOKED_AT]))[:BASKETS]
    found = Order.objects.filter(pk__in=chosen).prefetch_related("lines__variant")
    return [(order, _basket(order)) for order in found.order_by("-pk")]


def _basket(order):
    lines = sorted(order.lines.all(), key=lambda line: line.pk)
    return Basket(
        lines=tuple(
            Line(line.variant and line.variant.product_id, line.quantity, line.unit_price)
            for line in lines
        ),
        shipping=order.shipping_charged + sum(line.shipping_charged for line in lines),
    )


# Cases


def trials(terms: Terms, basket: Basket) -> Iterator[Trial]:
    """A basket in every situation that may come, whether the coupon has that limit or not."""
    goods, code = sum(map(_amount, basket.lines)), terms.code
    middle = terms.valid_from + (terms.valid_until - terms.valid_from) / 2
    fine, moment = Situation(middle), timedelta(microseconds=1)
    free = replace(terms, max_uses=None, per_customer=None, money_cap=None, min_order=None)
    gift = _gift(basket, replace(free, max_discount=None), fine)
    some = max((gift / 2).quantize(CENT, ROUND_HALF_UP), CENT)

    def trial(case, said=terms, situation=fine, other=()):
        return Trial(case, basket, [said, *other], situation)

    yield trial("plain")
    yield trial("minimum_met", replace(terms, min_order=goods))
    yield trial("minimum_not_met", replace(terms, min_order=goods + CENT))
    yield trial("first_moment", situation=Situation(terms.valid_from))
    yield trial("not_yet", situation=Situation(terms.valid_from - moment))
    yield trial("expired", situation=Situation(terms.valid_until))
    uses = terms.max_uses or 1
    yield trial("used_up", replace(terms, max_uses=uses), Situation(middle, used={code: uses}))
    uses = terms.per_customer or 1
    had = Situation(middle, used_by_buyer={code: uses})
    yield trial("used_up_by_buyer", replace(terms, per_customer=uses), had)
    yield trial("capped", replace(free, max_discount=some))
    cap = terms.money_cap or some
    gone = Situation(middle, given_away={code: cap})
    yield trial("money_gone", replace(free, money_cap=cap), gone)
    nearly = Situation(middle, given_away={code: max(cap - CENT, NOTHING)})
    yield trial("money_nearly_gone", replace(free, money_cap=cap), nearly)
    yield trial("wrong_product", replace(terms, products=frozenset([-1])))
    if terms.kind == Coupon.Kind.AMOUNT:
        yield trial("more_than_goods", replace(free, value=goods + 1))
    companion = replace(free, code=f"{code}+", kind="amount", value=Decimal(5), products=None)
    both = replace(companion, stacks=True), replace(companion, stacks=False)
    yield trial("stacked", replace(terms, stacks=True), other=both[:1])
    yield trial("not_stacked", other=both[1:])


# What is expected, in the words of the rule


def total(basket: Basket, codes: list[Terms], situation: Situation) -> Decimal:
    """What the buyer should pay, shipping included."""
    goods = sum(map(_amount, basket.lines))
    gifts = [_gifts(basket, terms, situation) for terms in codes]
    if not all(terms.stacks for terms in codes):
        best = max(range(len(codes)), key=lambda place: (sum(gifts[place]), -place))
        gifts = [gifts[best]]
    goods_left = max(goods - sum(of_goods for of_goods, _ship in gifts), NOTHING)
    shipping_left = max(basket.shipping - sum(ship for _goods, ship in gifts), NOTHING)
    return goods_left + shipping_left


def _gift(basket, terms, situation):
    return sum(_gifts(basket, terms, situation))


def _gifts(basket, terms, situation) -> tuple[Decimal, Decimal]:
    """What a code takes off the goods, and off the shipping."""
    counting = [line for line in basket.lines if _counts(terms, line)]
    if not counting or not _holds(terms, basket, situation):
        return NOTHING, NOTHING
    if terms.kind == Coupon.Kind.FREE_SHIPPING:
        return NOTHING, _limited(basket.shipping, terms, situation)
    worth = sum(map(_amount, counting))
    if terms.kind == Coupon.Kind.AMOUNT:
        gift = terms.value
    elif terms.rounding == Coupon.Rounding.ORDER:
        gift = _cents(worth * terms.value / 100)
    else:
        gift = sum(_cents(_amount(line) * terms.value / 100) for line in counting)
    return _limited(min(gift, worth), terms, situation), NOTHING


def _counts(terms, line):
    return terms.products is None or line.product_id in terms.products


def _holds(terms, basket, situation):
    """It is the time, somebody has uses left, and the goods are worth enough."""
    code = terms.code
    is_time = terms.valid_from <= situation.at < terms.valid_until
    has_uses = terms.max_uses is None or situation.used.get(code, 0) < terms.max_uses
    theirs = situation.used_by_buyer.get(code, 0)
    buyer_may = terms.per_customer is None or theirs < terms.per_customer
    is_worth_it = terms.min_order is None or sum(map(_amount, basket.lines)) >= terms.min_order
    return is_time and has_uses and buyer_may and is_worth_it


def _limited(gift, terms, situation):
    """No more than an order may get, and no more than is left of the money."""
    if terms.max_discount is not None:
        gift = min(gift, terms.max_discount)
    if terms.money_cap is not None:
        left = terms.money_cap - situation.given_away.get(terms.code, NOTHING)
        gift = min(gift, max(left, NOTHING))
    return gift


def _amount(line):
    return _cents(line.quantity * line.unit_price)


def _cents(money):
    return Decimal(money).quantize(CENT, ROUND_HALF_UP)
