"""What advertising cost: imported from the platforms' exports, or typed."""

import io
from contextlib import suppress
from datetime import date
from decimal import Decimal as D

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from catalog.models import ExchangeRate, Shop
from config.intake.ready_profiles import keep_profiles
from config.lib.refusals import Refusal
from roles.marketing import spending
from roles.marketing.models import AdSpend, Campaign
from tests.factories import NOON, ChannelFactory
from tests.factories.marketing import AdSpendFactory, CampaignFactory, CampaignMediumFactory

pytestmark = pytest.mark.django_db
GOOGLE = "Day,Campaign,Campaign ID,Currency code,Cost,Clicks,Impr.,Device"
META = (
    "Campaign name,Campaign ID,Day,Reporting starts,Reporting ends,Amount spent (EUR),"
    "Link clicks,Impressions"
)
MONDAY = date(2026, 6, 15)


@pytest.fixture
def import_(tmp_path, settings):
    """Import a file of these lines: import_("google-ads", HEAD, row, …)."""
    settings.DATA_DIR = tmp_path
    Shop.objects.create(pk=Shop.ONLY, currency="EUR")
    ChannelFactory(code="web")
    keep_profiles()

    def run(profile, *lines):
        path = tmp_path / f"{profile}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        out = io.StringIO()
        asked = {"channel": "web", "currency": "EUR", "timezone": "Europe/Rome"}
        with suppress(SystemExit):
            call_command(
                "import_history", str(path), profile=profile, stdout=out, stderr=out, **asked
            )
        told = out.getvalue() + "".join(
            rejects.read_text(encoding="utf-8-sig") for rejects in tmp_path.glob("rejects/*.csv")
        )
        line = next((ln for ln in told.splitlines() if ln.startswith("ad_spend")), "")
        return tuple(map(int, line.split()[1:])), told

    return run


# read, new, changed, unchanged, waiting, rejected


def test_google_rows_land_added_up_and_find_their_campaign(import_):
    ours = CampaignFactory(name="Luci d’estate", utm="luci-d-estate")

    counts, _told = import_(
        "google-ads",
        GOOGLE,
        '2026-06-15,IT | luci-d-estate | search,77,EUR,"1,012.40",120,4000,Mobile',
        "2026-06-15,IT | luci-d-estate | search,77,EUR,20.10,30,1000,Computers",
        "2026-06-16,IT | luci-d-estate | search,77,EUR,9.00,10,500,Mobile",
        "2026-06-15,Brand,78,EUR,5.00,10,500,Mobile",
        "Total: account, , --,EUR,1046.50,170,6000,",
    )

    assert counts == (3, 3, 0, 0, 0, 0)
    row = AdSpend.objects.get(source_key="77", day=MONDAY)
    assert (row.campaign, row.medium) == (ours, "google_ads")
    assert (row.amount, row.clicks, row.impressions) == (D("1032.50"), 150, 5000)
    assert AdSpend.objects.without_campaign().get().source_name == "Brand"


def test_the_same_file_twice_changes_nothing_and_a_corrected_one_updates(import_):
    row = "2026-06-15,Brand,78,EUR,{},10,500,Mobile"
    import_("google-ads", GOOGLE, row.format("5.00"))

    again, _told = import_("google-ads", GOOGLE, row.format("5.00"))
    corrected, _told = import_("google-ads", GOOGLE, row.format("6.50"))

    assert again == (1, 0, 0, 1, 0, 0)
    assert corrected == (1, 0, 1, 0, 0, 0)
    assert AdSpend.objects.get().amount == D("6.50")


def test_meta_says_the_currency_in_its_heading(import_):
    ours = CampaignFactory(name="Luci d’estate", utm="luci")

    counts, _told = import_(
        "meta-ads",
        META,
        "Luci d’estate,12,2026-06-15,2026-06-15,2026-06-15,44.20,80,9000",
        "Luci d’estate,12,2026-06-15,2026-06-15,2026-06-15,5.80,20,1000",
    )

    assert counts == (1, 1, 0, 0, 0, 0)
    row = AdSpend.objects.get()
    assert (row.campaign, row.medium, row.currency) == (ours, "meta_ads", "EUR")
    assert (row.amount, row.clicks) == (50, 100)


@pytest.mark.parametrize(
    "headings",
    [
        "Giorno,Nome della campagna,Importo speso (EUR),Impression,Clic sul link,Copertura",
        "Día,Nombre de la campaña,Importe gastado (EUR),Impresiones,Clics en el enlace,Alcance",
    ],
)
def test_meta_speaks_the_language_of_who_exports(import_, headings):
    ours = CampaignFactory(name="Luci d’estate", utm="luci")

    counts, _told = import_("meta-ads", headings, "2026-06-15,Luci d’estate,44.20,9000,80,7000")

    assert counts == (1, 1, 0, 0, 0, 0)
    row = AdSpend.objects.get()
    assert (row.campaign, row.medium, row.currency) == (ours, "meta_ads", "EUR")
    assert (row.amount, row.clicks, row.impressions) == (D("44.20"), 80, 9000)


def test_googles_title_above_the_headings_is_no_row(import_):
    counts, _told = import_(
        "google-ads",
        "Campaign report",
        '"June 15, 2026 - June 16, 2026"',
        GOOGLE,
        "2026-06-15,Brand,78,EUR,5.00,10,500,Mobile",
        "Total: Campaigns,,,,5.00,10,500,",
    )

    assert counts == (1, 1, 0, 0, 0, 0)


def test_another_currency_is_converted_where_its_rate_is_known(import_):
    ExchangeRate.objects.create(currency="USD", valid_from=date(2026, 5, 1), rate=D("0.8"))
    ExchangeRate.objects.create(currency="USD", valid_from=date(2026, 6, 1), rate=D("0.9"))
    ExchangeRate.objects.create(currency="USD", valid_from=date(2026, 7, 1), rate=D("0.5"))

    import_(
        "meta-ads",
        META.replace("EUR", "USD"),
        "Luci,12,2026-06-15,2026-06-15,2026-06-15,100.00,80,9000",
    )

    row = AdSpend.objects.get()
    assert (row.amount, row.currency, row.rate) == (100, "USD", D("0.9"))


def test_another_currency_comes_back_where_its_rate_is_not_known(import_):
    ExchangeRate.objects.create(currency="USD", valid_from=date(2026, 7, 1), rate=D("0.5"))

    counts, told = import_(
        "google-ads",
        GOOGLE,
        "2026-06-15,Brand,78,USD,5.00,10,500,Mobile",
        "2026-06-15,Brand,79,EUR,5.00,10,500,Mobile",
    )

    assert counts == (2, 1, 0, 0, 0, 1)
    assert AdSpend.objects.get().source_key == "79"
    assert "Add its exchange rate" in told


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2026-06-15,Brand,78,EUR,-5.00,10,500,Mobile", "negative"),
        ('2026-06-15,Brand,78,EUR,"5,00",10,500,Mobile', "decimal comma"),
        ("2026-06-31,Brand,78,EUR,5.00,10,500,Mobile", "no day"),
        ("2026-06-15,Brand,78,XXQ,5.00,10,500,Mobile", "no currency"),
        ("2026-06-15,Brand,78,,5.00,10,500,Mobile", "missing"),
    ],
)
def test_what_cannot_land_says_why(row, why, import_):
    counts, told = import_("google-ads", GOOGLE, row)

    assert counts[-1] == 1
    assert why in told
    assert not AdSpend.objects.exists()


def test_a_day_does_not_land_by_halves(import_):
    counts, told = import_(
        "google-ads",
        GOOGLE,
        "2026-06-15,Brand,78,EUR,5.00,10,500,Mobile",
        "2026-06-15,Brand,78,EUR,oops,10,500,Tablet",
        "2026-06-16,Brand,78,EUR,7.00,10,500,Mobile",
    )

    assert counts == (2, 1, 0, 0, 0, 1)
    assert AdSpend.objects.get().amount == 7
    assert "oops" in told


def test_two_currencies_are_never_added_up(import_):
    ExchangeRate.objects.create(currency="USD", valid_from=date(2026, 6, 1), rate=D("0.9"))

    _counts, told = import_(
        "google-ads",
        GOOGLE,
        "2026-06-15,Brand,78,EUR,5.00,10,500,Mobile",
        "2026-06-15,Brand,78,USD,5.00,10,500,Tablet",
    )

    assert not AdSpend.objects.exists()
    assert "two currencies" in told


def test_an_export_without_days_is_no_known_file(import_):
    with pytest.raises(CommandError, match="no column “Day”"):
        import_("google-ads", GOOGLE.replace("Day", "Week"), "2026-06-15,B,1,EUR,5,1,1,M")

    assert not AdSpend.objects.exists()


# Whose it is


def test_what_was_assigned_once_stays_ours(import_, mark):
    campaign = CampaignFactory()
    import_("google-ads", GOOGLE, "2026-06-15,Brand,78,EUR,5.00,10,500,Mobile")

    spending.assign("google_ads", "78", campaign, by=mark, at=NOON)
    import_(
        "google-ads",
        GOOGLE,
        "2026-06-15,Brand,78,EUR,6.00,10,500,Mobile",
        "2026-06-16,Brand,78,EUR,7.00,10,500,Mobile",
    )

    assert [row.campaign for row in AdSpend.objects.all()] == [campaign, campaign]


def test_whose_it_is_is_said_on_its_page(as_, mark):
    campaign = CampaignFactory()
    AdSpendFactory(campaign=None, channel=ChannelFactory(), source_key="78", source_name="Brand")
    browser = as_(mark)
    assert "Brand" in browser.get(reverse("marketing:unassigned")).text
    typed = {"medium": "google_ads", "source_key": "78", "campaign": campaign.pk}

    assert browser.post(reverse("marketing:assign"), typed | {"campaign": ""}).status_code == 422
    browser.post(reverse("marketing:assign"), typed)

    assert AdSpend.objects.get().campaign == campaign
    assert "All spend has its campaign" in browser.get(reverse("marketing:unassigned")).text


def test_where_both_tell_of_a_day_the_platform_counts():
    campaign = CampaignFactory(live=True)
    AdSpendFactory(campaign=campaign, amount=D(99))
    AdSpendFactory(campaign=campaign, amount=D(8), day=date(2026, 6, 16))
    AdSpendFactory(campaign=campaign, amount=D(10), channel=ChannelFactory(), source_key="a")
    AdSpendFactory(campaign=campaign, amount=D(5), channel=ChannelFactory(), source_key="b")

    assert Campaign.objects.with_money().get().spent == 23


@pytest.mark.parametrize(("spent", "is_near"), [("89.98", False), ("90", True), ("120", True)])
def test_nine_tenths_of_the_budget(spent, is_near):
    medium = CampaignMediumFactory(campaign=CampaignFactory(live=True))
    CampaignMediumFactory(campaign=medium.campaign, medium="press", budget=0)
    AdSpendFactory(campaign=medium.campaign, amount=D(spent) / 2, rate=D(2))

    assert Campaign.objects.budget_nearly_spent().exists() is is_near


# Typed


@pytest.fixture
def running():
    medium = CampaignMediumFactory(campaign=CampaignFactory(live=True))
    return medium.campaign


def week(campaign):
    return reverse("marketing:spend", args=[campaign.pk]) + "?week=2026-06-17"


def test_a_week_is_typed_changed_and_emptied(running, as_, mark):
    browser = as_(mark)

    browser.post(week(running), {"google_ads-2026-06-15": "12.50", "google_ads-2026-06-16": "3"})
    browser.post(week(running), {"google_ads-2026-06-15": "13", "google_ads-2026-06-16": ""})

    row = AdSpend.objects.get()
    assert (row.day, row.amount, row.currency, row.kept_by) == (MONDAY, 13, "EUR", mark)
    assert 'value="13.00"' in browser.get(week(running)).text


def test_what_is_settled_takes_no_more_money(as_, mark):
    settled = CampaignFactory(ended=True, status="settled")
    AdSpendFactory(campaign=None, channel=ChannelFactory(), source_key="k")

    typed = as_(mark).post(week(settled), {"google_ads-2026-06-15": "12.50"})

    assert typed.status_code == 409
    with pytest.raises(Refusal, match="final"):
        spending.assign("google_ads", "k", settled, by=mark, at=NOON)
    assert not AdSpend.objects.filter(campaign=settled).exists()
    assert week(settled).partition("?")[0] not in as_(mark).get(settled.get_absolute_url()).text


def test_typing_the_same_twice_changes_nothing(running, mark):
    cells = {("google_ads", MONDAY): D("5")}

    assert spending.keep(running, cells, by=mark, at=NOON) == 1
    assert spending.keep(running, cells, by=mark, at=NOON) == 0


def test_what_is_wrong_with_a_cell_is_said_in_it(running, as_, mark):
    answer = as_(mark).post(week(running), {"google_ads-2026-06-15": "-1"})

    assert answer.status_code == 422
    assert "google_ads-2026-06-15" in answer.context["form"].errors
    assert not AdSpend.objects.exists()


@pytest.mark.parametrize("asked", ["", "x", "0001-01-01", "9999-12-31"])
def test_no_address_of_a_week_is_an_error(asked, running, as_, mark):
    address = reverse("marketing:spend", args=[running.pk])

    assert as_(mark).get(f"{address}?week={asked}").status_code == 200
