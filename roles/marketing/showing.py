"""What pages show of campaigns: how far they are, what comes next, what happened."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import Product, Shop
from config.templatetags.regia import number
from roles.marketing import live
from roles.marketing.demand import SAMPLE, Demand
from roles.marketing.models import Campaign, Coupon
from roles.playbooks.models import Run
from roles.tasks.models import Task
from roles.team.models import Role

S = Campaign.Status
STATES = {
    S.IDEA: "quiet",
    S.PLANNED: "quiet",
    S.IN_PREPARATION: "accent",
    S.READY: "good",
    S.LIVE: "good",
    S.PAUSED: "soon",
    S.ENDED: "quiet",
    S.SETTLED: "quiet",
    S.CANCELLED: "quiet",
}
SHOWN, A_DAY = 20, timedelta(days=1)
A_MOMENT = timedelta(minutes=2)  # in which a plan starts by itself; after that it needs a person


def runs(campaigns) -> dict[int, Run]:
    """The plan that speaks for each campaign, as at the gate: the running one, of several the one
    due first; where none runs, the one that ended last."""
    kind = ContentType.objects.get_for_model(Campaign)
    plans = Run.objects.filter(
        subject_type=kind, subject_id__in=[campaign.pk for campaign in campaigns]
    )
    ended = plans.filter(status=Run.Status.ENDED).order_by("ended_at", "pk")
    running = plans.running().order_by("-ends_at", "-pk")
    return {run.subject_id: run for run in [*ended, *running]}


def next_step(campaign: Campaign, run: Run | None) -> tuple[str, datetime | None]:
    """What comes next, in words, and when."""
    words = {
        S.IDEA: (_("Make a plan of it"), None),
        S.PLANNED: (_("Start preparing"), campaign.starts_at),
        S.READY: (_("Goes live"), campaign.starts_at),
        S.LIVE: (_("Ends"), campaign.ends_at),
        S.PAUSED: (_("Go on, or end it"), campaign.ends_at),
        S.ENDED: (_("Figures are final"), campaign.settles_at),
    }
    if campaign.status == S.IN_PREPARATION:
        return _gate_in_words(run), campaign.starts_at
    return words.get(campaign.status, ("", None))


def _gate_in_words(run):
    if run is None:
        return _("No plan has been started")
    if run.gate_is_open:
        return _("The gate is open")
    count = {"yes": number(run.gate_yes), "all": number(run.gate_all)}
    return _("%(yes)s of %(all)s conditions hold") % count


def awaits_its_plan(campaign: Campaign, run: Run | None, *, now: datetime) -> bool:
    """It has just gone into preparation: its plan is about to start by itself."""
    if run is not None or campaign.status != S.IN_PREPARATION:
        return False
    kind = ContentType.objects.get_for_model(Campaign)
    begun = campaign.moves.filter(became=S.IN_PREPARATION, moved_at__gt=now - A_MOMENT)
    had_one = Run.objects.filter(subject_type=kind, subject_id=campaign.pk)
    return begun.exists() and not had_one.exists()


def why_not_live(campaign: Campaign, run: Run | None, *, awaits: bool = False) -> str:
    """Why the button that puts it live does nothing, as of the last look; empty: it does."""
    if awaits:
        return _("Its plan starts in a moment.")
    if run is None:
        return _("No plan has been started for this campaign.")
    return "" if run.gate_is_open else _gate_in_words(run)


def history(campaign: Campaign) -> list[dict]:
    """What happened to the campaign, newest first."""
    begun = {"at": campaign.created_at, "by": campaign.created_by, "text": _("First thought of")}
    return campaign.events(begun=begun, states={S.LIVE: "good"})


def by_product(demand: Demand) -> list[dict]:
    """The products that should sell most, each with the units of all its variants."""
    lines = {}
    for line in demand.lines:
        lines.setdefault(line.product_id, []).append(line)
    products = Product.objects.in_bulk(lines)
    rows = [
        {
            "product": products[pk],
            "sold": sum(line.sold for line in of_product),
            "on_sale": _on_sale(of_product),
            "units": _sum(line.units for line in of_product),
            "is_thin": any(line.is_thin for line in of_product),
        }
        for pk, of_product in lines.items()
    ]
    return sorted(rows, key=lambda row: (-(row["units"] or 0), row["product"].pk))


def _on_sale(lines):
    """For how long a product was on sale, where that is less than the sample; else empty."""
    days = sorted({max(round(line.days_in_sale), 1) for line in lines})
    if days[0] >= SAMPLE.days:
        return ""
    told = "–".join(dict.fromkeys([number(days[0]), number(days[-1])]))
    return ngettext("in %(days)s day", "in %(days)s days", days[-1]) % {"days": told}


def as_it_went(campaign: Campaign, expected: list[dict]) -> dict:
    """What was expected beside what was sold, of a campaign that has run."""
    sold = live.units_sold(campaign, [row["product"].pk for row in expected])
    rows = [row | {"went": sold.get(row["product"].pk, 0)} for row in expected]
    return {
        "rows": rows,
        "expected": sum(row["units"] or 0 for row in rows),
        "sold": sum(row["went"] for row in rows),
    }


def _sum(units):
    known = [each for each in units if each is not None]
    return sum(known) if known else None


# The desk


def desk(user, *, now: datetime) -> dict:
    """Marketing's morning."""
    seen = Campaign.objects.visible_to(user).select_related("owner")
    under_way = seen.exclude(status__in=[S.SETTLED, S.CANCELLED])
    campaigns = list(under_way.order_by("starts_at", "pk")[: SHOWN * 5])
    plans = runs(campaigns)
    money = live.figures([each for each in campaigns if each.is_running()], now=now)
    return {
        "coming": [(each, *next_step(each, plans.get(each.pk))) for each in _by_next(campaigns)],
        "burning": [(each, money[each.pk]) for each in campaigns if each.pk in money],
        "near_cap": Coupon.objects.near_cap()
        .filter(campaign__in=seen)
        .select_related("campaign")
        .order_by("code")[:SHOWN],
        "tasks": _tasks(user),
        "figures": _figures(campaigns, money),
        "currency": Shop.current().currency,
        "states": STATES,
    }


def _by_next(campaigns):
    """What must be decided soonest, first; ideas and ended ones last."""
    order = [S.PAUSED, S.READY, S.IN_PREPARATION, S.PLANNED, S.LIVE, S.IDEA, S.ENDED]
    return sorted(campaigns, key=lambda each: order.index(each.status))[:SHOWN]


def _tasks(user):
    tasks = Task.objects.visible_to(user).undone().filter(role__key=Role.MARKETING)
    rows = tasks.shown().prefetch_related("subject")
    return rows.order_by("priority", "due_at", "pk")[:SHOWN]


def _figures(campaigns, money):
    budget = sum(each.budget for each in money.values())
    spent = sum(each.spent for each in money.values())
    coming = sum(each.status in (S.IN_PREPARATION, S.READY) for each in campaigns)
    listed = reverse("marketing:campaigns")
    return [
        {
            "label": _("Live now"),
            "value": number(len(money)),
            "url": f"{listed}?{urlencode({'status': [S.LIVE, S.PAUSED]}, doseq=True)}",
        },
        {
            "label": _("On the way to the gate"),
            "value": number(coming),
            "url": f"{listed}?{urlencode({'status': [S.IN_PREPARATION, S.READY]}, doseq=True)}",
        },
        {
            "label": _("Budget of the live ones spent"),
            "value": number(100 * spent / budget, 0) if budget else "–",
            "unit": "%" if budget else "",
            "state": "late" if budget and spent > budget else "",
        },
    ]
