"""What all lists do alike, shown by the list of orders."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from config.lib import lists
from config.lib.tables import Reading, open_table
from config.views import SEARCHED
from tests.factories import NOON, ChannelFactory, OrderFactory
from tests.reading import HTMX

pytestmark = pytest.mark.django_db
ORDERS = reverse("orders:orders")


@pytest.fixture
def sixty(db):
    """Sixty orders, one a minute: #0 is the oldest."""
    return [OrderFactory(number=f"#{n}", placed_at=NOON + timedelta(minutes=n)) for n in range(60)]


def numbers(response):
    return [order.number for order in response.context["listing"].rows]


def told(response):
    return b"".join(response.streaming_content)


def test_every_page_shows_its_rows_in_order(as_, gwen, sixty):
    browser = as_(gwen)

    seen = [number for page in (1, 2, 3) for number in numbers(browser.get(ORDERS, {"page": page}))]

    assert seen == [f"#{n}" for n in reversed(range(60))]


def test_a_page_beyond_the_last_is_the_last(as_, gwen, sixty):
    assert numbers(as_(gwen).get(ORDERS, {"page": 99})) == [f"#{n}" for n in reversed(range(10))]


def test_rows_of_one_moment_keep_one_order(as_, gwen):
    placed = OrderFactory.create_batch(30, placed_at=NOON)
    browser = as_(gwen)

    seen = numbers(browser.get(ORDERS)) + numbers(browser.get(ORDERS, {"page": 2}))

    assert seen == [order.number for order in reversed(placed)]


def test_a_click_sorts_the_other_way(as_, gwen, sixty):
    response = as_(gwen).get(ORDERS, {"sort": "placed", "size": 50})

    assert numbers(response)[0] == "#0"
    assert len(numbers(response)) == 50
    assert b'aria-sort="ascending"' in response.content


@pytest.mark.parametrize(
    "nonsense",
    [
        {"page": "-1"},
        {"page": "x"},
        {"page": "9" * 30},
        {"page": "²"},
        {"size": "7"},
        {"sort": "password"},
        {"sort": "--placed"},
        {"status": "'; drop table"},
        {"channel": "0 OR 1=1"},
        {"placed_from": "yesterday"},
        {"placed_from": "0001-01-01"},
        {"placed_to": "9999-12-31"},
        {"q": "\0"},
        {"q": "&|!:*('"},
        {"q": "a" * 5000},
        {"format": "exe"},
    ],
)
def test_no_address_is_an_error(as_, gwen, nonsense):
    OrderFactory()

    assert as_(gwen).get(ORDERS, nonsense).status_code == 200


@pytest.mark.parametrize("door", ["search", *SEARCHED])
@pytest.mark.parametrize("words", ["\0", "&|!:*('", "a" * 5000, "٣"])
def test_no_search_box_chokes_on_its_words(as_, gwen, door, words):
    assert as_(gwen).get(reverse(door), {"q": words}).status_code == 200


def test_filters_narrow_and_say_so(as_, gwen):
    paid = OrderFactory(paid=True)
    OrderFactory()

    response = as_(gwen).get(ORDERS, {"status": ["paid", "cancelled"]})

    assert numbers(response) == [paid.number]
    assert "Paid, Cancelled" in response.content.decode()


def test_a_channel_is_a_filter(as_, gwen):
    OrderFactory()
    amazon = ChannelFactory(code="amazon", name="Amazon")
    there = OrderFactory(channel=amazon)

    assert numbers(as_(gwen).get(ORDERS, {"channel": amazon.pk})) == [there.number]


def test_days_are_the_readers_days_and_both_are_included(as_, hired):
    rome = hired("gina", "coordinator", time_zone="Europe/Rome")
    late = OrderFactory(placed_at=NOON.replace(day=14, hour=22, minute=30))  # the 15th in Rome
    OrderFactory(placed_at=NOON.replace(day=15, hour=22, minute=30))  # the 16th

    response = as_(rome).get(ORDERS, {"placed_from": "2026-06-15", "placed_to": "2026-06-15"})

    assert numbers(response) == [late.number]


@pytest.mark.parametrize("words", ["#77", "77", "ross", "mario.ros", "ROSSI mario"])
def test_words_find_by_their_beginning(as_, gwen, words):
    found = OrderFactory(number="#77", buyer_name="Mario Rossi", buyer_email="mario.rossi@a.it")
    OrderFactory(number="#88", buyer_name="Ann Smith")

    assert numbers(as_(gwen).get(ORDERS, {"q": words})) == [found.number]


def test_frequent_words_are_read_in_order(as_, gwen, sixty, monkeypatch):
    monkeypatch.setattr(lists, "COMMON", 5)
    for order in sixty:
        type(order).objects.filter(pk=order.pk).update(buyer_name="Rossi")
    browser = as_(gwen)

    assert numbers(browser.get(ORDERS, {"q": "rossi"}))[0] == "#59"
    assert numbers(browser.get(ORDERS, {"q": "rossi", "page": 3}))[-1] == "#0"
    assert (
        browser.get(reverse("orders:search"), {"q": "rossi"}).context["orders"][0].number == "#59"
    )


def test_a_huge_list_says_about(as_, gwen, sixty, monkeypatch):
    monkeypatch.setattr(lists, "MANY", 10)
    monkeypatch.setattr(lists, "_rows_of", lambda table: 58)

    response = as_(gwen).get(ORDERS, {"page": 3})

    assert "About 58" in response.content.decode()
    assert numbers(response)[-1] == "#0"


def test_htmx_gets_the_rows_alone(as_, gwen):
    OrderFactory()

    part = as_(gwen).get(ORDERS, headers=HTMX)

    assert b"<html" not in part.content
    assert b'id="list"' in part.content
    assert "HX-Request" in part["Vary"]


def test_an_empty_list_says_what_would_fill_it(as_, gwen):
    assert "No orders yet" in as_(gwen).get(ORDERS).content.decode()


def test_nothing_found_offers_to_show_everything(as_, gwen):
    OrderFactory()

    assert "Nothing matches" in as_(gwen).get(ORDERS, {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("name", ["orders:orders", "orders:customers", "catalog:products"])
def test_strangers_find_no_list(as_, stella, name):
    assert as_(stella).get(reverse(name)).status_code == 404


# Taken away


def test_a_file_has_every_row_and_the_readers_words(as_, gwen, sixty):
    answer = as_(gwen).get(ORDERS, {"format": "csv", "q": ""})
    rows = list(csv.reader(io.StringIO(told(answer).decode("utf-8-sig"))))

    assert rows[0][:2] == ["Order", "Placed"]
    assert len(rows) == 61
    assert rows[1][0] == "#59"
    assert rows[1][1] == "2026-06-15 12:59:00"
    assert "Placed" in rows[1]
    assert 'filename="orders-' in answer["Content-Disposition"]


def test_a_file_opens_as_columns_where_a_comma_parts_the_decimals(as_, hired, tmp_path):
    OrderFactory(number="#1;2", total="1234.50", buyer_name="Rossi, Mario")
    OrderFactory(number="#2", total="-7")
    gina = hired("gina", "coordinator", language="it")

    answer = as_(gina).get(ORDERS, {"format": "csv", "sort": "-amount"})
    file = tmp_path / "ordini.csv"
    file.write_bytes(told(answer))

    assert 'filename="ordini-2' in answer["Content-Disposition"]
    assert b";1234,50\r\n" in file.read_bytes()
    with open_table(file, Reading()) as table:  # and we read it back ourselves
        rows = [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows]
    assert [(row["Ordine"], row["Acquirente"], row["Importo"]) for row in rows] == [
        ("#1;2", "Rossi, Mario", "1234,50"),
        ("#2", "", "-7,00"),
    ]


def test_a_file_has_only_what_was_asked_for(as_, gwen):
    OrderFactory(paid=True)
    OrderFactory()

    answer = as_(gwen).get(ORDERS, {"format": "csv", "status": "paid"})

    assert told(answer).count(b"\r\n") == 2


@pytest.mark.parametrize("name", ["=1+1", "+cmd|x", "@SUM(A1)", "-2+3", " =1+1", "\t=1"])
def test_no_cell_runs_as_a_formula(as_, gwen, name):
    OrderFactory(buyer_name=name)
    browser = as_(gwen)

    text = told(browser.get(ORDERS, {"format": "csv"})).decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(told(browser.get(ORDERS, {"format": "xlsx"})))).active

    assert list(csv.reader(io.StringIO(text)))[1][2].startswith("'")
    assert sheet["C2"].data_type == "s"
    assert sheet["C2"].value.startswith("'")


def test_a_sheet_keeps_numbers_and_moments(as_, gwen):
    OrderFactory(total="12.50")

    sheet = load_workbook(io.BytesIO(told(as_(gwen).get(ORDERS, {"format": "xlsx"})))).active

    assert sheet["B2"].value.hour == 12
    assert sheet.cell(2, sheet.max_column).value == 12.5
    assert sheet.freeze_panes == "A2"
