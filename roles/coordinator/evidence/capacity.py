"""Whether the people are there: packers for the orders, agents for the contacts."""

from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.translation import gettext_noop as _

from customer_care import load
from logistics import counts
from logistics.models import PackingCapacity
from roles.coordinator.shares import source
from roles.marketing import demand
from roles.playbooks import capacity
from roles.playbooks.evidence import Answer, Line, Repair, evidence
from roles.playbooks.models import Run
from roles.team import calendars
from roles.team.models import Role, User

ABOUT = "marketing.campaign"
LONGEST = 31  # days of a campaign that are looked at


@evidence(
    "packing-capacity",
    title=_("The orders can be packed"),
    about=ABOUT,
    door="marketing:stock",
    rests_on=(PackingCapacity,),
)
def packing_capacity(campaigns, *, now):
    """The orders expected on a day of the campaign are no more than the warehouse packs in one."""
    expected, able = demand.expected(campaigns, now=now), counts.packing_capacity(now=now)
    return {pk: _packing(one, able.orders_per_day) for pk, one in expected.items()}


def _packing(expected, able):
    orders = _up(expected.orders)
    if able is None:
        say = Repair(_("Say how many orders a day can be packed"), "", Role.WAREHOUSE, 0.5)
        return Answer(False, _("Nobody knows how many orders a day can be packed."), repairs=(say,))
    figures = {"orders": orders, "able": able}
    sentence = _("Orders a day expected: %(orders)s; that can be packed: %(able)s")
    if orders <= able:
        return Answer(True, sentence, figures)
    help_out = Repair(
        _("Orders a day to find hands for: %(orders)s"),
        "",
        Role.WAREHOUSE,
        8,
        {"orders": orders - able},
    )
    return Answer(False, sentence, figures, repairs=(help_out,))


@evidence(
    "care-capacity",
    title=_("The contacts can be answered"),
    about=ABOUT,
    door="team:team",
    is_one_door=True,
)
def care_capacity(campaigns, *, now):
    """The hours that the contacts expected take are no more than the agents have on those days.

    Contacts: the orders expected × the shop's contact rate; hours: contacts × minutes for one.
    """
    expected = demand.expected(campaigns, now=now)
    rate, minutes = load.contact_rate(now=now), load.handling_minutes(now=now)
    agents = list(calendars.of(User.objects.wearing(Role.CUSTOMER_CARE)).values())
    return {
        campaign.pk: _care(
            expected[campaign.pk],
            minutes_per_order=Decimal(rate or 0) * Decimal(minutes),
            hours=_hours(agents, campaign, now=now),
        )
        for campaign in campaigns
    }


def _care(expected, *, minutes_per_order, hours):
    days = min(expected.days, Decimal(LONGEST))
    needed = expected.orders * days * minutes_per_order / 60
    sentence = _("Hours the contacts expected take: %(needed)s; hours the agents have: %(hours)s")
    figures = {"needed": _tenths(needed, ROUND_CEILING), "hours": _tenths(hours, ROUND_FLOOR)}
    if needed <= hours:
        return Answer(True, sentence, figures)
    more = Repair(
        _("Hours to plan on top: %(hours)s"),
        "",
        Role.COORDINATOR,
        2,
        {"hours": _up(needed - hours)},
    )
    return Answer(False, sentence, figures, repairs=(more,))


def _hours(agents, campaign, *, now) -> Decimal:
    """What the agents have to give from now, or its start, until it ends."""
    if not campaign.starts_at or not campaign.ends_at:
        return Decimal(0)
    start = max(campaign.starts_at, now)
    end = min(campaign.ends_at, start + timedelta(days=LONGEST))
    return Decimal(sum(agent.hours_between(start, end) for agent in agents))


def _tenths(hours, rounding) -> float:
    """As it is shown: what is needed is never told too small, what is there never too large."""
    return float(Decimal(hours).quantize(Decimal("0.1"), rounding))


def _up(amount) -> int:
    whole = int(amount)
    return whole + (amount > whole)


@evidence(
    "team-has-hours",
    title=_("The team has the hours"),
    about=ABOUT,
    door="team:team",
    is_one_door=True,
)
def team_has_hours(campaigns, *, now):
    """No hat at work on the campaign has more hours planned until its end than it has to give."""
    keys = [one.pk for one in campaigns]
    found = {run.subject_id: run for run in Run.objects.running().of_each(campaigns)}
    shortages = capacity.team_has_hours(found.values(), now=now)
    return {pk: _hours_of(found[pk], shortages) if pk in found else NO_PLAN for pk in keys}


NO_PLAN = Answer(False, _("No plan is at work yet."))


def _hours_of(run, shortages):
    short = shortages[run.pk].short
    if not short:
        return Answer(True, _("Every hat has the hours for what is planned."))
    lines = [
        Line(
            _("%(role)s: hours planned %(planned)s of %(free)s"),
            {"role": source(role), "planned": round(day.planned), "free": round(day.free)},
        )
        for role, day in short
    ]
    return Answer(
        False,
        _("Hats with more planned than hours: %(roles)s"),
        {"roles": len(short)},
        tuple(lines),
    )
