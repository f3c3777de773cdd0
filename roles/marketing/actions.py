"""What marketing does with campaigns. One function per verb; each is one transaction."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import structlog
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from config.lib import turns
from config.lib.refusals import Refusal
from config.lib.states import from_to
from config.templatetags.regia import upcoming
from roles.marketing.models import Campaign, CampaignMedium, CouponProof
from roles.playbooks import actions as playbooks
from roles.playbooks import gates
from roles.playbooks.models import Run
from roles.team import eyes

log = structlog.get_logger(__name__)
TRIES = 20  # for a name nobody has yet
FACTS = (
    "name",
    "message",
    "goal",
    "owner",
    "starts_at",
    "ends_at",
    "uplift_percent",
    "landing_address",
)
SETS = ("products", "categories", "channels", "markets")
FIXED_WHILE_RUNNING = ("starts_at", "landing_address", *SETS)


def add(facts: dict[str, Any], budgets: dict[str, Decimal], *, by, at: datetime) -> Campaign:
    """An idea, with the UTM name it will keep."""
    for number in range(1, TRIES):
        try:
            return _add(facts, budgets, utm_name(facts["name"], number), by=by, at=at)
        except IntegrityError as error:
            if "utm" not in str(error):
                raise
    raise Refusal(_("Give it another name: there are too many of this one."))


@transaction.atomic
def _add(facts, budgets, utm, *, by, at):
    plain = {name: facts[name] for name in FACTS if name in facts}
    campaign = Campaign.objects.create(**plain, utm=utm, created_at=at, created_by=by)
    _fill(campaign, facts, budgets, by=by, at=at)
    return campaign


def utm_name(name: str, number: int = 1) -> str:
    """What links call a campaign: made from its name, and never typed."""
    plain = slugify(name)[:70].strip("-") or "campaign"
    return plain if number == 1 else f"{plain}-{number}"


@transaction.atomic
def change(
    campaign: Campaign, facts: dict[str, Any], budgets: dict[str, Decimal], *, by, at: datetime
) -> None:
    """The plan changes. What runs keeps its beginning and products: the gate was asked of them."""
    held = hold(campaign)
    if held.is_over():
        raise Refusal(_("This campaign is over."))
    if held.is_running():
        facts = {name: fact for name, fact in facts.items() if name not in FIXED_WHILE_RUNNING}
    started_at, was = held.starts_at, _days(held)
    for name in FACTS:
        setattr(held, name, facts.get(name, getattr(held, name)))
    held.save(update_fields=FACTS)
    for before, after in zip(was, _days(held), strict=True):
        if before != after:
            held.remark(from_to(before, after), by=by, at=at)
    _fill(held, facts, budgets, by=by, at=at)
    _move_plans(held, started_at, at=at)


def _days(campaign):
    return campaign.starts_at, campaign.ends_at


def _move_plans(campaign, from_at, *, at):
    """Plans due when it was to start are due when it now starts, and none is due any later."""
    starts_at = campaign.starts_at
    if starts_at in {None, from_at}:
        return
    for run in Run.objects.running().of(campaign):
        if run.ends_at == from_at or run.ends_at > starts_at:
            playbooks.change(run, ends_at=starts_at, by=None, at=at)


def _fill(campaign, facts, budgets, *, by, at):
    before = _offered(campaign)
    for name in SETS:
        if name in facts:
            getattr(campaign, name).set(facts[name])
    if _offered(campaign) != before:  # a coupon was proven on other products
        CouponProof.objects.filter(coupon__campaign=campaign, coupon__on_everything=False).delete()
    _keep_budgets(campaign, budgets, by=by, at=at)


def _offered(campaign):
    products = campaign.products.values_list("pk", flat=True)
    return set(products), set(campaign.categories.values_list("pk", flat=True))


def _keep_budgets(campaign, budgets, *, by, at):
    """The media and their money. Money that changed must be approved again."""
    known = {row.medium: row.budget for row in campaign.media.all()}
    campaign.media.exclude(medium__in=budgets).delete()
    asked = {"asked_at": at, "asked_by": by, "approved_at": None, "approved_by": None}
    for medium, budget in budgets.items():
        if known.get(medium) != budget:
            CampaignMedium.objects.update_or_create(
                campaign=campaign, medium=medium, defaults={"budget": budget, **asked}
            )


@transaction.atomic
def approve_budget(campaign: Campaign, budgets: dict[str, Decimal], *, by, at: datetime) -> None:
    """The money may be spent: the sums that were looked at, medium by medium, and no others."""
    held = hold(campaign)
    media = [row for row in held.media.all() if row.budget]
    if not media:
        raise Refusal(_("There is no budget to approve."))
    seen = {medium: budget for medium, budget in budgets.items() if budget}
    if seen != {row.medium: row.budget for row in media}:
        raise Refusal(_("The budget was changed since you looked. Look again."))
    for row in media:
        if row.asked_by_id == by.pk and row.approved_at is None:
            _second_look(row, by=by, at=at)
    held.media.filter(approved_at=None).update(approved_at=at, approved_by=by)


def _second_look(medium, *, by, at):
    """Four eyes: who asked for money does not approve it, or, being alone, not on the same day."""
    if eyes.others_who_may("marketing.approve_budget", than=[by.pk]).exists():
        raise Refusal(_("You asked for this budget: somebody else must approve it."))
    comes_back_at = eyes.second_look_at(by, medium.asked_at)
    if at < comes_back_at:
        told = _("You asked for this budget and nobody else may approve it: look again %(moment)s.")
        raise Refusal(told % {"moment": upcoming(comes_back_at)})


@transaction.atomic
def plan(campaign: Campaign, *, by, at: datetime) -> None:
    """The idea becomes a plan: it says what, when and how long."""
    held = hold(campaign)
    if lacks := lacking(held, now=at):
        raise Refusal(" ".join(lacks))
    held.plan(by=by, at=at)
    campaign.refresh_from_db()


def lacking(campaign: Campaign, *, now: datetime) -> list[str]:
    """What keeps an idea from being a plan, in words."""
    lacks = []
    if not campaign.starts_at or not campaign.ends_at:
        lacks.append(_("Say when it starts and when it ends."))
    elif campaign.ends_at <= now:
        lacks.append(_("Its end has passed."))
    if not campaign.products.exists() and not campaign.categories.exists():
        lacks.append(_("Say which products it offers."))
    return lacks


# Going live


@transaction.atomic
def go_live(campaign: Campaign, *, by, at: datetime, note: str = "") -> None:
    """The offer begins, or goes on after a pause. Every door leads here, and the gate is asked
    afresh: whatever was proven yesterday must hold now."""
    held = hold(campaign)
    if held.ends_at and held.ends_at <= at:
        raise Refusal(_("Its end has passed."))
    gate = gates.gate(held, now=at)
    if held.status == Campaign.Status.IN_PREPARATION and gate.is_open:
        held.make_ready(by=by, at=at)
    held.go_live(gate=gate, by=by, at=at, note=note)
    campaign.refresh_from_db()


def hold(campaign: Campaign) -> Campaign:
    """The row as it is now, and nobody else's until we are done."""
    return Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)


# What the clock brings


def follow_gates(*, now: datetime) -> int:
    """What was proven at the last look becomes ready; what no longer holds goes back. A plan that
    has ended, as it does at its date, still speaks for its campaign, as it does at the gate."""
    kind = ContentType.objects.get_for_model(Campaign)
    plans = Run.objects.filter(subject_type=kind, subject_id=OuterRef("pk"))
    proven_ones = plans.with_open_gate().exclude(status=Run.Status.CANCELLED)
    is_open = Q(Exists(proven_ones)), ~Exists(plans.running().with_closed_gate())
    proven = Campaign.objects.in_preparation().filter(*is_open)
    ready = Campaign.objects.filter(status=Campaign.Status.READY)
    fallen = ready.exclude(pk__in=ready.filter(*is_open).values("pk"))
    moved = 0
    for campaign in proven:
        moved += _try(campaign.make_ready, by=None, at=now)
    note = _("Something the gate asks for no longer holds.")
    for campaign in fallen:
        moved += _try(campaign.prepare, by=None, at=now, note=note)
    return moved


def start_due(*, now: datetime) -> int:
    """What is ready goes live when its moment comes, if the gate is open now."""
    due = Campaign.objects.due_to_start(now=now)
    return sum(_try(go_live, campaign, by=None, at=now) for campaign in due)


def end_due(*, now: datetime) -> int:
    """What has reached its end is over. Nothing is paused by itself."""
    ended = Campaign.objects.due_to_end(now=now)
    return sum(_try(campaign.end, by=None, at=now) for campaign in ended)


def settle_due(*, now: datetime) -> int:
    """Nothing of it can be sent back any more: its figures are final."""
    final = Campaign.objects.due_to_settle(now=now)
    return sum(_try(campaign.settle, by=None, at=now) for campaign in final)


def _try(move, *row, by, at, **more) -> bool:
    """A campaign that somebody else moved meanwhile, whose gate closed, or that breaks us, holds
    up no other."""
    with turns.turn("campaign_could_not_be_moved", move=move.__name__):
        try:
            move(*row, by=by, at=at, **more)
        except Refusal as refusal:
            log.info("campaign_stays", why=str(refusal))
            return False
        return True
    return False
