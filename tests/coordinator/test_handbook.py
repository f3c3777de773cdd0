"""The handbook: each situation of the shop puts its work into the right inbox, and takes it out."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from catalog.events import products_changed
from catalog.models import ProductText
from customer_care import actions as care
from logistics.events import parcels_changed
from orders.events import orders_changed, refunds_changed
from roles.coordinator import jobs, needs, subscribers
from roles.coordinator.needs import NEEDS
from roles.playbooks import actions as plans
from roles.playbooks.models import Playbook
from roles.tasks import actions
from roles.tasks.models import Task
from roles.team.models import Role
from roles.web_writer.models import Draft
from roles.webmaster.models import SiteCheck
from tests.factories import (
    NOON,
    CarrierFactory,
    MarketFactory,
    ParcelFactory,
    ProductFactory,
    ProductImageFactory,
    RefundFactory,
)
from tests.factories.customer_care import ConversationFactory, MessageFactory
from tests.factories.marketing import CampaignFactory
from tests.factories.playbooks import a_run, steps_of
from tests.factories.webmaster import SiteCheckFactory

pytestmark = pytest.mark.django_db
RINGS = [products_changed, orders_changed, refunds_changed, parcels_changed]


def work():
    jobs.look_for_work()
    undone = Task.objects.undone().order_by("pk")
    return [(task.need, task.role.key, task.subject) for task in undone]


def test_a_product_without_a_text_is_the_web_writers():
    MarketFactory()
    product = ProductFactory(seen=True)
    assert work() == [("write-text", Role.WEB_WRITER, product)]

    ProductText.objects.create(product=product, language="it", body="Luce.", written_at=NOON)

    assert work() == []


def test_every_need_tells_by_which_fact_its_work_closes():
    assert [need.key for need in NEEDS if not need.done] == []


def test_the_door_plate_names_every_need():
    plate = Path(needs.__file__).with_name("README.md").read_text()

    assert [need.key for need in NEEDS if f"`{need.key}`" not in plate] == []


def test_one_market_more_and_the_told_product_is_work_again():
    MarketFactory()
    product = ProductFactory(told=True, seen=True)
    assert work() == []

    MarketFactory(country="ES", name="Spain", language="es")

    assert work() == [("write-text", Role.WEB_WRITER, product)]


def test_a_campaign_whose_days_passed_while_it_was_prepared_is_marketings():
    now = timezone.now()
    past = {"starts_at": now - timedelta(days=3), "ends_at": now - timedelta(days=1)}
    campaign = CampaignFactory(status="planned", **past)
    CampaignFactory(status="idea", **past)
    assert work() == [("missed-campaign", Role.MARKETING, campaign)]

    type(campaign).objects.filter(pk=campaign.pk).update(ends_at=now + timedelta(days=4))

    assert work() == []


def test_a_shop_that_names_no_market_tells_in_its_own_language():
    product = ProductFactory(seen=True)
    assert work() == [("write-text", Role.WEB_WRITER, product)]

    ProductText.objects.create(product=product, language="it", body="Luce.", written_at=NOON)

    assert work() == []


def test_a_product_nobody_can_see_is_the_designers():
    product = ProductFactory(told=True)
    assert work() == [("make-picture", Role.GRAPHIC_DESIGNER, product)]

    ProductImageFactory(product=product)

    assert work() == []


def test_what_a_plan_asks_for_stands_in_the_inbox_once(hired):
    zoe = hired("zoe", *Role.BUILT_IN)
    MarketFactory()
    product = ProductFactory()
    assert [need for need, *_ in work()] == ["write-text", "make-picture"]

    run = a_run(Playbook.objects.get(key="new-product"), zoe, product)
    assert "write-text" not in asked_for(work(), product)
    assert "make-picture" not in asked_for(work(), product)
    other = ProductFactory()
    assert asked_for(work(), other) == {"write-text", "make-picture"}

    plans.waive(steps_of(run)["write-text"], why="No time", risk="Less read", by=zoe, at=NOON)
    assert asked_for(work(), product) == {"write-text"}
    plans.cancel(run, why="It is not bought", by=zoe, at=NOON)
    assert asked_for(work(), product) == {"write-text", "make-picture"}


def asked_for(tasks, product):
    return {need for need, _role, subject in tasks if subject == product}


def test_a_text_sent_to_approval_is_the_coordinators(walt):
    draft = Draft.objects.create(
        product=ProductFactory(seen=True, told=True),
        language="it",
        title="Lampada",
        status="submitted",
        begun_at=NOON,
    )
    assert work() == [("approve-text", Role.COORDINATOR, draft)]

    Draft.objects.update(status="changes")

    assert work() == []


def test_a_ready_campaign_whose_moment_passes_is_the_coordinators():
    now = timezone.now()
    spans = {"ends_at": now + timedelta(days=3)}
    CampaignFactory(ready=True, starts_at=now - timedelta(minutes=2), **spans)
    late = CampaignFactory(ready=True, starts_at=now - timedelta(minutes=20), **spans)

    assert work() == [("late-start", Role.COORDINATOR, late)]


def test_a_parcel_past_its_promise_is_the_warehouses_until_it_leaves(wanda):
    now = timezone.now()
    late = ParcelFactory(packed=True, promised_for=now - timedelta(hours=1))
    ParcelFactory(promised_for=now + timedelta(hours=1))
    assert work() == [("ship-parcel", Role.WAREHOUSE, late)]

    late.ship(carrier=CarrierFactory(), tracking_code="T1", by=wanda, at=now)

    assert work() == []


def test_a_refund_that_waits_is_customer_cares_until_it_is_answered(cara):
    refund = RefundFactory()
    assert work() == [("answer-refund", Role.CUSTOMER_CARE, refund)]

    refund.refuse(by=cara, at=NOON, note="Used for a year")

    assert work() == []


def test_an_answer_that_comes_back_is_customer_cares_until_somebody_is_reached(cara):
    one = ConversationFactory(answered=True)
    MessageFactory(conversation=one, answer=True, sent_at=NOON, bounced_at=NOON)
    assert work() == [("reach-customer", Role.CUSTOMER_CARE, one)]

    care.note(one, text="She knows.", form_key=uuid4(), by=cara, at=timezone.now())

    assert work() == []


def test_a_page_that_fails_is_the_webmasters_until_nobody_watches_it_any_more():
    now = timezone.now()
    check = SiteCheckFactory(failing=True, until_at=now + timedelta(days=1))
    assert work() == [("mend-page", Role.WEBMASTER, check)]

    SiteCheck.objects.update(until_at=now)

    assert work() == []


def test_the_bell_saves_the_minute():
    RefundFactory()

    refunds_changed.send_robust(sender=None)

    assert Task.objects.get().need == "answer-refund"


def test_without_any_bell_the_minute_finds_the_same():
    for bell in RINGS:
        assert bell.disconnect(subscribers.look_at_once)
    try:
        RefundFactory()
        refunds_changed.send_robust(sender=None)
        assert not Task.objects.exists()

        jobs.look_for_work()

        assert Task.objects.get().need == "answer-refund"
    finally:
        for bell in RINGS:
            bell.connect(subscribers.look_at_once)


def test_one_need_that_cannot_be_asked_holds_up_no_other(monkeypatch):
    RefundFactory()
    ask = actions.open_and_close

    def breaks_for_texts(need, *, now):
        if need.key == "write-text":
            raise DatabaseError
        return ask(need, now=now)

    monkeypatch.setattr(actions, "open_and_close", breaks_for_texts)
    jobs.look_for_work()

    assert Task.objects.get().need == "answer-refund"


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.key)
def test_every_door_leads_somewhere(need):
    assert reverse(need.door, args=[1])


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.key)
def test_every_situation_can_be_asked(need):
    assert list(need.subjects(NOON)) == []
    assert hasattr(need.subjects(NOON).model, "get_absolute_url")


def test_the_keys_are_told_apart():
    assert len({need.key for need in NEEDS}) == len(NEEDS)
