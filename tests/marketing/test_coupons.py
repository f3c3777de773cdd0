"""Coupons: codes, terms, uses, and sums that two calculators must agree on."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from config.lib.refusals import Refusal
from roles.marketing import actions, coupons, prover, till
from roles.marketing.baskets import Basket, Line, Situation, Terms
from roles.marketing.models import Coupon, CouponProof
from tests.factories import NOON, OrderFactory, ProductFactory
from tests.factories.marketing import CampaignFactory, CouponFactory

A_DAY = timedelta(days=1)
MIDDLE = Situation(NOON + A_DAY)
PLAIN = Terms("SPRING", "percent", D(10), "line", NOON, NOON + 10 * A_DAY)
LAMP, CHAIR = 1, 2
BASKET = Basket((Line(LAMP, 3, D("9.99")), Line(CHAIR, 1, D("50"))), shipping=D("5.90"))

# Hand-worked: three lamps are 29.97, with the chair 79.97, with shipping 85.87.
GOLDEN = [
    ("ten percent, on each line", PLAIN, MIDDLE, "77.87"),  # 3.00 and 5.00 off
    ("ten percent, on the order", replace(PLAIN, rounding="order"), MIDDLE, "77.87"),
    ("of the lamps only", replace(PLAIN, products=frozenset({LAMP})), MIDDLE, "82.87"),
    ("of neither", replace(PLAIN, products=frozenset({9})), MIDDLE, "85.87"),
    ("five euros", replace(PLAIN, kind="amount", value=D(5)), MIDDLE, "80.87"),
    ("more than the goods", replace(PLAIN, kind="amount", value=D(500)), MIDDLE, "5.90"),
    (
        "more than the lamps",
        replace(PLAIN, kind="amount", value=D(500), products=frozenset({LAMP})),
        MIDDLE,
        "55.90",
    ),
    ("free shipping", replace(PLAIN, kind="free_shipping", value=D(0)), MIDDLE, "79.97"),
    ("at most four", replace(PLAIN, max_discount=D(4)), MIDDLE, "81.87"),
    ("worth just enough", replace(PLAIN, min_order=D("79.97")), MIDDLE, "77.87"),
    ("a cent too little", replace(PLAIN, min_order=D("79.98")), MIDDLE, "85.87"),
    ("the first moment", PLAIN, Situation(NOON), "77.87"),
    ("too early", PLAIN, Situation(NOON - timedelta(microseconds=1)), "85.87"),
    ("too late", PLAIN, Situation(NOON + 10 * A_DAY), "85.87"),
    ("the last use", replace(PLAIN, max_uses=5), replace(MIDDLE, used={"SPRING": 4}), "77.87"),
    ("used up", replace(PLAIN, max_uses=5), replace(MIDDLE, used={"SPRING": 5}), "85.87"),
    (
        "theirs used up",
        replace(PLAIN, per_customer=1),
        replace(MIDDLE, used_by_buyer={"SPRING": 1}),
        "85.87",
    ),
    (
        "two euros left",
        replace(PLAIN, money_cap=D(100)),
        replace(MIDDLE, given_away={"SPRING": D(98)}),
        "83.87",
    ),
    (
        "no money left",
        replace(PLAIN, money_cap=D(100)),
        replace(MIDDLE, given_away={"SPRING": D(120)}),
        "85.87",
    ),
]


@pytest.mark.parametrize("calculate", [prover.total, till.total], ids=["prover", "till"])
@pytest.mark.parametrize(("case", "terms", "situation", "total"), GOLDEN, ids=lambda x: str(x)[:30])
def test_hand_worked_totals(calculate, case, terms, situation, total):
    assert calculate(BASKET, [terms], situation) == D(total)


@pytest.mark.parametrize("calculate", [prover.total, till.total], ids=["prover", "till"])
def test_half_a_cent_goes_up_where_it_is_rounded(calculate):
    """Three lines of 0.05 at 10 %: half a cent each, or one and a half together."""
    basket = Basket(tuple(Line(LAMP, 1, D("0.05")) for _ in range(3)))

    assert calculate(basket, [PLAIN], MIDDLE) == D("0.12")
    assert calculate(basket, [replace(PLAIN, rounding="order")], MIDDLE) == D("0.13")


@pytest.mark.parametrize("calculate", [prover.total, till.total], ids=["prover", "till"])
@pytest.mark.parametrize(
    ("both_stack", "total"),
    [(True, "70.87"), (False, "77.87")],  # 8.00 and 7.00 off; or only the eight
)
def test_two_codes(calculate, both_stack, total):
    first = replace(PLAIN, stacks=True)
    other = replace(first, code="OTHER", kind="amount", value=D(7), stacks=both_stack)

    assert calculate(BASKET, [first, other], MIDDLE) == D(total)


money = st.decimals(min_value="0.01", max_value="999", places=2)
lines = st.builds(
    Line,
    product_id=st.sampled_from([LAMP, CHAIR, None]),
    quantity=st.integers(1, 20),
    unit_price=st.decimals(min_value=0, max_value=999, places=4),
)
limits = st.one_of(st.none(), money)
codes = st.builds(
    replace,
    st.just(PLAIN),
    kind=st.sampled_from(Coupon.Kind.values),
    value=st.decimals(min_value="0.01", max_value=100, places=2),
    rounding=st.sampled_from(Coupon.Rounding.values),
    max_discount=limits,
    money_cap=limits,
    min_order=limits,
    stacks=st.booleans(),
    products=st.sampled_from([None, frozenset({LAMP}), frozenset({9})]),
)


@settings(max_examples=300, deadline=None)
@given(
    basket=st.builds(
        Basket,
        lines=st.lists(lines, min_size=1, max_size=6).map(tuple),
        shipping=st.decimals(min_value=0, max_value=20, places=2),
    ),
    codes=st.lists(codes, min_size=1, max_size=2),
    given_away=st.dictionaries(st.just("SPRING"), money, max_size=1),
)
def test_the_two_calculators_agree_on_anything(basket, codes, given_away):
    situation = replace(MIDDLE, given_away=given_away)

    expected = prover.total(basket, codes, situation)

    assert till.total(basket, codes, situation) == expected
    assert 0 <= expected <= prover.total(basket, [replace(PLAIN, value=D(0))], MIDDLE)


# Proving


@pytest.fixture
def coupon(lamp, sold):
    sold(lamp, 3, at=NOON - A_DAY, price="9.99", shipping_charged=D("5.90"))
    return CouponFactory(campaign=CampaignFactory(products=[lamp.product]))


@pytest.mark.django_db
def test_it_is_proven_on_a_basket_that_was_sold_in_every_case(coupon):
    proofs = prover.prove(coupon, at=NOON)

    assert all(proof.is_right for proof in proofs)
    assert {proof.case for proof in proofs} == set(prover.CASES) - {"more_than_goods"}
    plain = next(proof for proof in proofs if proof.case == "plain")
    assert (plain.expected, plain.basket) == (D("32.87"), "3 × 9.99 + 5.90")
    assert Coupon.objects.proven().get() == coupon


@pytest.mark.django_db
def test_a_till_that_is_a_cent_off_is_found_out(coupon, monkeypatch):
    honest = till.total
    monkeypatch.setattr(till, "total", lambda *basket: honest(*basket) + D("0.01"))

    proofs = prover.prove(coupon, at=NOON)

    assert not any(proof.is_right for proof in proofs)
    assert not Coupon.objects.proven().exists()


@pytest.mark.django_db
def test_a_till_that_forgets_an_end_is_found_out(coupon, monkeypatch):
    honest = till.total
    monkeypatch.setattr(
        till,
        "total",
        lambda basket, codes, now: honest(basket, codes, replace(now, at=NOON + A_DAY)),
    )

    wrong = {proof.case for proof in prover.prove(coupon, at=NOON) if not proof.is_right}

    assert wrong == {"not_yet", "expired"}


@pytest.mark.django_db
def test_proving_twice_keeps_one_proof(coupon):
    prover.prove(coupon, at=NOON)
    number = CouponProof.objects.count()

    prover.prove(coupon, at=NOON)

    assert CouponProof.objects.count() == number


@pytest.mark.django_db
def test_without_a_basket_nothing_is_proven(lamp):
    coupon = CouponFactory(campaign=CampaignFactory(products=[lamp.product]))

    with pytest.raises(Refusal, match="no basket"):
        prover.prove(coupon, at=NOON)


@pytest.mark.django_db
def test_other_terms_must_be_proven_again(coupon):
    prover.prove(coupon, at=NOON)
    terms = {name: getattr(coupon, name) for name in coupons.TERMS}

    coupons.change(coupon, terms, by=None, at=NOON)
    assert Coupon.objects.proven().exists()

    coupons.change(coupon, terms | {"value": D(11)}, by=None, at=NOON)
    assert not Coupon.objects.proven().exists()


@pytest.mark.django_db
def test_other_products_must_be_proven_again(coupon, mark):
    prover.prove(coupon, at=NOON)
    facts = {"name": "Other", "products": [coupon.campaign.products.get()]}

    actions.change(coupon.campaign, facts, {}, by=mark, at=NOON)
    assert Coupon.objects.proven().exists()

    actions.change(coupon.campaign, facts | {"products": [ProductFactory()]}, {}, by=mark, at=NOON)
    assert not Coupon.objects.proven().exists()


# Uses and codes


@pytest.mark.django_db
def test_uses_are_orders_that_were_not_cancelled():
    coupon = CouponFactory()
    OrderFactory(coupon_code=coupon.code, discount=D(4))
    OrderFactory(coupon_code=coupon.code, discount=D(3), rate=D(2))
    OrderFactory(coupon_code=coupon.code, discount=D(9), cancelled=True)
    OrderFactory(coupon_code="OTHER", discount=D(9))

    counted = Coupon.objects.with_uses().get()

    assert (counted.used, counted.away) == (2, 10)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("limits", "is_near"),
    [
        ({"max_uses": 10}, True),
        ({"max_uses": 11}, False),
        ({"money_cap": D(100)}, True),
        ({"money_cap": D("100.01")}, False),
        ({}, False),
    ],
)
def test_near_the_cap_is_nine_tenths_of_it(limits, is_near):
    coupon = CouponFactory(campaign=CampaignFactory(live=True), **limits)
    OrderFactory.create_batch(9, coupon_code=coupon.code, discount=D(10))

    assert Coupon.objects.near_cap().exists() is is_near


@pytest.mark.django_db
def test_made_codes_have_no_sign_that_is_misread():
    made = {coupons.make_code() for _ in range(200)}

    assert len(made) == 200
    assert not set("".join(made)) & set("ILO01")


@pytest.mark.django_db
def test_a_made_code_that_is_taken_is_made_anew(monkeypatch):
    taken = CouponFactory(code="TAKEN234")
    codes = iter(["TAKEN234", "FRESH234"])
    monkeypatch.setattr(coupons, "make_code", lambda: next(codes))
    terms = {name: getattr(taken, name) for name in coupons.TERMS}

    made = coupons.add(taken.campaign, terms, by=None, at=NOON)

    assert made.code == "FRESH234"


@pytest.mark.django_db
def test_a_typed_code_that_is_taken_is_said_at_its_field(as_, mark):
    taken = CouponFactory(code="PRIMAVERA")
    days = {"valid_from": "2026-06-15T12:00", "valid_until": "2026-06-25T12:00"}
    typed = {"kind": "percent", "value": "10", "code": "primavera", "rounding": "line", **days}

    answer = as_(mark).post(reverse("marketing:new_coupon", args=[taken.campaign_id]), typed)

    assert answer.status_code == 422
    assert "already" in answer.context["form"].errors["code"][0]
    assert Coupon.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"value": "0"}, "value"),
        ({"value": "101"}, "value"),
        ({"valid_until": "2026-06-15T11:00"}, "valid_until"),
        ({"max_discount": "0"}, "max_discount"),
        ({"min_order": "-1"}, "min_order"),
        ({"code": "a b"}, "code"),
        ({"max_uses": "-1"}, "max_uses"),
    ],
)
def test_what_is_wrong_with_a_coupon_is_said_at_its_field(typed, field, as_, mark):
    campaign = CampaignFactory()
    days = {"valid_from": "2026-06-15T12:00", "valid_until": "2026-06-25T12:00"}
    plain = {"kind": "percent", "value": "10", "code": "", "rounding": "line", **days}

    answer = as_(mark).post(reverse("marketing:new_coupon", args=[campaign.pk]), plain | typed)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}


@pytest.mark.django_db
def test_a_coupon_is_made_changed_and_proven_at_its_doors(coupon, as_, mark):
    browser = as_(mark)
    days = {"valid_from": "2026-06-15T12:00", "valid_until": "2026-06-25T12:00"}
    typed = {"kind": "free_shipping", "value": "0", "code": "", "rounding": "line", **days}

    made = browser.post(reverse("marketing:new_coupon", args=[coupon.campaign_id]), typed)
    free = Coupon.objects.get(kind="free_shipping")
    assert made.url == free.get_absolute_url()

    browser.post(reverse("marketing:change_coupon", args=[free.pk]), typed | {"max_uses": "3"})
    browser.post(reverse("marketing:prove_all", args=[coupon.campaign_id]))

    assert Coupon.objects.proven().count() == 2
    assert "proven" in browser.get(free.get_absolute_url()).text
    assert "proven" in browser.get(reverse("marketing:coupons", args=[coupon.campaign_id])).text


@pytest.mark.django_db
def test_a_coupons_page_asks_as_much_for_many_cases(coupon, as_, mark, django_assert_num_queries):
    prover.prove(coupon, at=NOON)
    browser = as_(mark)
    with CaptureQueriesContext(connection) as asked:
        browser.get(coupon.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        browser.get(coupon.get_absolute_url())
    CouponProof.objects.filter(case="plain").delete()

    with django_assert_num_queries(len(asked)):
        browser.get(coupon.get_absolute_url())
