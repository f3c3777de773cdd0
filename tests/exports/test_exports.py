"""Long lists taken away: asked for, waited for, fetched."""

import io
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError
from openpyxl import load_workbook

from config.exports import actions, jobs
from config.exports.models import Export
from config.exports.querysets import SILENT_FOR
from config.lib import lists, workbooks
from config.lib.lists import TICKETS
from roles.playbooks.models import Run
from roles.team.models import Role
from tests import doors
from tests.exports.asking import ASK, MINE, ORDERS, ask, fetched, rows_of
from tests.factories import NOON
from tests.factories.plan_pages import a_plan, a_run_of
from tests.reading import HTMX

pytestmark = pytest.mark.django_db


# Asking


def test_a_short_list_is_a_file_at_once(as_, gwen, five):
    answer = as_(gwen).get(ORDERS, {"format": "csv", "placed_from": "2027-01-01"})

    assert len(rows_of(answer)) == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_long_list_is_asked_for_instead(as_, gwen, five, form):
    page = as_(gwen).get(ORDERS, {"format": form}).content.decode()

    assert ASK in page
    assert "about 5 rows" in page


def test_a_long_list_is_written_as_it_was_narrowed_and_sorted(as_, gwen, five):
    browser = as_(gwen)

    assert ask(browser, status="paid", sort="placed", page=2).url == MINE

    export = Export.objects.get()
    assert (export.is_ready, export.rows, export.tries) == (True, 4, 1)
    answer = fetched(browser, export)
    assert [row[0] for row in rows_of(answer)] == ["Order", "#1", "#2", "#3", "#4"]
    assert answer["Content-Disposition"].startswith('attachment; filename="orders-')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_workbook_is_written_too_and_no_cell_runs(as_, gwen, five):
    five[0].buyer_name = "=1+1"
    five[0].save(update_fields=["buyer_name"])
    browser = as_(gwen)
    ask(browser, form="xlsx", sort="placed")

    sheet = load_workbook(
        io.BytesIO(b"".join(fetched(browser, Export.objects.get()).streaming_content))
    ).active

    assert sheet.max_row == 6
    assert sheet["C2"].value == "'=1+1"


def test_what_a_sheet_cannot_hold_goes_on_another(monkeypatch):
    monkeypatch.setattr(workbooks, "XLSX_ROWS", 2)
    file = io.BytesIO()

    workbooks.write(file, ["n"], ([n] for n in range(5)))

    book = load_workbook(file)
    told = [[row[0] for row in sheet.values] for sheet in book.worksheets]
    assert told == [["n", 0, 1], ["n", 2, 3], ["n", 4]]


def test_a_file_speaks_the_language_and_keeps_the_clock_of_who_asked(as_, hired, five):
    gina = hired("gina", Role.COORDINATOR, language="it", time_zone="Asia/Tokyo")
    browser = as_(gina)
    ask(browser, sort="placed")

    export = Export.objects.get()
    answer = fetched(browser, export)
    heading, first = rows_of(answer, delimiter=";")[:2]

    assert heading[0] == "Ordine"
    assert first[1] == "2026-06-15 19:00:00"
    assert first[-1] == "0,00"
    asked_at = export.asked_at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert answer.filename == f"ordini-{asked_at:%Y-%m-%d-%H%M%S}.csv"


def test_a_file_says_how_its_list_was_narrowed_and_sorted(as_, gwen, five):
    browser = as_(gwen)
    narrowed = {"status": ["paid", "shipped"], "placed_from": "2026-06-15"}

    ask(browser, sort="-amount", q="#", **narrowed)
    ask(browser, sort="placed", placed_to="2026-06-15")

    told = [export.told for export in Export.objects.order_by("pk")]
    assert told == [
        "“#” · Status: Paid, Shipped · Placed: 15 Jun 2026 … · Sorted by Amount ↓",
        "Placed: … 15 Jun 2026 · Sorted by Placed ↑",
    ]
    assert all(line in browser.get(MINE).content.decode() for line in told)


def test_who_fetches_a_file_is_asked_for_their_right_and_the_list_for_nothing(as_, gwen, five):
    browser = as_(gwen)
    ask(browser)
    export = Export.objects.get()

    with CaptureQueriesContext(connection) as asked:
        assert fetched(browser, export).status_code == 200

    assert not [one["sql"] for one in asked if "orders_" in one["sql"].partition("FROM")[2]]


def test_asked_again_while_it_waits_it_is_the_same_file(as_, gwen, five, nobody_writes):
    browser = as_(gwen)

    for form in ("csv", "csv", "xlsx"):
        ask(browser, form=form)

    assert sorted(Export.objects.values_list("form", flat=True)) == ["csv", "xlsx"]


def test_nobody_has_more_than_a_few_written_at_once(as_, gwen, five, nobody_writes):
    browser = as_(gwen)
    for number in range(actions.MOST_WAITING):
        ask(browser, sort="placed", q=f"#{number}")

    refused = ask(browser)

    assert refused.status_code == 409
    assert Export.objects.count() == actions.MOST_WAITING
    assert ask(browser, sort="placed", q="#1").status_code == 302


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"format": "csv"},
        {"format": "csv", "list": ORDERS},
        {"format": "csv", "list": f"{ORDERS}:forged"},
        {"format": "exe", "list": TICKETS.sign(ORDERS)},
    ],
)
def test_only_a_list_that_was_shown_is_written(as_, gwen, asked):
    assert as_(gwen).post(ASK, asked).status_code == 409
    assert not Export.objects.exists()


@pytest.mark.parametrize("address", ["/nowhere/", "/inbox/count/", "/accounts/logout/"])
def test_what_is_no_list_is_no_file(as_, gwen, address):
    assert as_(gwen).post(ASK, {"list": TICKETS.sign(address), "format": "csv"}).status_code == 404


def test_every_list_can_be_taken_away_with_its_rows(as_, hired, monkeypatch):
    monkeypatch.setattr(lists, "AT_ONCE", -1)
    rows, anybody = doors.rows(), hired("anybody", *doors.HATS)
    behind_us = a_run_of(a_plan("behind-us"), owner=anybody).run
    Run.objects.filter(pk=behind_us.pk).update(status="ended", ended_at=NOON)
    browser = as_(anybody)
    pages = [door.url(rows) for door in doors.DOORS if "get" in door.methods and not door.args]
    addresses = [page for page in pages if is_a_list(browser.get(page, {"format": "csv"}))]

    for address in addresses:
        ask(browser, address=address)

    written = Export.objects.visible_to(anybody)
    assert len(addresses) >= 12
    assert {each.address for each in written if each.rows} == {f"{each}?" for each in addresses}
    assert all(each.is_ready for each in written)


def is_a_list(answer):
    return "exports/long.html" in [template.name for template in answer.templates]


# Waiting


def test_the_page_shows_how_far_it_is_and_stops_asking(as_, gwen, five, nobody_writes):
    browser = as_(gwen)
    ask(browser)
    Export.objects.update(tries=1, written=3)

    busy = browser.get(MINE, headers=HTMX).content.decode()
    jobs.write()
    done = browser.get(MINE).content.decode()

    assert "<html" not in busy
    assert 'hx-trigger="every 1s"' in busy
    assert "60 %" in busy
    assert "every 1s" not in done
    assert reverse("exports:file", args=[Export.objects.get().pk]) in done


def test_a_file_is_not_there_before_it_is_whole(as_, gwen, five, nobody_writes):
    browser = as_(gwen)
    ask(browser)

    assert fetched(browser, Export.objects.get()).status_code == 404


def test_while_redis_is_away_it_waits_and_says_so(as_, gwen, five, monkeypatch):
    def nobody(**kwargs):
        raise OperationalError

    monkeypatch.setattr(jobs.write, "apply_async", nobody)
    browser = as_(gwen)
    assert ask(browser).url == MINE
    soon = browser.get(MINE).content.decode()
    Export.objects.update(alive_at=timezone.now() - SILENT_FOR)

    assert "Nobody is writing" not in soon
    assert "Nobody is writing" in browser.get(MINE).content.decode()
    jobs.write()
    assert len(rows_of(fetched(browser, Export.objects.get()))) == 6


def test_many_files_are_as_few_questions_as_one(
    as_, gwen, five, django_assert_num_queries, django_assert_max_num_queries
):
    browser = as_(gwen)
    ask(browser)
    browser.get(MINE)
    with django_assert_max_num_queries(12) as one:
        browser.get(MINE)
    asked = len(one)
    for _ in range(4):
        ask(browser)

    with django_assert_num_queries(asked):
        browser.get(MINE)
