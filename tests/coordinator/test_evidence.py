"""Evidence of a campaign: each question says yes and no for the right reason, for many at once."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from catalog.models import ProductImage, ProductText
from config.lib.once import one_look
from customer_care import load
from roles.coordinator import evidence  # noqa: F401  the questions name themselves
from roles.graphic_designer.models import Brief
from roles.marketing import demand
from roles.marketing.models import CouponProof
from roles.playbooks.evidence import EVIDENCE
from roles.team.models import Role
from roles.webmaster.models import Freeze
from tests.factories import (
    NOON,
    MarketFactory,
    OrderFactory,
    OrderLineFactory,
    ProductFactory,
    VariantFactory,
)
from tests.factories.customer_care import CannedAnswerFactory, KnowledgeNoteFactory
from tests.factories.graphic_designer import BriefFactory
from tests.factories.marketing import (
    CampaignFactory,
    CampaignMediumFactory,
    CouponFactory,
    StockCountFactory,
)
from tests.factories.webmaster import FreezeFactory, ReleaseFactory, SiteCheckFactory

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.mark.parametrize("key", sorted(EVIDENCE))
def test_every_evidence_leads_to_a_page_where_its_work_is_done(key):
    assert resolve(EVIDENCE[key].address(1))


def ask(key, *subjects, now=NOON):
    answers = EVIDENCE[key].ask(list(subjects), now=now)
    given = [answers[subject.pk] for subject in subjects]
    return given[0] if len(given) == 1 else given


def about(subject):
    return {
        "subject_type": ContentType.objects.get_for_model(subject),
        "subject_id": subject.pk,
    }


def told(answer):
    return [line.sentence % line.figures for line in answer.lines]


# Money and words


def test_a_budget_waits_for_its_yes():
    agreed, asked, poor = CampaignFactory(), CampaignFactory(), CampaignFactory()
    CampaignMediumFactory(campaign=agreed, approved_at=NOON)
    CampaignMediumFactory(campaign=agreed, medium="press", budget=0)
    CampaignMediumFactory(campaign=asked)

    yes, no, nothing = ask("budget-approved", agreed, asked, poor)

    assert yes.is_yes
    assert not no.is_yes
    assert told(no) == ["Google Ads waits for a yes"]
    assert no.repairs[0].role == Role.COORDINATOR
    assert not nothing.is_yes


def test_pictures_are_those_that_were_asked_for_and_not_withdrawn():
    campaign = CampaignFactory()
    assert not ask("pictures-approved", campaign).is_yes

    BriefFactory(subject=campaign, approved=True)
    BriefFactory(subject=campaign, medium="press", status=Brief.Status.WITHDRAWN)
    assert ask("pictures-approved", campaign).is_yes

    late = BriefFactory(subject=campaign, medium="post", status=Brief.Status.SUBMITTED)
    answer = ask("pictures-approved", campaign)
    assert not answer.is_yes
    assert [line.url for line in answer.lines] == [late.get_absolute_url()]


def test_each_medium_that_shows_pictures_wants_its_own():
    campaign = CampaignFactory()
    CampaignMediumFactory(campaign=campaign, medium="google_ads")
    CampaignMediumFactory(campaign=campaign, medium="newsletter")
    BriefFactory(subject=campaign, medium="google_ads", approved=True)

    answer = ask("pictures-approved", campaign)

    assert not answer.is_yes
    assert answer.figures == {"done": 1, "all": 2}
    assert told(answer) == ["Newsletter: Nobody has asked for pictures yet."]
    BriefFactory(subject=campaign, medium="newsletter", approved=True)
    assert ask("pictures-approved", campaign).is_yes


def test_a_sheet_is_complete_with_its_texts_and_a_picture():
    MarketFactory()
    spain = MarketFactory(country="ES", name="Spain", language="es")
    product = ProductFactory(told=True, name="Lamp")
    ProductImage.objects.create(product=product, address="https://shop.example/lamp.jpg")
    italian, both = CampaignFactory(products=[product]), CampaignFactory(products=[product])
    italian.markets.set([MarketFactory()])
    both.markets.set([MarketFactory(), spain])

    yes, no = ask("sheets-complete", italian, both)

    assert yes.is_yes
    assert told(no) == ["Lamp lacks its text in Spanish"]
    ProductText.objects.create(product=product, language="es", body="Luz.", written_at=NOON)
    assert ask("sheets-complete", both).is_yes
    ProductImage.objects.all().delete()
    assert told(ask("sheets-complete", both)) == ["Lamp lacks a picture"]


def test_a_coupon_is_proven_when_every_case_came_out_right():
    campaign, without = CampaignFactory(), CampaignFactory()
    coupon = CouponFactory(campaign=campaign)
    proof = {"basket": "1 × LAMP", "proven_at": NOON}
    right = {"expected": Decimal("9"), "got": Decimal("9"), "is_right": True}
    wrong = {"expected": Decimal("9"), "got": Decimal("10"), "is_right": False}

    assert ask("coupon-proven", without).is_yes
    assert told(ask("coupon-proven", campaign)) == [f"{coupon.code} is not proven"]
    CouponProof.objects.create(coupon=coupon, case="plain", **proof, **right)
    assert ask("coupon-proven", campaign).is_yes
    CouponProof.objects.create(coupon=coupon, case="expired", **proof, **wrong)
    assert not ask("coupon-proven", campaign).is_yes


# The page, the answers, and peace


def test_the_landing_page_must_have_answered_lately():
    page = "https://www.shop.example/lights"
    campaign, nameless = CampaignFactory(landing_address=page), CampaignFactory()
    assert not ask("landing-answers", nameless).is_yes
    assert not ask("landing-answers", campaign).is_yes

    check = SiteCheckFactory(key="landing", passing=True, **about(campaign))

    assert ask("landing-answers", campaign).is_yes
    assert not ask("landing-answers", campaign, now=NOON + A_DAY).is_yes
    check.failures, check.failing_since_at, check.problem = 1, NOON, "text"
    check.save(update_fields=["failures", "failing_since_at", "problem"])
    answer = ask("landing-answers", campaign)
    assert answer.figures == {"why": "The expected text is missing"}


def test_answers_are_ready_in_every_language_of_the_campaign():
    campaign = CampaignFactory()
    campaign.markets.set([MarketFactory(), MarketFactory(country="ES", language="es")])
    for language in ("it", "es"):
        KnowledgeNoteFactory(language=language, **about(campaign))
    CannedAnswerFactory(language="it", **about(campaign))

    answer = ask("answers-ready", campaign)

    assert told(answer) == ["The ready answer in Spanish is missing"]
    CannedAnswerFactory(language="es", **about(campaign))
    assert ask("answers-ready", campaign).is_yes


def test_no_release_may_fall_into_the_campaign():
    campaign = CampaignFactory()
    assert not ask("no-release-in-freeze", campaign).is_yes

    FreezeFactory(from_at=campaign.starts_at, until_at=campaign.ends_at, **about(campaign))
    ReleaseFactory(planned_at=campaign.ends_at + A_DAY)
    assert ask("no-release-in-freeze", campaign).is_yes

    ReleaseFactory(title="New checkout", planned_at=campaign.starts_at + A_DAY)
    answer = ask("no-release-in-freeze", campaign)
    assert not answer.is_yes
    assert told(answer) == ["New checkout"]
    Freeze.objects.all().delete()


# The shelf and the people


@pytest.fixture
def lamp():
    """A lamp of which one is sold a day."""
    variant = VariantFactory(sku="LAMP")
    type(variant.product).objects.update(created_at=NOON - 90 * A_DAY)
    for number in range(1, 29):
        order = OrderFactory(placed_at=NOON - number * A_DAY, shipped_at=NOON, status="shipped")
        OrderLineFactory(order=order, variant=variant, quantity=1)
    return variant


def test_a_shelf_nobody_counted_lately_is_not_known(lamp):
    campaign = CampaignFactory(products=[lamp.product])
    assert told(ask("stock-counted", campaign)) == ["LAMP is not counted"]

    StockCountFactory(variant=lamp, counted_at=NOON - 20 * A_DAY)
    assert not ask("stock-counted", campaign).is_yes
    StockCountFactory(variant=lamp)
    assert ask("stock-counted", campaign).is_yes


def test_the_stock_must_last_until_the_campaign_ends_at_the_speed_expected(lamp):
    """Four days as usual and ten with half as much again: 4 + 15 = 19 lamps."""
    campaign = CampaignFactory(
        products=[lamp.product],
        starts_at=NOON + 4 * A_DAY,
        ends_at=NOON + 14 * A_DAY,
        uplift_percent=50,
    )
    StockCountFactory(variant=lamp, units=18)

    short = ask("stock-covers-forecast", campaign)

    assert told(short) == ["LAMP: 18 free of 19 needed"]
    assert [(repair.role, repair.figures) for repair in short.repairs] == [
        (Role.MARKETING, {"days": 12}),
        (Role.MARKETING, {"variants": 1}),
        (Role.PURCHASING, {"units": 1}),
    ]
    StockCountFactory(variant=lamp, units=19, counted_at=NOON + timedelta(seconds=1))
    assert ask("stock-covers-forecast", campaign, now=NOON + timedelta(seconds=2)).is_yes


def test_what_was_promised_beyond_the_shelf_is_bought_too(lamp):
    campaign = CampaignFactory(products=[lamp.product])
    StockCountFactory(variant=lamp, units=0)
    paid = OrderFactory(placed_at=NOON, status="paid")
    OrderLineFactory(order=paid, variant=lamp, quantity=2)

    answer = ask("stock-covers-forecast", campaign)

    needed = demand.expected([campaign], now=NOON)[campaign.pk].lines[0].needed
    assert told(answer) == [f"LAMP: -2 free of {needed} needed"]
    assert answer.repairs[-1].figures == {"units": needed + 2}


def test_what_was_never_counted_is_counted_and_not_bought(lamp):
    short = VariantFactory(sku="VASE", product=lamp.product)
    StockCountFactory(variant=short, units=0)
    OrderLineFactory(order=OrderFactory(placed_at=NOON, status="paid"), variant=short, quantity=2)
    campaign = CampaignFactory(products=[lamp.product])

    answer = ask("stock-covers-forecast", campaign)

    assert not answer.is_yes
    assert told(answer) == ["VASE: -2 free of 0 needed", "LAMP was never counted"]
    count_it, _take_out, buy = answer.repairs
    assert (count_it.role, count_it.figures) == (Role.WAREHOUSE, {"variants": 1})
    assert count_it.url == EVIDENCE["stock-covers-forecast"].address(campaign.pk)
    assert (buy.role, buy.figures) == (Role.PURCHASING, {"units": 2})


def test_where_all_that_lacks_is_a_count_nothing_is_bought(lamp):
    answer = ask("stock-covers-forecast", CampaignFactory(products=[lamp.product]))

    assert not answer.is_yes
    assert [repair.role for repair in answer.repairs] == [Role.WAREHOUSE]


def test_the_questions_cost_the_same_for_many_campaigns(lamp, cara):
    MarketFactory()
    campaigns = CampaignFactory.create_batch(12, products=[lamp.product])
    ours = [one for one in EVIDENCE.values() if one.about == "marketing.campaign"]

    assert len(ours) >= 12
    for one in ours:
        one.ask(campaigns, now=NOON)  # what is asked of the database only once is asked here
        assert _questions(one, campaigns[:2]) == _questions(one, campaigns) <= 14, one.key


def _questions(one, campaigns):
    with CaptureQueriesContext(connection) as asked:
        assert len(one.ask(campaigns, now=NOON)) == len(campaigns)
    return len(asked)


def test_the_agents_hours_end_with_the_campaign(cara):
    """From Monday's midnight to Tuesday's: Monday's hours, and of Tuesday's none."""
    rome = ZoneInfo("Europe/Rome")
    monday = datetime(2026, 3, 2, tzinfo=rome)
    one_day = CampaignFactory(starts_at=monday, ends_at=monday + A_DAY)
    two_days = CampaignFactory(starts_at=monday, ends_at=monday + 2 * A_DAY)

    one, two = ask("care-capacity", one_day, two_days, now=monday - A_DAY)
    late = ask("care-capacity", one_day, now=monday + A_DAY - timedelta(hours=1))

    assert one.figures["hours"] == 9
    assert two.figures["hours"] == 18
    assert late.figures["hours"] == 0


@pytest.mark.parametrize(("minutes", "is_yes", "told"), [(58, True, 1.0), (70, False, 1.2)])
def test_the_agents_hours_are_held_against_the_hours_as_they_are(
    minutes, is_yes, told, cara, monkeypatch
):
    """An hour of Cara's Monday, for contacts of some minutes: what is rounded is only shown."""
    nine = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/Rome"))
    short = CampaignFactory(starts_at=nine, ends_at=nine + timedelta(hours=1))
    one = demand.Demand(days=Decimal(1), lines=(), usual_orders=Decimal(1), orders=Decimal(1))
    monkeypatch.setattr(demand, "expected", lambda *_, **__: {short.pk: one})
    monkeypatch.setattr(load, "contact_rate", lambda *, now: 1)
    monkeypatch.setattr(load, "handling_minutes", lambda *, now: minutes)

    answer = ask("care-capacity", short, now=nine - A_DAY)

    assert answer.is_yes is is_yes
    assert answer.figures == {"needed": told, "hours": 1.0}


def test_one_look_works_the_demand_out_once(gwen):
    campaign = CampaignFactory(products=[ProductFactory()])
    keys = ["packing-capacity", "care-capacity", "stock-counted", "stock-covers-forecast"]

    with CaptureQueriesContext(connection) as alone:
        for key in keys:
            ask(key, campaign)
    with one_look(), CaptureQueriesContext(connection) as together:
        for key in keys:
            ask(key, campaign)

    assert len(together) <= len(alone) - 3 * len(demand_questions(campaign))


def demand_questions(campaign):
    with CaptureQueriesContext(connection) as questions:
        demand.expected([campaign], now=NOON)
    return questions
