"""Whether the shelf is known, and whether it lasts as long as the campaign."""

from collections import defaultdict
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext_noop as _

from catalog.models import Variant
from config.lib.once import once_a_look
from logistics import counts
from logistics.models import StockCount
from roles.coordinator.shares import MOST_LINES, share
from roles.marketing import demand
from roles.playbooks.evidence import Answer, Line, Repair, evidence
from roles.team.models import Role

ABOUT = "marketing.campaign"
DOOR = "marketing:stock"
FRESH = timedelta(days=14)  # a count older than this says little about the shelf
A_DAY = Decimal(86_400)
TO_BUY = 40  # working hours until what is ordered has come, where nobody knows better


@evidence(
    "stock-counted", title=_("The stock is counted"), about=ABOUT, door=DOOR, rests_on=(StockCount,)
)
def stock_counted(campaigns, *, now):
    """Everything the campaign offers was counted in the last two weeks."""
    wanted, shelves, skus = _look(campaigns, now=now)
    return {
        campaign.pk: _counted([one.variant_id for one in wanted[campaign.pk]], shelves, skus, now)
        for campaign in campaigns
    }


def _counted(variants, shelves, skus, now):
    old = [pk for pk in variants if pk not in shelves or shelves[pk].counted_at < now - FRESH]
    return share(
        len(variants) - len(old),
        len(variants),
        _("%(done)s of %(all)s variants were counted in the last two weeks."),
        lines=[Line(_("%(sku)s is not counted"), {"sku": skus[pk]}) for pk in old],
    )


@evidence(
    "stock-covers-forecast",
    title=_("The stock lasts"),
    about=ABOUT,
    door=DOOR,
    rests_on=(StockCount,),
)
def stock_covers_forecast(campaigns, *, now):
    """What is free on the shelf lasts until the campaign ends, at the speed expected: as usual
    until it starts, and with its uplift from then on."""
    wanted, shelves, skus = _look(campaigns, now=now)
    return {
        campaign.pk: _covered(campaign, wanted[campaign.pk], shelves, skus)
        for campaign in campaigns
    }


@once_a_look
def _look(campaigns, *, now):
    """What each campaign is expected to sell, the shelves of all of it, and what it is called."""
    expected = demand.expected(campaigns, now=now)
    wanted = defaultdict(tuple, {pk: one.lines for pk, one in expected.items()})
    variants = {line.variant_id for lines in wanted.values() for line in lines}
    skus = dict(Variant.objects.filter(pk__in=variants).values_list("pk", "sku"))
    return wanted, counts.shelves(variants, now=now), skus


def _covered(campaign, lines, shelves, skus):
    short = []
    for line in lines:
        shelf = shelves.get(line.variant_id)
        free, needed = (shelf.free if shelf else 0), line.needed or 0
        if shelf is None or free < needed:
            short.append((line, free, needed))
    told = tuple(
        Line(
            _("%(sku)s: %(free)s free of %(needed)s needed"),
            {"sku": skus[line.variant_id], "free": free, "needed": needed},
        )
        for line, free, needed in short[:MOST_LINES]
    )
    return Answer(
        bool(lines) and not short,
        _("The stock of %(done)s of %(all)s variants lasts until the campaign ends."),
        {"done": len(lines) - len(short), "all": len(lines)},
        told,
        tuple(_repairs(campaign, short)) if short else (),
    )


def _repairs(campaign, short):
    """What would do, the cheapest first: expect less, offer less, buy more."""
    page = campaign.get_absolute_url()
    lasts = [Decimal(free) / line.per_day for line, free, _needed in short if line.per_day]
    days = int(min(lasts, default=Decimal(0)).to_integral_value(ROUND_FLOOR))
    if days >= 1:
        words = _("Let it run for one day") if days == 1 else _("Let it run for %(days)s days")
        yield Repair(words, page, Role.MARKETING, 0.5, {"days": days})
    yield Repair(
        _("Take one variant out of the campaign")
        if len(short) == 1
        else _("Take %(variants)s variants out of the campaign"),
        page,
        Role.MARKETING,
        0.5,
        {"variants": len(short)},
    )
    units = sum(needed - free for _line, free, needed in short)
    yield Repair(
        _("Buy one unit and move the start until it is here")
        if units == 1
        else _("Buy %(units)s units and move the start until they are here"),
        page,
        Role.PURCHASING,
        TO_BUY,
        {"units": units},
    )
