"""Two hands at the same campaign, at the same moment."""

from threading import Thread

import pytest
from django.db import connection

from roles.marketing import actions, coupons, prover
from roles.marketing.models import Campaign, Coupon, CouponProof
from tests.factories import NOON, ProductFactory
from tests.factories.marketing import CampaignFactory, CouponFactory
from tests.logistics.crowd import CROWD, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_clicks_put_it_live_once(gate):
    campaign = CampaignFactory(ready=True)
    looks = [Campaign.objects.get(pk=campaign.pk) for _ in range(CROWD)]

    answers = all_at_once(
        *[lambda look=look: actions.go_live(look, by=None, at=NOON) for look in looks]
    )

    assert answers.count("refused") == CROWD - 1
    assert campaign.moves.count() == 1


def test_live_or_cancelled_never_both(gate):
    campaign = CampaignFactory(ready=True)
    looks = [Campaign.objects.get(pk=campaign.pk) for _ in range(2)]

    answers = all_at_once(
        lambda: actions.go_live(looks[0], by=None, at=NOON),
        lambda: looks[1].cancel(by=None, at=NOON),
    )

    assert answers.count("refused") == 1
    assert campaign.moves.count() == 1


def test_what_it_offers_stays_while_its_gate_is_asked(gate, monkeypatch):
    campaign = CampaignFactory(ready=True, products=[ProductFactory()])
    offered, other = campaign.products.get(), ProductFactory()
    ask = actions.gates.gate

    def change():
        actions.change(campaign, {"name": "Luci", "products": [other]}, {}, by=None, at=NOON)
        connection.close()

    def asked_while_somebody_changes_it(subject, **how):
        rival.start()
        rival.join(0.3)
        return ask(subject, **how)

    rival = Thread(target=change)
    monkeypatch.setattr(actions.gates, "gate", asked_while_somebody_changes_it)
    actions.go_live(campaign, by=None, at=NOON)
    rival.join()

    assert campaign.products.get() == offered


def test_the_same_code_is_one_coupon():
    first = CouponFactory()
    terms = {name: getattr(first, name) for name in coupons.TERMS}

    answers = all_at_once(
        *[
            lambda: coupons.add(first.campaign, terms, code="ESTATE", by=None, at=NOON)
            for _ in range(CROWD)
        ]
    )

    assert answers.count("refused") == CROWD - 1
    assert Coupon.objects.filter(code="ESTATE").count() == 1


def test_made_codes_that_collide_become_different_ones(monkeypatch):
    campaign, codes = (
        CampaignFactory(),
        iter(["SAME2345"] * CROWD + [f"OTHER{n}" for n in "23456789" * 9]),
    )
    monkeypatch.setattr(coupons, "make_code", lambda: next(codes))
    terms = {name: getattr(CouponFactory.build(campaign=campaign), name) for name in coupons.TERMS}

    all_at_once(*[lambda: coupons.add(campaign, terms, by=None, at=NOON) for _ in range(4)])

    assert Coupon.objects.values("code").distinct().count() == Coupon.objects.count() == 4


def test_the_same_name_gets_different_utm_names():
    made = all_at_once(
        *[
            lambda: actions.add({"name": "Luci d’estate"}, {}, by=None, at=NOON)
            for _ in range(CROWD)
        ]
    )

    assert len({campaign.utm for campaign in made}) == CROWD
    assert "luci-destate" in {campaign.utm for campaign in made}


def test_proving_twice_at_once_keeps_one_proof(lamp, sold):
    sold(lamp, 2, at=NOON)
    coupon = CouponFactory(campaign=CampaignFactory(products=[lamp.product]))

    all_at_once(*[lambda: prover.prove(coupon, at=NOON) for _ in range(4)])

    assert CouponProof.objects.filter(case="plain").count() == 1


def test_two_who_change_the_products_leave_one_of_both():
    campaign, products = CampaignFactory(), [ProductFactory(), ProductFactory()]

    all_at_once(
        *[
            lambda product=product: actions.change(
                campaign, {"name": "Luci", "products": [product]}, {}, by=None, at=NOON
            )
            for product in products
        ]
    )

    assert campaign.products.count() == 1
