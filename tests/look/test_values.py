"""Values as readers of three languages see them."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import timezone, translation

from config.lib import drawing
from config.templatetags import regia
from tests.factories import NOON

NO_BREAK = "\xa0"


@pytest.fixture(params=["en", "it", "es"])
def language(request):
    with translation.override(request.param):
        yield request.param


def test_money_is_written_in_the_readers_way(language):
    assert (
        regia.money(Decimal("12480.5"), "EUR").replace(NO_BREAK, " ")
        == {"en": "€12,480.50", "it": "12.480,50 €", "es": "12.480,50 €"}[language]
    )


def test_a_number_keeps_up_to_two_decimals_or_as_many_as_asked(language):
    comma = "." if language == "en" else ","

    assert regia.number(12) == "12"
    assert regia.number(Decimal("1.50")) == f"1{comma}5"
    assert regia.number(1, 2) == f"1{comma}00"


def test_a_share_is_a_percentage(language):
    shown = {"en": "95.4%", "it": "95,4%", "es": "95,4 %"}[language]

    assert regia.percent(0.954).replace(NO_BREAK, " ") == shown
    assert regia.percent(1).replace(NO_BREAK, "").replace(" ", "") == "100%"


def test_a_day_is_named_by_its_month(language):
    shown = regia.day(date(2026, 11, 22))

    assert shown == {"en": "22 Nov 2026", "it": "22 nov 2026", "es": "22 nov 2026"}[language]


def test_a_moment_is_told_by_the_readers_clock():
    with translation.override("en"), timezone.override("Europe/Rome"):
        assert regia.exact(datetime(2026, 6, 15, 22, 30, tzinfo=UTC)) == "16 Jun 2026, 00:30"


def test_a_stretch_of_days_says_only_once_what_its_ends_share(language):
    first, last = (datetime(2026, 11, day, 12, tzinfo=UTC) for day in (23, 30))

    month = {"en": "Nov", "it": "nov", "es": "nov"}[language]
    assert regia.days(first, last) == f"23–30 {month} 2026"
    assert regia.days(first, first) == f"23 {month} 2026"


def test_a_moment_says_how_long_ago_and_keeps_the_exact_one_for_the_curious(language):
    shown = regia.moment(timezone.now() - timedelta(hours=2))

    assert {"en": "2 hours ago", "it": "2 ore fa", "es": "hace 2 horas"}[language] in shown
    assert shown.startswith("<time datetime=")
    assert "title=" in shown


@pytest.mark.parametrize(
    ("language", "said"), [("en", "23 Nov"), ("it", "23 nov"), ("es", "23 nov")]
)
def test_a_coming_day_has_no_year(language, said):
    with translation.override(language):
        assert regia.coming_day(date(2026, 11, 23)) == said


def test_what_is_long_past_is_a_day():
    with translation.override("en"):
        assert ">15 Jun 2020<" in regia.moment(NOON.replace(year=2020))


def test_beside_the_exact_moment_its_day_is_not_told_again():
    now = timezone.now()

    assert "2" in regia.distance(now + timedelta(days=14))
    assert regia.distance(now + timedelta(days=22)) == ""


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        (1.87, "1 h 52 min"),
        (0.5, "30 min"),
        (26, "26 h"),
        (0, "0 min"),
        (-2, "−2 h"),
        (150.4, "150 h"),
    ],
)
def test_hours_are_hours_and_minutes(hours, shown):
    with translation.override("en"):
        assert regia.hours(hours) == shown


@pytest.mark.parametrize("show", [regia.money, regia.number, regia.percent, regia.hours, regia.day])
@pytest.mark.parametrize("nothing", [None, "", "what?", float("nan")])
def test_what_is_not_known_is_a_dash_and_never_zero(show, nothing):
    assert show(nothing) == "–"


def test_a_sparkline_breaks_where_nothing_was_measured():
    line = drawing.sparkline([1, 2, None, 3])

    assert len(line.runs) == 1
    assert len(line.dots) == 1
    assert drawing.sparkline([None, None]) is None


def test_a_sparkline_is_drawn_with_points_every_language_can_read():
    with translation.override("it"):
        drawn = Template("{% sparkline values %}").render(Context({"values": [1, 2.5, 2]}))

    assert "<polyline" in drawn
    assert "3.0,25.0" in drawn


def test_a_chart_has_its_table():
    chart = {
        "id": "c",
        "title": "Orders",
        "labels": ["Mon", "Tue"],
        "series": [{"name": "Orders", "values": [3, None], "kind": "line"}],
    }

    with translation.override("en"):
        drawn = Template('{% include "parts/chart.html" %}').render(Context({"chart": chart}))

    assert '<th scope="row">Mon</th><td class="num">3</td>' in drawn
    assert '<th scope="row">Tue</th><td class="num">–</td>' in drawn
    assert '<script id="c" type="application/json">' in drawn


def test_a_long_figure_is_set_smaller_so_that_it_stays_in_its_card():
    def sized(value):
        card = render_to_string("parts/figure.html", {"figure": {"label": "Sales", "value": value}})
        return re.search(r'class="figure-value ?([a-z-]*)"', card)[1]

    told = [sized(value) for value in (33, "208,41 €", "11.308,98 €", "1.113.089,82 €")]
    assert told == ["", "", "is-long", "is-longest"]
