"""Campaigns on their pages: found, read, written, counted."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.lib.clock import local_day, start_of_day
from config.lib.refusals import Refusal
from logistics.models import StockCount
from roles.marketing import actions
from roles.marketing.models import Campaign
from roles.team.models import Role
from tests.exports.asking import rows_of
from tests.factories import NOON, ChannelFactory, MarketFactory, ProductFactory, VariantFactory
from tests.factories.marketing import (
    AdSpendFactory,
    CampaignFactory,
    CampaignMediumFactory,
    CouponFactory,
    StockCountFactory,
)
from tests.reading import HTMX

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def page(name, *args):
    return reverse(f"marketing:{name}", args=args)


def typed(**more):
    """A form as somebody fills it in, around the real now."""
    plain = {"name": "Luci d’estate", "uplift_percent": "50", "budget_google_ads": "100"}
    return (
        plain
        | {
            "starts_at": f"{timezone.localtime() + A_DAY:%Y-%m-%dT%H:%M}",
            "ends_at": f"{timezone.localtime() + 9 * A_DAY:%Y-%m-%dT%H:%M}",
        }
        | more
    )


# The form


def test_an_idea_gets_its_utm_name_and_its_owner(as_, mark):
    product, channel, market = ProductFactory(), ChannelFactory(), MarketFactory()

    answer = as_(mark).post(
        page("new"),
        typed(products=[product.pk], channels=[channel.pk], markets=[market.pk], budget_press="0"),
    )

    campaign = Campaign.objects.get()
    assert answer.url == campaign.get_absolute_url()
    assert (campaign.status, campaign.utm, campaign.owner) == ("idea", "luci-destate", mark)
    assert campaign.created_by == mark
    assert list(campaign.products.all()) == [product]
    assert {row.medium: row.budget for row in campaign.media.all()} == {
        "google_ads": 100,
        "press": 0,
    }


def test_its_history_begins_with_who_thought_of_it(as_, gwen, mark):
    as_(mark).post(page("new"), typed())
    campaign = Campaign.objects.get()
    campaign.cancel(by=gwen, at=timezone.now())

    told = as_(gwen).get(campaign.get_absolute_url()).text

    first = told[told.index("First thought of") :]
    assert first.index("Mark") < first.index("</li>")


def test_the_second_of_a_name_gets_another_utm_name(as_, mark):
    for _ in range(2):
        as_(mark).post(page("new"), typed())

    names = set(Campaign.objects.values_list("utm", flat=True))
    assert names == {"luci-destate", "luci-destate-2"}


def test_a_utm_name_is_never_typed_and_stays(as_, mark):
    campaign = CampaignFactory(products=[ProductFactory()])

    as_(mark).post(
        page("change", campaign.pk),
        typed(name="Altro", utm="mine", products=[p.pk for p in campaign.products.all()]),
    )

    changed = Campaign.objects.get()
    assert (changed.name, changed.utm) == ("Altro", campaign.utm)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_at": "2000-01-01T10:00"}, "ends_at"),
        ({"starts_at": "2999-01-01T10:00", "ends_at": "2998-01-01T10:00"}, "ends_at"),
        ({"starts_at": "", "ends_at": f"{2000}-01-01T10:00"}, "ends_at"),
        ({"budget_google_ads": "-1"}, "budget_google_ads"),
        ({"uplift_percent": "-101"}, "uplift_percent"),
        ({"landing_address": "not a page"}, "landing_address"),
        ({"name": ""}, "name"),
        ({"goal": "nothing.known"}, "goal"),
        ({"products": ["0"]}, "products"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(wrong, field, as_, mark):
    answer = as_(mark).post(page("new"), typed(**wrong))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not Campaign.objects.exists()


def test_beyond_an_idea_it_must_say_what_and_when(as_, mark):
    campaign = CampaignFactory(starts_at=timezone.now(), ends_at=timezone.now() + A_DAY)

    answer = as_(mark).post(page("change", campaign.pk), typed(starts_at="", ends_at=""))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"starts_at", "ends_at", "products"}


def test_what_runs_keeps_its_beginning_and_products(as_, mark):
    campaign = CampaignFactory(live=True, products=[ProductFactory()])
    other = ProductFactory()

    answer = as_(mark).post(page("change", campaign.pk), typed(products=[other.pk]))

    campaign.refresh_from_db()
    assert answer.status_code == 302
    assert campaign.starts_at == NOON
    assert other not in campaign.products.all()
    assert campaign.uplift_percent == 50


def test_what_is_over_cannot_be_changed(as_, mark):
    campaign = CampaignFactory(ended=True)

    answer = as_(mark).post(page("change", campaign.pk), typed(products=[ProductFactory().pk]))

    assert answer.status_code == 409


def test_products_are_found_by_words_and_the_chosen_ones_stay(as_, mark):
    chosen, found = ProductFactory(name="Vaso Etna"), ProductFactory(name="Lampada Aria")

    answer = as_(mark).get(
        page("pick"), {"find": "lamp", "products": [chosen.pk, "x"]}, headers=HTMX
    )

    assert f'value="{chosen.pk}" checked' in answer.text
    assert f'value="{found.pk}"> Lampada Aria' in answer.text
    assert "<html" not in answer.text


# Money


def test_a_budget_is_approved_as_it_was_read_and_again_when_it_changes(as_, gwen):
    medium = CampaignMediumFactory()
    campaign, browser = medium.campaign, as_(gwen)
    approve = page("approve_budget", campaign.pk)

    assert browser.post(approve, {"budget_google_ads": "99"}).status_code == 409
    assert browser.post(approve, {"budget_google_ads": "x"}).status_code == 409
    assert browser.post(approve, {"budget_press": "100"}).status_code == 409
    browser.post(approve, {"budget_google_ads": "100", "budget_press": "0"})
    medium.refresh_from_db()
    assert (medium.is_approved, medium.approved_by) == (True, gwen)

    actions.change(campaign, {"name": "x"}, {"google_ads": D(100)}, by=gwen, at=NOON)
    assert campaign.media.get().is_approved
    actions.change(campaign, {"name": "x"}, {"google_ads": D(101)}, by=gwen, at=NOON)
    assert not campaign.media.get().is_approved


def test_money_that_goes_to_another_medium_is_approved_anew(as_, gwen, mark):
    campaign = actions.add({"name": "Luci"}, {"press": D(60), "post": D(40)}, by=mark, at=NOON)
    approve, seen = page("approve_budget", campaign.pk), {"budget_press": 60, "budget_post": 40}
    other = {"press": D(40), "post": D(60)}

    as_(gwen).post(approve, seen)
    actions.change(campaign, {"name": "Luci"}, other, by=mark, at=NOON)

    assert not any(row.is_approved for row in campaign.media.all())
    assert as_(gwen).post(approve, seen).status_code == 409
    assert "to be approved" in as_(gwen).get(campaign.get_absolute_url()).text


def test_who_asked_for_the_money_does_not_approve_it(as_, gwen, hired):
    boss = hired("bea", Role.COORDINATOR)
    campaign = actions.add({"name": "Luci"}, {"press": D(100)}, by=gwen, at=NOON)

    refused = as_(gwen).post(page("approve_budget", campaign.pk), {"budget_press": "100"})

    assert refused.status_code == 409
    assert "somebody else" in refused.text
    actions.approve_budget(campaign, {"press": D(100)}, by=boss, at=NOON)
    assert campaign.media.get().is_approved


def test_one_who_is_alone_looks_again_on_the_next_working_day(gwen):
    campaign = actions.add({"name": "Luci"}, {"press": D(100)}, by=gwen, at=NOON)

    with pytest.raises(Refusal, match="nobody else"):
        actions.approve_budget(campaign, {"press": D(100)}, by=gwen, at=NOON + timedelta(hours=3))

    actions.approve_budget(campaign, {"press": D(100)}, by=gwen, at=NOON + A_DAY)
    assert campaign.media.get().is_approved


def test_no_budget_is_no_budget_to_approve(as_, gwen):
    campaign = CampaignMediumFactory(budget=0).campaign

    refused = as_(gwen).post(page("approve_budget", campaign.pk), {"budget_google_ads": "0"})

    assert refused.status_code == 409
    assert "no budget to approve" in refused.text


# The way to the gate


def test_an_idea_becomes_a_plan_once_it_says_what_and_when(as_, mark):
    idea = CampaignFactory(status="idea", starts_at=None, ends_at=None)
    browser = as_(mark)

    refused = browser.post(page("plan", idea.pk))
    assert refused.status_code == 409
    assert "which products" in refused.text

    idea.products.add(ProductFactory())
    Campaign.objects.update(starts_at=timezone.now(), ends_at=timezone.now() + A_DAY)
    browser.post(page("plan", idea.pk))
    browser.post(page("prepare", idea.pk))

    assert Campaign.objects.get().status == "in_preparation"
    assert browser.post(page("prepare", idea.pk)).status_code == 409


def test_it_is_paused_ended_and_cancelled_with_a_reason(as_, mark):
    live, ready = CampaignFactory(live=True), CampaignFactory(ready=True)
    browser = as_(mark)

    browser.post(page("pause", live.pk), {"note": "Sold out"})
    browser.post(page("end", live.pk))
    browser.post(page("cancel", ready.pk), {"note": "Next year"})

    assert [move.note for move in live.moves.order_by("pk")] == ["Sold out", ""]
    assert Campaign.objects.get(pk=live.pk).ended_at
    assert Campaign.objects.get(pk=ready.pk).status == "cancelled"
    assert browser.post(page("pause", live.pk), {"note": "x" * 501}).status_code == 422


# The record


@pytest.fixture
def full(lamp, sold):
    """A live campaign with all there may be."""
    sold(lamp, 20, at=NOON - 3 * A_DAY)
    campaign = CampaignFactory(
        live=True, products=[lamp.product], landing_address="https://shop.example/luci?x=1#top"
    )
    CampaignMediumFactory(campaign=campaign)
    coupon = CouponFactory(campaign=campaign)
    sold(lamp, 2, at=NOON + A_DAY, coupon_code=coupon.code, discount=D(2), total=D(18))
    AdSpendFactory(campaign=campaign, amount=D(40))
    StockCountFactory(variant=lamp, units=3)
    return campaign


def test_the_record_shows_all_there_is(full, as_, mark):
    answer = as_(mark).get(full.get_absolute_url())

    figures = answer.context["figures"]
    assert (figures.orders, figures.revenue, figures.away, figures.spent) == (1, 20, 2, 40)
    assert figures.share_spent == D("0.4")
    link = "https://shop.example/luci?x=1&amp;utm_source=google&amp;utm_medium=cpc"
    assert f"{link}&amp;utm_campaign={full.utm}#top" in answer.text


def test_a_young_product_says_over_how_many_days_it_was_sold(as_, mark, sold):
    at = start_of_day(local_day(timezone.now(), "Europe/Rome"), "Europe/Rome")
    young = ProductFactory(name="Young", created_at=at - 3 * A_DAY)
    old = ProductFactory(name="Old", created_at=at - 90 * A_DAY)
    gone = VariantFactory(product=old)
    sold(VariantFactory(product=young), 2, at=at - A_DAY)
    sold(VariantFactory(product=old), 2, at=at - A_DAY)
    days = {"starts_at": at + A_DAY, "ends_at": at + 9 * A_DAY}
    campaign = CampaignFactory(products=[young, old], **days)

    def told():
        rows = as_(mark).get(campaign.get_absolute_url()).context["expected"]
        return {row["product"].name: row["on_sale"] for row in rows}

    assert told() == {"Young": "in 3 days", "Old": ""}
    assert "in 3 days" in as_(mark).get(campaign.get_absolute_url()).text
    StockCountFactory(variant=gone, units=0, counted_at=at - 20 * A_DAY)
    StockCountFactory(variant=gone, units=9, counted_at=at - 10 * A_DAY)
    assert told()["Old"] == "in 18–28 days"


def test_the_same_product_in_two_offers_is_said(full, as_, mark):
    other = CampaignFactory(name="Altra offerta", products=list(full.products.all()))
    CampaignFactory(name="Domani", products=list(full.products.all()), starts_at=full.ends_at,
                    ends_at=full.ends_at + A_DAY)  # fmt: skip
    CampaignFactory(name="Solo idea", status="idea", products=list(full.products.all()))

    answer = as_(mark).get(full.get_absolute_url())

    assert answer.context["shared"] == [(other, 1)]
    assert "Altra offerta" in answer.text


def test_the_gate_that_is_closed_greys_the_button_with_its_reason(as_, mark):
    campaign = CampaignFactory(ready=True)

    answer = as_(mark).get(campaign.get_absolute_url())

    assert "No plan has been started" in answer.text
    assert "disabled aria-describedby" in answer.text


def test_every_state_has_its_page(as_, gwen):
    browser = as_(gwen)
    for status in Campaign.Status.values:
        more = {"went_live_at": NOON, "ended_at": NOON} if status not in Campaign.AHEAD else {}
        campaign = CampaignFactory(status=status, **more)

        assert browser.get(campaign.get_absolute_url()).status_code == 200, status


def test_a_browser_gets_the_page_and_htmx_its_part(full, as_, mark):
    browser = as_(mark)
    for address in (
        full.get_absolute_url(),
        page("campaigns"),
        page("desk"),
        page("stock", full.pk),
    ):
        assert "<html" in browser.get(address).text
        assert "<html" not in browser.get(address, headers=HTMX).text


def test_a_campaign_that_ran_shows_what_was_expected_beside_what_was_sold(as_, mark, sold, lamp):
    campaign = CampaignFactory(ended=True, uplift_percent=50, products=[lamp.product])
    CampaignMediumFactory(campaign=campaign)
    AdSpendFactory(campaign=campaign, amount=D("26"))
    for day in range(1, 29):
        sold(lamp, at=NOON - day * A_DAY)
    sold(lamp, 3, at=NOON)
    sold(lamp, 4, at=NOON + 9 * A_DAY)
    sold(lamp, 5, at=NOON + A_DAY, cancelled=True)
    sold(lamp, 6, at=NOON + 10 * A_DAY)

    shown = as_(mark).get(campaign.get_absolute_url()).text

    assert "15 units expected, 7 sold while it ran" in shown
    for word in ("units in 0", "as fast as time", "Verify the stock"):
        assert word not in shown


def test_a_campaign_that_never_ran_expects_nothing_once_it_is_cancelled(as_, mark, lamp):
    campaign = CampaignFactory(status="cancelled", products=[lamp.product])

    assert "should sell" not in as_(mark).get(campaign.get_absolute_url()).text


def test_strangers_find_nothing(full, as_, stella):
    browser = as_(stella)

    for name in ("campaign", "change", "stock", "coupons", "spend"):
        assert browser.get(page(name, full.pk)).status_code == 404
    assert full.name not in browser.get(page("search"), {"q": "spring"}).text


def asked_for(browser, address):
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_pages_ask_as_much_for_much_as_for_little(full, as_, gwen, lamp, sold):
    browser = as_(gwen)
    AdSpendFactory(campaign=None, channel=ChannelFactory(), source_key="k")
    addresses = [full.get_absolute_url(), page("campaigns"), page("desk"), page("stock", full.pk)]
    addresses += [page("coupons", full.pk), page("spend", full.pk), page("unassigned")]
    for address in addresses:  # what is asked once for every page is asked here
        asked_for(browser, address)
    before = [asked_for(browser, address) for address in addresses]

    for number in range(6):
        other = VariantFactory()
        full.products.add(other.product)
        sold(other, 3, at=NOON - 2 * A_DAY)
        StockCountFactory(variant=other)
        CouponFactory(campaign=full, max_uses=1)
        campaign = CampaignFactory(live=True, products=[lamp.product, other.product])
        CampaignMediumFactory(campaign=campaign)
        AdSpendFactory(campaign=campaign, medium="press")
        AdSpendFactory(campaign=full, day=NOON.date() + (number + 1) * A_DAY)
        AdSpendFactory(campaign=None, channel=ChannelFactory(), source_key=f"k{number}")

    assert [asked_for(browser, address) for address in addresses] == before


# The list


def test_money_taken_away_has_its_cents_and_its_currency(as_, mark):
    AdSpendFactory(amount="10.10", rate="1.1234567890")

    heading, row = rows_of(as_(mark).get("/campaigns/", {"format": "csv"}))

    told = dict(zip(heading, row, strict=True))
    assert (told["Budget (EUR)"], told["Spent (EUR)"]) == ("0.00", "11.35")


def test_campaigns_are_found_by_name_utm_and_coupon(as_, mark):
    lights = CampaignFactory(name="Luci d’estate", utm="luci")
    CouponFactory(campaign=lights, code="ESTATE10")
    CampaignFactory(name="Vasi")
    browser = as_(mark)

    for words in ("estate", "luci", "estate10"):
        assert list(browser.get(page("campaigns"), {"q": words}).context["listing"].rows) == [
            lights
        ]
    assert "Luci" in browser.get(page("search"), {"q": "luc"}).text


def test_the_list_is_narrowed_sorted_and_taken_away(as_, mark):
    cheap = CampaignMediumFactory(medium="press").campaign
    CampaignMediumFactory(campaign=CampaignFactory(live=True, starts_at=NOON - A_DAY))
    browser = as_(mark)

    narrowed = browser.get(page("campaigns"), {"status": "planned", "medium": "press"})
    assert list(narrowed.context["listing"].rows) == [cheap]
    for key in ("name", "-starts", "ends"):
        assert len(browser.get(page("campaigns"), {"sort": key}).context["listing"].rows) == 2
    file = b"".join(browser.get(page("campaigns"), {"format": "csv"}).streaming_content).decode()
    assert cheap.utm in file
    assert "100.00" in file


def test_an_empty_list_says_how_to_begin(as_, mark):
    browser = as_(mark)

    assert "No campaigns yet" in browser.get(page("campaigns")).text
    assert "No campaigns yet" in browser.get(page("desk")).text


# The desk


def test_the_desk_shows_what_is_next_what_burns_and_what_nears_its_cap(full, as_, mark):
    CampaignFactory(in_preparation=True, name="In arrivo")
    full.coupons.update(max_uses=1)

    answer = as_(mark).get(page("desk"))

    assert "In arrivo" in answer.text
    assert [coupon.code for coupon in answer.context["near_cap"]] == [full.coupons.get().code]
    assert [campaign for campaign, _money in answer.context["burning"]] == [full]


# Verify the stock


def test_a_shelf_is_counted_by_scan_and_kept_at_once(full, lamp, as_, wanda):
    browser = as_(wanda)
    scanned = browser.get(page("stock", full.pk), {"scan": "LAMP"})
    assert scanned.context["chosen"]["variant"] == lamp

    answer = browser.post(page("count", full.pk, lamp.pk), {"units": "120"}, headers=HTMX)

    count = StockCount.objects.order_by("pk").last()
    assert (count.variant, count.units, count.counted_by) == (lamp, 120, wanda)
    assert "data-news" in answer.text
    assert StockCount.objects.count() == 2


def test_without_htmx_the_page_comes_back_at_the_shelf(full, lamp, as_, wanda):
    answer = as_(wanda).post(page("count", full.pk, lamp.pk), {"units": "5"})

    assert answer.url == f"{page('stock', full.pk)}#shelf-{lamp.pk}"


def test_a_code_that_is_not_in_the_campaign_is_said(full, as_, wanda):
    answer = as_(wanda).get(page("stock", full.pk), {"scan": "OTHER"})

    assert answer.status_code == 422
    assert "not in this campaign" in answer.text


@pytest.mark.parametrize("units", ["", "-1", "x", "1.5", "99999999999"])
def test_what_is_no_count_is_said_at_its_shelf(units, full, lamp, as_, wanda):
    answer = as_(wanda).post(page("count", full.pk, lamp.pk), {"units": units})

    assert answer.status_code == 422
    assert StockCount.objects.count() == 1


def test_a_shelf_of_another_campaign_is_not_here(full, as_, wanda):
    other = VariantFactory()

    assert as_(wanda).post(page("count", full.pk, other.pk), {"units": "1"}).status_code == 404


def test_who_may_not_count_looks_and_no_more(full, lamp, as_, hired):
    buyer = as_(hired("pia", Role.PURCHASING))

    assert "units-" not in buyer.get(page("stock", full.pk)).text
    assert buyer.post(page("count", full.pk, lamp.pk), {"units": "1"}).status_code == 404


def test_a_campaign_without_products_has_nothing_to_count(as_, wanda):
    assert "Nothing to count" in as_(wanda).get(page("stock", CampaignFactory().pk)).text


def test_a_budget_is_asked_for_in_the_shops_money(as_, mark):
    page = as_(mark).get(reverse("marketing:new")).content.decode()

    assert "Google Ads (€)" in page


def test_an_idea_without_days_expects_nothing_yet(as_, mark):
    product = VariantFactory().product
    idea = CampaignFactory(status="idea", starts_at=None, ends_at=None, products=[product])

    page = as_(mark).get(idea.get_absolute_url()).content.decode()

    assert "Once it has a start and an end" in page
    assert "units in" not in page


def test_a_campaign_of_minutes_is_told_in_minutes(as_, mark):
    now = timezone.now()
    short = CampaignFactory(
        starts_at=now + timedelta(hours=1),
        ends_at=now + timedelta(hours=1, minutes=8),
        products=[VariantFactory().product],
    )

    page = as_(mark).get(short.get_absolute_url()).content.decode()

    assert "units in 8 min;" in page
    assert "Rounded up for each variant." in page
