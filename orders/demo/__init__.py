"""25,000 orders of invented buyers: a year and a half with seasons, two sales and a bad week."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.models import Channel
from config.lib.clock import local_day
from config.lib.refusals import Refusal
from config.lib.seeds import Weighted, copy_in, dice, next_id
from orders.demo.basket import CENT, Item, Shelves
from orders.demo.life import Fates, Life
from orders.demo.people import FIELDS, Buyer, make_buyer
from orders.demo.record import record, record_what_followed
from orders.demo.story import story_until
from orders.models import Customer, Order, OrderLine

ORDERS = 25_000
FRESH = 90  # of them surely from these days, so that the smallest demo has work in every state
SHARES = Weighted({"casalavanda-it": 47, "casalavanda-es": 13, "amazon-it": 30, "confronta": 10})
COME_BACK = {"own_shop": 0.36, "marketplace": 0.12, "comparison": 0.1}
KNOWN_VISITS = 0.45  # of the own shops' orders: the others' buyers refused to be counted
WELCOME = "BENVENUTO10"  # ten per cent off the first order of who reads the newsletter
FREE_SHIPPING_FROM = {"IT": 59, "ES": 79}
SHIPPING = {"IT": Decimal("5.90"), "ES": Decimal("7.90")}


@dataclass(slots=True)
class Line:
    id: int
    item: Item


@dataclass(slots=True)
class Sale:
    """One order with all that hangs on it, before it becomes rows."""

    id: int
    number: str
    channel: Channel
    buyer: Buyer
    life: Life
    lines: list[Line]
    goods: Decimal
    discount: Decimal
    shipping: Decimal
    visit_ref: str
    coupon_code: str

    @property
    def total(self) -> Decimal:
        return self.goods - self.discount + self.shipping


def refuse_a_real_shop() -> None:
    if Order.objects.exists():
        raise Refusal(_("This shop has orders of its own: a demo fills only an empty one."))


def fill(now: datetime, seed: int, scale: float) -> None:
    """Buyers, orders, payments, reviews and refunds; then the orders' histories."""
    rolls, story = dice(seed, "orders"), story_until(now)
    sales, buyers = _sell(story, rolls, int(ORDERS * scale))
    copy_in(Customer, FIELDS, (buyer.row for buyer in buyers))
    record(sales)
    record_what_followed(sales, story, rolls)


def _sell(story, rolls, how_many):
    channels = {channel.code: channel for channel in Channel.objects.all()}
    shelves, fates, crowd = Shelves(story, rolls), Fates(story, rolls), Crowd(rolls)
    number, line_number, sales = next_id(Order), next_id(OrderLine), []
    fresh = min(how_many // 5, FRESH)
    moments = story.moments(rolls, how_many - fresh) + story.moments(rolls, fresh, last=7)
    for moment in sorted(moments):
        channel, day = channels[SHARES.roll(rolls)], local_day(moment, story.zone)
        basket = shelves.basket(channel.pk, moment, day)
        is_scarce = story.is_sold_out(day) and any(i.offer.sku[:3] == "BBQ" for i in basket)
        lines = [Line(line_number + place, item) for place, item in enumerate(basket)]
        life = fates.of(moment, channel, is_scarce)
        sales.append(_sale(number, channel, crowd.buyer(channel, moment), life, lines, rolls))
        number, line_number = number + 1, line_number + len(lines)
    return sales, crowd.buyers


class Crowd:
    """Who buys: on each channel some come back, and who came often comes again."""

    def __init__(self, rolls):
        self.rolls, self.buyers, self.visits = rolls, [], {}
        self.next = next_id(Customer)

    def buyer(self, channel, moment) -> Buyer:
        before = self.visits.setdefault(channel.pk, [])
        if len(before) > 20 and self.rolls.random() < COME_BACK[channel.kind]:
            buyer = self.rolls.choice(before)
        else:
            buyer = make_buyer(self.next, channel.pk, channel.country, moment, self.rolls)
            self.buyers.append(buyer)
            self.next += 1
        before.append(buyer)
        return buyer


def _sale(number, channel, buyer, life, lines, rolls):
    goods = sum((line.item.price * line.item.quantity for line in lines), Decimal(0))
    is_own, country = channel.kind == "own_shop", channel.country
    has_coupon = is_own and rolls.random() < 0.07
    is_known = is_own and rolls.random() < KNOWN_VISITS
    is_free = goods >= FREE_SHIPPING_FROM[country]
    return Sale(
        id=number,
        number=_number(channel, number, rolls),
        channel=channel,
        buyer=buyer,
        life=life,
        lines=lines,
        goods=goods,
        discount=(goods / 10).quantize(CENT) if has_coupon else Decimal(0),
        shipping=Decimal(0) if is_free else SHIPPING[country],
        coupon_code=WELCOME if has_coupon else "",
        visit_ref=f"v-{rolls.getrandbits(40):010x}-{number}" if is_known else "",
    )


def _number(channel, number, rolls):
    """As each platform numbers its orders."""
    if channel.kind == "marketplace":
        return f"408-{rolls.randrange(10**7):07d}-{number:07d}"
    prefix = {"casalavanda-it": "#CL", "casalavanda-es": "#ES"}.get(channel.code, "CC-")
    return f"{prefix}{10_000 + number}"
