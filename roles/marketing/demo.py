"""The demo's campaigns: one live, one in preparation, one planned, one over, and an idea."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F, OuterRef, Subquery, Sum

from catalog.models import Category, Channel, Market, Product, Shop, Variant
from config.lib.clock import local_day, start_of_day
from config.lib.seeds import dice, insert
from logistics.models import StockCount
from orders.models import OrderLine
from roles.marketing import actions, cover, prover
from roles.marketing.models import AdSpend, Campaign, CampaignMedium, CampaignMove, Coupon
from roles.team.demo import cast

A_DAY = timedelta(days=1)
OWNER, LEAD, COUNTER = "marco.bassi", "giulia.ferri", "fatima.elamrani"
OWN_SHOPS = ["casalavanda-it", "casalavanda-es"]
S = Campaign.Status
# On whose orders a code stands: those that had ten per cent off anyway, most of them.
CODES = """
UPDATE orders_order SET coupon_code = %(code)s
WHERE coupon_code = 'BENVENUTO10' AND placed_at >= %(start)s AND placed_at < %(end)s
    AND hashint8(id + %(seed)s) & 7 < 6
"""


@dataclass(frozen=True)
class Plan:
    """One of the five: its days are counted from today."""

    name: str
    message: str
    status: str
    shelf: str
    start: int
    end: int
    uplift: int
    page: str
    budgets: dict[str, int] = field(default_factory=dict)
    products: int = 6
    code: str = ""


PLANS = [
    Plan(
        "Luce nuova in casa",
        "Dieci per cento sulle lampade, per le sere che si allungano. Spedizione in 24–48 ore.",
        S.LIVE,
        "Illuminazione",
        -6,
        8,
        60,
        "luce-nuova",
        {"google_ads": 1400, "meta_ads": 900, "newsletter": 0, "post": 0},
        8,
        "LUCE10",
    ),
    Plan(
        "Tavola in festa",
        "Il servizio, i bicchieri e la tovaglia: la tavola è pronta prima degli ospiti.",
        S.IN_PREPARATION,
        "Cucina e tavola",
        12,
        22,
        80,
        "tavola-in-festa",
        {"google_ads": 1800, "meta_ads": 1200, "newsletter": 0, "landing": 0},
        7,
        "TAVOLA15",
    ),
    Plan(
        "Saldi di stagione",
        "Tutto il tessile a prezzi di fine stagione, finché dura.",
        S.PLANNED,
        "Tessili",
        38,
        52,
        120,
        "saldi-di-stagione",
        {"google_ads": 2500, "meta_ads": 2000, "newsletter": 0, "press": 300},
        0,
    ),
    Plan(
        "Settimana del verde",
        "Vasi e fioriere con il dieci per cento in meno, per chi rinvasa adesso.",
        S.ENDED,
        "Vasi e fioriere",
        -33,
        -25,
        40,
        "settimana-del-verde",
        {"google_ads": 800, "newsletter": 0},
        6,
        "VERDE10",
    ),
    Plan("Balconi in fiore", "", S.IDEA, "Arredo giardino", 0, 0, 50, "", {}, 3),
]
WAY = {  # the states it went through, and how many days before its start
    S.IDEA: [],
    S.PLANNED: [(S.PLANNED, 60)],
    S.IN_PREPARATION: [(S.PLANNED, 30), (S.IN_PREPARATION, 16)],
    S.LIVE: [(S.PLANNED, 32), (S.IN_PREPARATION, 20), (S.READY, 1), (S.LIVE, 0)],
    S.ENDED: [(S.PLANNED, 40), (S.IN_PREPARATION, 24), (S.READY, 1), (S.LIVE, 0)],
}


def fill(now: datetime, seed: int, scale: float) -> None:
    """Five campaigns with their media, coupons, spend and counted shelves."""
    floor = Floor(now, seed)
    for plan in PLANS:
        floor.open(plan)
    floor.spend_elsewhere()


class Floor:
    """Where the five campaigns are put up."""

    def __init__(self, now, seed):
        self.now, self.seed, self.rolls = now, seed, dice(seed, "marketing")
        self.people, self.zone = cast(), Shop.current().time_zone
        self.today = local_day(now, self.zone)
        self.channels = list(Channel.objects.filter(code__in=OWN_SHOPS).order_by("pk"))

    def open(self, plan):
        campaign = self._campaign(plan)
        self._sets(campaign, plan)
        self._media(campaign, plan)
        self._history(campaign, plan)
        if plan.code:
            self._coupon(campaign, plan)
        if campaign.went_live_at:
            self._spend(campaign, plan)
        if plan.status in (S.LIVE, S.ENDED, S.IN_PREPARATION):
            self._count(campaign, plan)

    def moment(self, days, hour=9):
        """So many days from today, at an hour of the shop's morning."""
        return start_of_day(self.today + days * A_DAY, self.zone) + timedelta(hours=hour)

    def _campaign(self, plan):
        has_dates = plan.status != S.IDEA
        ended_at = self.moment(plan.end) if plan.status == S.ENDED else None
        is_begun = plan.status in (S.LIVE, S.ENDED)
        page = f"https://www.casalavanda.example/{plan.page}" if plan.page else ""
        return Campaign.objects.create(
            name=plan.name,
            message=plan.message,
            goal="sales.revenue" if has_dates else "",
            status=plan.status,
            owner=self.people[OWNER],
            starts_at=self.moment(plan.start) if has_dates else None,
            ends_at=self.moment(plan.end) if has_dates else None,
            uplift_percent=plan.uplift,
            landing_address=page,
            utm=actions.utm_name(plan.name),
            created_at=self.moment(min(plan.start, 0) - 45),
            created_by=self.people[OWNER],
            went_live_at=self.moment(plan.start) if is_begun else None,
            ended_at=ended_at,
        )

    def _sets(self, campaign, plan):
        shelf = Category.objects.get(path=plan.shelf)
        campaign.channels.set(self.channels)
        campaign.markets.set(Market.objects.all())
        if not plan.products:
            campaign.categories.set([shelf])
            return
        lines = OrderLine.objects.filter(order__placed_at__gt=self.now - 28 * A_DAY)
        sold = lines.filter(variant__product=OuterRef("pk")).order_by().values("variant__product")
        stands = Product.objects.active().filter(
            category__path__startswith=f"{shelf.path} > ", created_at__lt=self.now - 90 * A_DAY
        )
        stands = stands.annotate(sold=Subquery(sold.annotate(all=Sum("quantity")).values("all")))
        best = stands.order_by(F("sold").desc(nulls_last=True), "pk")
        campaign.products.set(best[: plan.products])

    def _media(self, campaign, plan):
        is_approved = plan.status != S.PLANNED
        approval = {"asked_at": campaign.created_at, "asked_by": self.people[OWNER]}
        if is_approved:
            at = campaign.created_at + 10 * A_DAY
            approval |= {"approved_at": at, "approved_by": self.people[LEAD]}
        CampaignMedium.objects.bulk_create(
            CampaignMedium(campaign=campaign, medium=medium, budget=budget, **approval)
            for medium, budget in plan.budgets.items()
        )

    def _history(self, campaign, plan):
        came_from, owner = S.IDEA, self.people[OWNER]
        moves = []
        for became, before in WAY[plan.status]:
            at = min(self.moment(plan.start - before, 9), self.now - timedelta(hours=3))
            moves.append((came_from, became, at, owner))
            came_from = became
        if campaign.ended_at:
            moves.append((S.LIVE, S.ENDED, campaign.ended_at, None))
        CampaignMove.objects.bulk_create(
            CampaignMove(subject=campaign, came_from=a, became=b, moved_at=at, moved_by=by)
            for a, b, at, by in moves
        )

    def _coupon(self, campaign, plan):
        coupon = Coupon.objects.create(
            campaign=campaign,
            code=plan.code,
            kind=Coupon.Kind.PERCENT,
            value=15 if plan.code.endswith("15") else 10,
            valid_from=campaign.starts_at,
            valid_until=campaign.ends_at,
            min_order=Decimal(40) if plan.code.endswith("15") else None,
            per_customer=1,
            rounding=Coupon.Rounding.ORDER,
            on_everything=campaign.went_live_at is not None,
        )
        if campaign.went_live_at:
            self._used(coupon)
            prover.prove(coupon, at=campaign.went_live_at - 2 * A_DAY)

    def _used(self, coupon):
        """Orders of its days carry it; a live one nears its cap."""
        days = {"start": coupon.valid_from, "end": coupon.valid_until}
        used = insert(CODES, days | {"code": coupon.code, "seed": self.seed})
        most = used * 100 // 93 + 1 if coupon.campaign.status == S.LIVE else None
        Coupon.objects.filter(pk=coupon.pk).update(max_uses=most)

    def _spend(self, campaign, plan):
        """What the platforms said each day cost; the first days burn hottest."""
        end = min(self.today, local_day(campaign.ends_at, self.zone))
        first = local_day(campaign.starts_at, self.zone)
        length = (local_day(campaign.ends_at, self.zone) - first).days
        rows = []
        for number in range((end - first).days):
            for medium, budget in plan.budgets.items():
                if budget:
                    share = Decimal(self.rolls.uniform(0.95, 1.35)) / length
                    rows.append((medium, first + number * A_DAY, budget * share, campaign))
        self._keep(rows, campaign.utm)

    def spend_elsewhere(self):
        """A campaign on the ad platform that none of ours owns."""
        days = [self.today - back * A_DAY for back in range(1, 15)]
        self._keep([("google_ads", day, Decimal(self.rolls.uniform(6, 14)), None) for day in days])

    def _keep(self, rows, name="Protezione del marchio"):
        AdSpend.objects.bulk_create(
            AdSpend(
                day=day,
                medium=medium,
                campaign=campaign,
                channel=self.channels[0],
                source_key=f"{medium}-{name}"[:60].lower().replace(" ", "-"),
                source_name=name,
                amount=amount.quantize(Decimal("0.01")),
                currency="EUR",
                clicks=int(amount / Decimal("0.38")),
                impressions=int(amount * 41),
                kept_at=start_of_day(day + A_DAY, self.zone) + timedelta(hours=7),
            )
            for medium, day, amount, campaign in rows
        )

    def _count(self, campaign, plan):
        """The shelves, counted: enough of most, too little of one; some are still to count."""
        at = campaign.starts_at - 4 * A_DAY
        if plan.status == S.IN_PREPARATION:
            at = self.now - A_DAY
        asked = cover.of([campaign], now=min(at, self.now))[campaign.pk]
        known = Variant.objects.in_bulk(lasting.expected.variant_id for lasting in asked)
        StockCount.objects.bulk_create(
            StockCount(
                variant=known[lasting.expected.variant_id],
                units=self._units(place, lasting.expected.units or 6),
                counted_at=at + timedelta(minutes=3 * place),
                counted_by=self.people[COUNTER],
            )
            for place, lasting in enumerate(asked)
            if plan.status != S.IN_PREPARATION or place % 3
        )

    def _units(self, place, units):
        if place == 1:
            return max(units // 3, 1)
        return int(units * self.rolls.uniform(1.4, 2.6)) + self.rolls.randint(4, 12)
