"""The board, one figure, the nights and the panels: what they say, to whom, at what cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analytics import actions, alarms, nights
from analytics.board import Board
from analytics.days import restated_span
from analytics.kpi import Kind
from analytics.kpis import BY_KEY, KPIS
from analytics.models import Measurement, Night, Target
from analytics.periods import PERIODS
from catalog.models import Channel
from roles.team import calendars
from roles.team.models import Role
from tests.analytics.conftest import MONDAY, NEXT_MORNING
from tests.factories import (
    NOON,
    ChannelFactory,
    OrderFactory,
    OrderLineFactory,
    ParcelFactory,
    ReviewFactory,
    VisitFactory,
)
from tests.factories.marketing import AdSpendFactory

A_DAY = timedelta(days=1)
MONDAY_S = f"to={MONDAY}"


def sold(*worths, days_ago=0, **fields):
    for worth in worths:
        order = OrderFactory(placed_at=NOON - days_ago * A_DAY, **fields)
        OrderLineFactory(order=order, unit_price=Decimal(worth))


def measure_the_week():
    night = nights.begin(restated_span(MONDAY), by=None, now=NEXT_MORNING)
    for part in night.parts.all():
        nights.measure_part(part.pk, now=NEXT_MORNING)
    nights.end(night, now=NEXT_MORNING)
    return night


@pytest.fixture
def morning(as_, gwen, monkeypatch):
    """Gwen's browser on the Tuesday after the measured Monday."""
    for module in ("views",):
        monkeypatch.setattr(f"analytics.{module}.timezone.now", lambda: NEXT_MORNING)
    return as_(gwen)


def page(browser, name, *args, asked=""):
    answer = browser.get(reverse(f"analytics:{name}", args=args) + f"?{asked}")
    assert answer.status_code == 200
    return answer.content.decode()


# What they say


def test_the_board_shows_yesterday_beside_the_same_weekday_and_the_target(morning):
    sold("100", "50")
    sold("100", days_ago=7)
    sold("300", days_ago=1)
    Target.objects.create(kpi="sales.revenue", from_date=MONDAY, value=140)
    measure_the_week()

    board = page(morning, "board")

    assert "€150.00" in board
    assert "+50% on Monday" in board
    assert "−50% on the day before" in board
    assert "target €140.00, met" in board


def test_a_fall_to_nothing_is_minus_a_hundred_and_nothing_to_measure_is_a_dash(morning):
    sold("100", days_ago=7)
    measure_the_week()

    board = page(morning, "board")

    assert "−100% on Monday" in board
    assert "nothing to measure" in board


def test_a_month_is_compared_with_the_same_days_of_the_month_before(morning):
    sold("100")
    sold("80", days_ago=31)
    measure_the_week()

    assert "+25% on the month before" in page(morning, "board", asked="period=month")


def test_money_without_a_rate_is_not_added_up(morning):
    sold("100")
    sold("100", currency="BRL", rate=None, channel=ChannelFactory(code="olist"))
    measure_the_week()

    assert "no rate for BRL" in page(morning, "board")
    assert "R$100.00" in page(morning, "board", asked="channel=olist")


def test_with_only_old_figures_the_board_opens_on_the_newest_of_them(morning):
    sold("100", days_ago=400)
    old = restated_span(MONDAY - 400 * A_DAY)
    actions.measure(KPIS, old, now=NEXT_MORNING)

    board = page(morning, "board")

    assert "€100.00" in board
    assert "show yesterday" in board


def test_one_figure_tells_its_meaning_course_split_and_sources(morning):
    sold("100", country="IT")
    sold("60", country="ES", days_ago=1)
    measure_the_week()

    sheet = page(morning, "kpi", "sales.revenue", asked="period=week&by=country")

    assert BY_KEY["sales.revenue"].definition in sheet.replace("&#x27;", "'")
    for words in ("€160.00", "62.5%", "Coordinator", "Orders · Web shop", "Sun 14 Jun 2026"):
        assert words in sheet


def test_a_split_that_tells_nothing_gives_way_to_one_that_does(morning):
    AdSpendFactory(day=MONDAY, amount=30)
    measure_the_week()

    spend = page(morning, "kpi", "campaign.spend", asked=MONDAY_S)
    chosen = page(morning, "kpi", "campaign.spend", asked=f"{MONDAY_S}&by=channel")

    assert "100%" in spend
    assert "unknown" not in spend + chosen
    assert "Nothing is known by this split in this time." in chosen
    assert "A level is taken at closing" not in spend  # it is counted, and has no rows to show


def test_a_level_says_that_its_rows_have_moved_on(morning):
    level = next(kpi for kpi in KPIS if kpi.kind is Kind.LEVEL)

    assert "A level is taken at closing" in page(morning, "kpi", level.key)


def test_the_rows_behind_a_day_are_the_day_s_own(morning):
    sold("100", number="#today")
    sold("60", number="#earlier", days_ago=1)
    measure_the_week()

    sheet = page(morning, "kpi", "sales.orders", asked=f"day={MONDAY}")

    assert "#today" in sheet
    assert "#earlier" not in sheet


def test_rows_of_another_hat_stay_closed(as_, walt):
    sold("100", number="#secret")
    measure_the_week()

    sheet = page(as_(walt), "kpi", "sales.orders", asked=f"{MONDAY_S}&day={MONDAY}")

    assert "#secret" not in sheet
    assert "These rows belong to another hat." in sheet


def test_an_alarm_is_shown_with_its_owner_and_who_has_taken_it(morning):
    for weeks in range(1, 9):
        sold(*["10"] * 20, days_ago=7 * weeks)
    actions.measure(KPIS, restated_span(MONDAY - 35 * A_DAY), now=NEXT_MORNING)
    measure_the_week()
    alarms.sound(now=NEXT_MORNING)

    panel = page(morning, "alarms_panel")

    assert "Orders" in panel
    assert "0, expected 20" in panel
    assert "Coordinator" in panel
    assert "nobody has taken it" in panel
    assert "alarm" in page(morning, "board")


def test_late_news_is_said_late_and_not_zero(morning):
    ChannelFactory(news_due_hours=6)
    sold("100", days_ago=3)
    measure_the_week()

    assert "late" in page(morning, "figures_panel")
    assert "news late" in page(morning, "night_panel")


@pytest.mark.parametrize(
    "name", ["board", "figures_panel", "alarms_panel", "night_panel", "nights"]
)
def test_before_the_first_night_every_page_says_what_would_fill_it(morning, name):
    assert page(morning, name)


def test_an_empty_shop_is_shown_its_way_in_until_it_has_gone_it(morning, gwen):
    steps = page(morning, "figures_panel")

    assert "First steps" in steps
    assert reverse("intake:new") in steps
    assert reverse("analytics:nights") in steps
    assert steps.count("is-done") == 1  # somebody wears a hat
    sold("100")
    assert page(morning, "figures_panel").count("is-done") == 3
    measure_the_week()
    assert "First steps" not in page(morning, "figures_panel")


def test_a_first_step_is_a_link_to_who_may_take_it(morning, gwen):
    setup = reverse("admin:catalog_channel_add")

    assert setup not in page(morning, "figures_panel")
    gwen.is_superuser = True
    gwen.save(update_fields=["is_superuser"])
    assert setup in page(morning, "figures_panel")


def test_where_nothing_was_measured_nothing_is_within_its_bounds(morning):
    bounds = "Every figure is within its bounds."

    assert bounds not in page(morning, "alarms_panel")
    sold("100")
    measure_the_week()
    assert bounds in page(morning, "alarms_panel")


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
def test_every_figure_has_its_page_even_with_nothing_to_show(morning, kpi):
    assert str(kpi.title) in page(morning, "kpi", kpi.key).replace("&#x27;", "'")


def test_no_address_is_an_error(morning):
    sold("10")
    measure_the_week()

    for asked in (
        "period=nix&channel=nix&by=nix&per=nix&to=nix&day=nix&page=nix",
        "to=0001-01-01",
        "to=9999-12-31",
        "day=9999-12-31",
    ):
        assert page(morning, "board", asked=asked)
        assert page(morning, "kpi", "sales.revenue", asked=asked)


# Measure now


def test_measure_now_measures_and_leads_to_the_night(morning, gwen):
    sold("100")

    answer = morning.post(reverse("analytics:measure_now"), {"scope": "recent"})

    night = Night.objects.get()
    assert answer.url == night.get_absolute_url()
    assert (night.started_by, night.to_date) == (gwen, MONDAY)
    assert "€100.00" in page(morning, "board")
    assert "done" in page(morning, "night", night.pk)


def test_old_history_is_offered_and_measured_whole(morning):
    sold("100", days_ago=900)

    assert "Measure all since" in page(morning, "night_panel")
    morning.post(
        reverse("analytics:measure_now"), {"scope": "whole"}, headers={"hx-request": "true"}
    )

    assert Night.objects.get().from_date == MONDAY - 900 * A_DAY
    assert "Measure now" in page(morning, "night_panel")


def test_only_who_may_run_the_night_measures_now(as_, walt):
    assert as_(walt).post(reverse("analytics:measure_now"), {"scope": "recent"}).status_code == 404
    assert not Night.objects.exists()


def test_a_stranger_finds_no_figures(as_, stella):
    for name in ("board", "figures_panel", "alarms_panel", "night_panel", "nights"):
        assert as_(stella).get(reverse(f"analytics:{name}")).status_code == 404


# At what cost


def fill(channels, days):
    for number in range(channels):
        channel = ChannelFactory(code=f"c{number}", name=f"Channel {number}")
        for day in range(days):
            sold("10", days_ago=day, channel=channel, country=f"C{number}")
            VisitFactory(channel=channel, started_at=NOON - day * A_DAY, source=f"s{number}")
    ParcelFactory(shipped=True)
    ReviewFactory()
    measure_the_week()
    alarms.sound(now=NEXT_MORNING)


MOST_QUESTIONS = {
    ("board", (), ""): 10,
    ("board", (), "period=three-years&channel=c0"): 10,
    ("kpi", ("sales.revenue",), "period=30-days&by=country"): 11,
    ("kpi", ("sales.revenue",), f"day={MONDAY}"): 13,
    ("figures_panel", (), ""): 9,
    ("alarms_panel", (), ""): 8,
    ("night_panel", (), ""): 10,
    ("nights", (), ""): 12,
}


@pytest.mark.parametrize("size", [(1, 1), (4, 20)])
def test_a_page_asks_the_same_few_questions_however_much_there_is(morning, size):
    fill(*size)

    asked = {each: questions(morning, *each) for each in MOST_QUESTIONS}

    assert {each: most for each, most in asked.items() if most > MOST_QUESTIONS[each]} == {}


def questions(browser, name, args, asked):
    cache.clear()
    calendars.forget()
    with CaptureQueriesContext(connection) as queries:
        page(browser, name, *args, asked=asked)
    return len(queries)


def test_the_owner_of_every_figure_is_a_hat_the_shop_knows():
    assert {kpi.owner for kpi in KPIS} <= set(Role.BUILT_IN)


def test_a_year_adds_up_flows_and_takes_each_level_s_own_last_evening(morning):
    sold("100")
    sold("60", days_ago=20)
    measure_the_week()
    levels = ["shipping.late_open", "care.refunds_waiting"]
    for key, days_ago, stood in [(levels[0], 3, 7), (levels[0], 2, 5), (levels[1], 3, 2)]:
        Measurement.objects.update_or_create(
            kpi=key,
            day=MONDAY - days_ago * A_DAY,
            channel=Channel.objects.get(),
            defaults={"numerator": stood, "version": 1, "measured_at": NEXT_MORNING},
        )
    Measurement.objects.filter(kpi__in=levels, day__gt=MONDAY - 2 * A_DAY).delete()

    shown = Board(KPIS, PERIODS["year"], MONDAY)

    values = {card["kpi"].key: card["value"] for card in shown.cards()}
    assert (values["sales.revenue"], values["sales.orders"]) == ("€160.00", "2")
    assert (values[levels[0]], values[levels[1]]) == ("5", "2")
    course = shown.course(BY_KEY["sales.revenue"])
    assert [(f"{figure.first:%B}", figure.figure) for figure in course] == [
        ("May", 60),
        ("June", 100),
    ]
