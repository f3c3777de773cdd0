"""Whether the shelf is known, and whether it lasts as long as the campaign."""

from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from catalog.models import Variant
from config.lib.once import once_a_look
from logistics.models import StockCount
from roles.coordinator.shares import share
from roles.marketing import cover
from roles.playbooks.evidence import Line, Repair, evidence
from roles.team.models import Role

ABOUT = "marketing.campaign"
DOOR = "marketing:stock"
FRESH = timedelta(days=14)  # a count older than this says little about the shelf
TO_BUY = 40  # working hours until what is ordered has come, where nobody knows better


@evidence(
    "stock-counted", title=_("The stock is counted"), about=ABOUT, door=DOOR, rests_on=(StockCount,)
)
def stock_counted(campaigns, *, now):
    """Everything the campaign offers was counted in the last two weeks."""
    lasting, skus = _look(campaigns, now=now)
    return {campaign.pk: _counted(lasting[campaign.pk], skus, now) for campaign in campaigns}


def _counted(lasting, skus, now):
    old = [one for one in lasting if not one.shelf or one.shelf.counted_at < now - FRESH]
    return share(
        len(lasting) - len(old),
        len(lasting),
        _("Variants counted in the last two weeks: %(done)s of %(all)s"),
        lines=[
            Line(_("%(sku)s is not counted"), {"sku": skus[one.expected.variant_id]}) for one in old
        ],
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
    until it starts, and with its uplift from then on. What was never counted is not known to."""
    lasting, skus = _look(campaigns, now=now)
    return {campaign.pk: _covered(campaign, lasting[campaign.pk], skus) for campaign in campaigns}


@once_a_look
def _look(campaigns, *, now):
    """What each campaign will take set against the shelves, and what it is called."""
    lasting = cover.of(campaigns, now=now)
    variants = {one.expected.variant_id for rows in lasting.values() for one in rows}
    return lasting, dict(Variant.objects.filter(pk__in=variants).values_list("pk", "sku"))


def _covered(campaign, lasting, skus):
    unknown = [one for one in lasting if one.shelf is None]
    short = [one for one in lasting if one.missing]
    return share(
        len(lasting) - len(unknown) - len(short),
        len(lasting),
        _("Variants whose stock lasts until the campaign ends: %(done)s of %(all)s"),
        lines=(_line(one, skus[one.expected.variant_id]) for one in short + unknown),
        repairs=_repairs(campaign, short, unknown),
    )


def _line(lasting, sku):
    if lasting.shelf is None:
        return Line(_("%(sku)s was never counted"), {"sku": sku})
    figures = {"sku": sku, "free": lasting.shelf.free, "needed": lasting.expected.needed or 0}
    return Line(_("%(sku)s: %(free)s free of %(needed)s needed"), figures)


def _repairs(campaign, short, unknown):
    """What would do, the cheapest first: count, expect less, offer less, buy more."""
    page = campaign.get_absolute_url()
    if unknown:
        yield Repair(
            _("Count the variants that never were: %(variants)s"),
            reverse(DOOR, args=[campaign.pk]),
            Role.WAREHOUSE,
            0.5,
            {"variants": len(unknown)},
        )
    if not short:
        return
    days = min((one.days for one in short if one.expected.per_day), default=Decimal(0))
    if days >= 1:
        whole = int(days.to_integral_value(ROUND_FLOOR))
        shorten = _("Shorten it to the days it lasts: %(days)s")
        yield Repair(shorten, page, Role.MARKETING, 0.5, {"days": whole})
    take_out = _("Take out the variants that fall short: %(variants)s")
    yield Repair(take_out, page, Role.MARKETING, 0.5, {"variants": len(short)})
    yield Repair(
        _("Buy the units missing and move the start until they are here: %(units)s"),
        page,
        Role.PURCHASING,
        TO_BUY,
        {"units": sum(one.missing for one in short)},
    )
