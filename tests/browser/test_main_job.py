"""The main job, as the team of the demo shop does it: from a file to a closed task, in Chromium."""

import re

import pytest
from playwright.sync_api import expect

from tests.house import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("house")]

ORDERS = """\
order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,\
order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date
late-one,c1,processing,2026-03-02 10:00:00,2026-03-02 10:05:00,,,2026-03-20 00:00:00
done-one,c2,delivered,2026-03-02 11:00:00,2026-03-02 11:05:00,2026-03-03 09:00:00,\
2026-03-05 12:00:00,2026-03-20 00:00:00
bad-one,c3,delivered,2026-02-30 11:00:00,,,,
"""
TEXT = "A vase that stands by itself and holds what the garden gives. " * 14


@pytest.fixture
def team(house, page):
    """Log in as one of the cast, with a click."""
    house.rows("UPDATE team_user SET language = 'en'")

    def come_in(role):
        name = house.rows(SOMEBODY, role)[0][0]
        page.context.clear_cookies()
        page.goto(f"{house.address}/accounts/login/")
        page.get_by_role("button", name=name).click()
        page.wait_for_url(lambda address: "/accounts/" not in address)

    return come_in


SOMEBODY = """
    SELECT u.name FROM team_user u JOIN team_membership m ON m.user_id = u.id
    JOIN team_role r ON r.id = m.role_id WHERE r.key = %s
    ORDER BY (SELECT count(*) FROM team_membership n WHERE n.user_id = u.id), u.id LIMIT 1
"""
OPEN_TASKS = """
    SELECT count(*) FROM tasks_task t JOIN django_content_type c ON c.id = t.subject_type_id
    WHERE t.need = %s AND t.subject_id = %s AND t.status IN ('open', 'taken', 'waiting')
"""


def test_a_file_becomes_work_and_the_work_closes_itself(house, page, team, tmp_path):
    exported = tmp_path / "orders_export.csv"
    exported.write_text(ORDERS)

    team("coordinator")
    _import(page, house, exported)
    parcel = _wait_for_parcel(house, "late-one")
    wait_until(lambda: house.rows(OPEN_TASKS, "ship-parcel", parcel)[0][0] == 1, seconds=90)

    team("warehouse")
    _pack_and_ship(page, house, "late-one")

    wait_until(lambda: house.rows(OPEN_TASKS, "ship-parcel", parcel)[0][0] == 0, seconds=90)
    page.goto(f"{house.address}/desk/warehouse/")
    expect(page.locator("#queue")).not_to_contain_text("late-one")


def _import(page, house, file):
    page.goto(f"{house.address}/imports/new/")
    page.get_by_label("Channel").select_option(index=1)
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Look at the files").click()
    expect(page.locator("main")).to_contain_text("late-one")  # the preview

    page.get_by_role("button", name="Count first, keep nothing").click()
    expect(page.get_by_role("heading", name="What would land")).to_be_visible(timeout=90_000)
    assert house.rows("SELECT 1 FROM orders_order WHERE number = 'late-one'") == []

    page.get_by_role("button", name=re.compile("^Import")).click()
    expect(page.get_by_role("heading", name="What landed")).to_be_visible(timeout=90_000)
    expect(page.locator("main")).to_contain_text("Rejected rows: 1")


def _wait_for_parcel(house, order):
    sql = """SELECT p.id FROM logistics_parcel p JOIN orders_order o ON o.id = p.order_id
             WHERE o.number = %s"""
    wait_until(lambda: house.rows(sql, order), seconds=90)
    return house.rows(sql, order)[0][0]


def _pack_and_ship(page, house, order):
    """With the keyboard alone, as a scanner types."""
    page.goto(f"{house.address}/desk/warehouse/")
    page.locator("#scan").fill(order)
    page.keyboard.press("Enter")
    expect(page.locator("#on-bench")).to_contain_text(order)
    expect(page.get_by_role("button", name="Mark as packed")).to_be_focused()
    page.keyboard.press("Enter")
    carrier = page.get_by_label("Carrier")
    carrier.select_option(index=1)
    page.get_by_label("Tracking code", exact=True).fill("BRT123")
    page.keyboard.press("Enter")
    expect(page.locator("#bench")).to_contain_text("has left")


def test_a_text_is_written_approved_and_its_task_is_gone(house, page, team):
    product, languages = house.rows(UNTOLD)[0]

    team("web_writer")
    page.goto(f"{house.address}/inbox/")
    wait_until(lambda: house.rows(OPEN_TASKS, "write-text", product)[0][0] == 1, seconds=90)
    for language in languages:
        _write(page, house, product, language)

    team("coordinator")
    for draft in house.rows("SELECT id FROM web_writer_draft WHERE product_id = %s", product):
        page.goto(f"{house.address}/drafts/{draft[0]}/")
        page.get_by_role("button", name="Approve and put on the shop").click()
        expect(page.locator("main")).to_contain_text("Approved")

    wait_until(lambda: house.rows(OPEN_TASKS, "write-text", product)[0][0] == 0, seconds=90)
    page.goto(f"{house.address}/products/{product}/")
    expect(page.locator("main")).to_contain_text("stands by itself")


UNTOLD = """
    SELECT p.id, array_agg(DISTINCT m.language) FROM catalog_product p JOIN catalog_market m
    ON NOT EXISTS (SELECT FROM catalog_producttext t
                   WHERE t.product_id = p.id AND t.language = m.language)
    WHERE p.status = 'active'
    AND NOT EXISTS (SELECT FROM web_writer_draft d WHERE d.product_id = p.id)
    GROUP BY p.id LIMIT 1
"""


def _write(page, house, product, language):
    page.goto(f"{house.address}/products/{product}/write/{language}/")
    page.get_by_label("Title").fill(f"A vase for every table, {language}")
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_label("Meta description").fill(
        "A vase that stands by itself, for table and garden."
    )
    page.get_by_role("button", name="Send to approval").click()
    page.wait_for_url(re.compile("/drafts/|/desk/"))


def test_the_manager_measures_and_reads(house, page, team):
    team("coordinator")
    page.goto(f"{house.address}/dashboard/")
    page.get_by_role("button", name="Measure now").first.click()
    wait_until(lambda: not house.rows(UNFINISHED), seconds=120)

    page.goto(f"{house.address}/kpis/")
    page.get_by_role("link", name="Three years").click()
    expect(page.locator("main")).to_contain_text("Revenue")
    page.get_by_role("link", name="Revenue").first.click()
    expect(page.locator("canvas").first).to_be_visible()


UNFINISHED = "SELECT 1 FROM analytics_night WHERE ended_at IS NULL"


@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_is_wider_than_its_window(team, width, wider_than_window):
    team("coordinator")

    assert wider_than_window(PAGES, width) == []


PAGES = [
    "/dashboard/",
    "/inbox/",
    "/products/",
    "/orders/",
    "/customers/",
    "/parcels/",
    "/kpis/",
    "/kpis/sales.revenue/",
    "/nights/",
    "/team/",
    "/imports/",
    "/desk/warehouse/",
    "/desk/web-writer/",
    "/desk/customer-care/",
    "/me/",
]
