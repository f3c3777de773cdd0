"""150,000 visits to the demo's own shops: where they came from, what they looked at, who bought."""

from datetime import datetime, timedelta
from itertools import count

from django.utils.text import slugify

from analytics.traffic.models import PageView, Visit
from catalog.models import Channel, Product
from config.lib.clock import local_day
from config.lib.seeds import Weighted, copy_in, dice, next_id, words
from orders.demo.story import story_until
from orders.models import Order

VISITS = 150_000
SOURCES = {  # source, medium: how many come, how many of the buyers come
    ("google", "organic"): (34, 26),
    ("google", "cpc"): (20, 24),
    ("(direct)", "(none)"): (15, 20),
    ("facebook", "paid_social"): (9, 4),
    ("instagram", "social"): (8, 4),
    ("newsletter", "email"): (7, 16),
    ("confrontacasa", "referral"): (4, 4),
    ("pinterest", "social"): (3, 2),
}
COME = Weighted({where: come for where, (come, _buy) in SOURCES.items()})
BUY = Weighted({where: buy for where, (_come, buy) in SOURCES.items()})
DEVICES = Weighted({"mobile": 64, "desktop": 30, "tablet": 6})
BUYERS_DEVICES = Weighted({"mobile": 52, "desktop": 42, "tablet": 6})
PAGES = Weighted({1: 46, 2: 22, 3: 13, 4: 8, 5: 5, 6: 3, 8: 2, 11: 1})
SHELVES = words("lampade tessili vasi barbecue utensili arredo-giardino natale cucina bagno ordine")
CAMPAIGNS = [  # in the ads, month by month
    "saldi-inverno", "lenzuola", "balcone", "giardino-primavera", "giardino-primavera",
    "barbecue", "barbecue", "estate-fuori", "casa-in-ordine", "luci-calde", "luci-natale", "natale",
]  # fmt: skip
VISIT = words(
    "id channel_id external_id visitor_ref started_at source medium campaign device landing_page "
    "referrer country"
)
REFERRERS = {
    "google": "https://www.google.com/",
    "facebook": "https://m.facebook.com/",
    "instagram": "https://l.instagram.com/",
    "pinterest": "https://www.pinterest.com/",
    "confrontacasa": "https://confrontacasa.example/",
}


def fill(now: datetime, seed: int, scale: float) -> None:
    """The visits, and the pages seen in them."""
    rolls, story = dice(seed, "traffic"), story_until(now)
    crowd = Passers(rolls, story)
    visits = [*crowd.buyers(), *crowd.others(int(VISITS * scale))]
    visits.sort(key=lambda visit: visit[2])
    first = next_id(Visit)
    rows = [crowd.row(number, *visit) for number, visit in enumerate(visits, first)]
    copy_in(Visit, VISIT, (row for row, _pages in rows))
    copy_in(PageView, words("visit_id external_id viewed_at address"), crowd.looks(rows))


class Passers:
    """Everybody who comes by."""

    def __init__(self, rolls, story):
        self.rolls, self.story = rolls, story
        self.own = list(Channel.objects.filter(kind="own_shop").order_by("pk"))
        names = Product.objects.active().order_by("pk").values_list("name", flat=True)
        self.products = [f"/products/{slugify(name)}" for name in names]
        self.shelves = [f"/collections/{name}" for name in SHELVES]
        self.languages = {c.pk: ("/es" if c.country == "ES" else "", c.country) for c in self.own}
        self.first_lookers = Weighted({"product": 44, "home": 27, "shelf": 24, "search": 5})

    def buyers(self):
        """The visit that each order that knows its visit came out of."""
        orders = Order.objects.exclude(visit_ref="").order_by("pk")
        for channel, reference, placed_at in orders.values_list(
            "channel_id", "visit_ref", "placed_at"
        ):
            began = placed_at - timedelta(seconds=self.rolls.randint(150, 1500))
            yield channel, reference, began, True

    def others(self, how_many):
        for moment in self.story.moments(self.rolls, how_many, damped=0.85):
            channel = self.own[self.rolls.random() < 0.24]
            yield channel.pk, "", moment, False

    def row(self, number, channel, reference, began, bought):
        """A visit as a row, and the pages it looks at."""
        rolls, (prefix, country) = self.rolls, self.languages[channel]
        source, medium = (BUY if bought else COME).roll(rolls)
        pages = self._pages(prefix, bought)
        row = (
            number,
            channel,
            reference or f"v-{rolls.getrandbits(40):010x}-{number}x",
            f"p{rolls.randrange(90_000):05d}",
            began,
            source,
            medium,
            self._campaign(medium, began),
            (BUYERS_DEVICES if bought else DEVICES).roll(rolls),
            pages[0],
            REFERRERS.get(source, ""),
            country,
        )
        return row, pages

    def looks(self, rows):
        """The page views of all visits, a few seconds to some minutes apart."""
        for row, pages in rows:
            at = row[4]
            for place, page in zip(count(1), pages, strict=False):
                yield row[0], f"{place}", at, page
                at += timedelta(seconds=3 + self.rolls.expovariate(1 / 45))

    def _pages(self, prefix, bought):
        rolls = self.rolls
        first = self.first_lookers.roll(rolls)
        pages = [f"{prefix}{self._page(first)}"]
        for _ in range(PAGES.roll(rolls) - 1 + 2 * bought):
            kind = "product" if rolls.random() < 0.6 else "shelf"
            pages.append(f"{prefix}{self._page(kind)}")
        if bought:
            pages += [f"{prefix}/cart", f"{prefix}/checkout", f"{prefix}/checkout/thank-you"]
        elif len(pages) > 3 and rolls.random() < 0.25:
            pages.append(f"{prefix}/cart")
        return pages

    def _page(self, kind):
        if kind == "product":  # the first of the list are the favourites
            return self.products[int(len(self.products) * self.rolls.random() ** 1.7)]
        if kind == "shelf":
            return self.rolls.choice(self.shelves)
        return "/" if kind == "home" else "/search"

    def _campaign(self, medium, began):
        day = local_day(began, self.story.zone)
        if medium in ("cpc", "paid_social", "email") and self.story.is_black_friday(day):
            return f"black-friday-{day.year}"
        if medium == "email":
            return f"newsletter-{day:%Y-%m}"
        if medium in ("cpc", "paid_social"):
            return "brand" if self.rolls.random() < 0.3 else CAMPAIGNS[day.month - 1]
        return ""
