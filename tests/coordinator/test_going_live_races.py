"""A fact turns while somebody clicks “Go live”: real evidence, real threads, real rows."""

import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction

from logistics import counts
from roles.marketing import actions
from roles.marketing.models import Campaign
from roles.playbooks import actions as playbooks
from roles.playbooks import gates
from roles.tasks.models import Task
from roles.team.models import Role
from roles.web_writer.actions import copies
from roles.web_writer.models import Copy
from tests.factories import NOON, MarketFactory, OrderFactory, OrderLineFactory, VariantFactory
from tests.factories.copies import CopyFactory
from tests.factories.marketing import CampaignFactory, CampaignMediumFactory
from tests.factories.playbooks import a_playbook, a_run, a_step, statuses
from tests.logistics.crowd import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
ROUNDS = 60  # of each fact
ENOUGH, TOO_FEW = 500, 1
STAGGERED, A_BLINK = 8, 0.025  # seconds: whoever is slower, both come first now and then
PROOFS = {"shelf": "stock-covers-forecast", "text": "texts-approved"}


@pytest.fixture
def campaign(gwen, walt):
    """Everything its gate asks for is there: enough on the shelf, and its one text approved."""
    MarketFactory(language="it")
    variant = VariantFactory(sku="LAMP")
    variant.product.created_at = NOON - 90 * A_DAY
    variant.product.save(update_fields=["created_at"])
    for number in range(1, 15):
        order = OrderFactory(placed_at=NOON - number * A_DAY, status="shipped", shipped_at=NOON)
        OrderLineFactory(order=order, variant=variant, quantity=2)
    campaign = CampaignFactory(ready=True, products=[variant.product], landing_address="")
    CampaignMediumFactory(campaign=campaign, medium="meta_ads")
    CopyFactory(subject=campaign, approved=True)
    count(variant, ENOUGH, at=NOON)
    steps = [a_step(key, evidence=proof) for key, proof in PROOFS.items()]
    a_run(a_playbook(*steps, about=Campaign), gwen, campaign)
    return campaign


class Shelf:
    """Somebody counts, and there is less than was said."""

    def __init__(self, campaign):
        self.variant = campaign.products.get().variants.get()

    def turn(self, at):
        count(self.variant, TOO_FEW, at=at)

    def mend(self, at):
        count(self.variant, ENOUGH, at=at)


class Text:
    """Somebody sends an approved text back."""

    def __init__(self, campaign):
        self.copy = Copy.objects.get()

    def turn(self, at):
        copies.send_copy_back(self.copy, version=1, note="The offer has changed.", by=None, at=at)

    def mend(self, at):
        copy = Copy.objects.get(pk=self.copy.pk)
        copy.submit(by=None, at=at)
        copy.approve(by=None, at=at)


def count(variant, units, *, at):
    counts.count(variant, units=units, by=None, at=at)


class Click:
    """Somebody goes live, and looks once more in the last moment before it counts."""

    def __init__(self, campaign, *, at):
        self.campaign, self.at, self.was_true = campaign, at, None

    def __call__(self):
        with transaction.atomic():
            actions.go_live(Campaign.objects.get(pk=self.campaign.pk), by=None, at=self.at)
            self.was_true = gates.gate(self.campaign, now=self.at, lock=False).is_open
        return "live"


def rounds(campaign, fact, number=ROUNDS):
    """Click and turn at the same moment or a little later, many times: each click that came
    through."""
    clicks = []
    for minute in range(1, number + 1):
        at = NOON + 3 * minute * A_MINUTE
        click = Click(campaign, at=at)

        def turn(at=at, wait=minute % STAGGERED * A_BLINK):
            time.sleep(wait)
            fact.turn(at)

        answers = all_at_once(click, turn)
        if answers[0] == "live":
            clicks.append(click)
            Campaign.objects.get(pk=campaign.pk).pause(by=None, at=at + A_MINUTE)
        fact.mend(at + A_MINUTE)
    return clicks


@pytest.mark.parametrize("kind", [Shelf, Text])
def test_it_never_goes_live_on_what_is_no_longer_true(campaign, kind):
    clicks = rounds(campaign, kind(campaign))

    assert all(click.was_true for click in clicks)
    assert len(clicks) > 0


@contextmanager
def facts_left_loose():
    """The gate asks, and holds nothing of what it was told."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gates, "_hold_facts", lambda found: None)
        yield


@pytest.mark.parametrize("kind", [Shelf, Text])
def test_the_control_goes_live_on_what_is_no_longer_true(campaign, kind, monkeypatch):
    """With nothing held, a fact that turns after the question is overlooked: the test would see."""
    fact, at = kind(campaign), NOON + A_MINUTE
    asked = gates.gate

    def ask_and_let_it_turn(subject, *, now, lock=True):
        told = asked(subject, now=now, lock=lock)
        if lock:
            all_at_once(lambda: fact.turn(at))
        return told

    monkeypatch.setattr(gates, "gate", ask_and_let_it_turn)
    click = Click(campaign, at=at)
    with facts_left_loose():
        assert click() == "live"

    assert click.was_true is False


def test_what_turns_afterwards_is_found_within_the_minute_and_told(campaign, gwen):
    actions.go_live(campaign, by=None, at=NOON)
    Shelf(campaign).turn(NOON + A_MINUTE)

    playbooks.look_again(now=NOON + 2 * A_MINUTE)

    run = playbooks.Run.objects.get()
    assert statuses(run) == {"shelf": "ready", "text": "done"}
    told = Task.objects.undone().get(need="alarm-step")
    assert (told.assignee, told.role.key) == (gwen, Role.WEB_WRITER)
