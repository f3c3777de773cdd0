"""How a page behaves under the hand: keys, focus, news, refusals. In a real Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from orders.models import Refund
from roles.team import actions as team
from roles.team.models import Role
from tests.factories import NOON, OrderFactory, ParcelFactory, RefundFactory, TaskFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium):
    """A window in which no script breaks, nor a rule of ours; that a door refuses is no break."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    page, broken = context.new_page(), []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda said: broken.append(said.text) if "Security" in said.text else None)
    yield page
    context.close()
    assert broken == []


@pytest.fixture
def at(live_server, page, client):
    """Open an address as the coordinator."""
    team.sync_roles()
    gwen = team.hire(email="gwen@example.org", name="Gwen", roles=[Role.COORDINATOR], language="en")
    client.force_login(gwen)
    session = {"name": "session", "value": client.cookies["session"].value}
    page.context.add_cookies([{**session, "url": live_server.url}])
    return lambda address: page.goto(live_server.url + address, wait_until="networkidle")


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def test_keys_search_and_walk_the_rows(at, page):
    for number in ("#1", "#2"):
        OrderFactory(number=number, placed_at=NOON)
    at(reverse("orders:orders"))

    page.keyboard.press("/")
    assert focused(page) == "finder"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == "#1"
    page.keyboard.press("k")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text("#2")


def test_a_task_is_read_answered_and_left_by_key(at, page):
    hat = Role.objects.get_or_create(key=Role.COORDINATOR)[0]
    task, other = (TaskFactory(role=hat, title=title) for title in ("Look here", "And there"))
    at(reverse("tasks:inbox"))

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look here")).to_be_focused()
    page.keyboard.press("Escape")
    assert focused(page) == f"open-{task.pk}"
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator(f"#talk-{other.pk} textarea")).to_be_focused()
    page.keyboard.type("I am on it")
    page.keyboard.press("Escape")

    assert focused(page) == f"open-{other.pk}"
    page.keyboard.press("?")
    expect(page.locator("#inbox-keys")).to_contain_text("Write a comment")


def test_typing_swaps_the_rows_and_keeps_the_hand_where_it_was(at, page):
    OrderFactory(number="#1", buyer_name="Rossi")
    OrderFactory(number="#2")
    at(reverse("orders:orders"))

    page.locator("#list-find").press_sequentially("ros")

    expect(page.locator("[data-rows] tr")).to_have_count(1)
    assert focused(page) == "list-find"
    expect(page.locator("#news")).to_have_text("1 orders")
    assert page.url.endswith("?q=ros&sort=-placed")


def test_a_refusal_is_seen_and_goes_when_the_next_thing_works(at, page):
    first, second = RefundFactory(), RefundFactory()
    at(reverse("customer_care:desk"))
    Refund.objects.get(pk=first.pk).pay(by=None, at=NOON)  # somebody else was faster
    html = "htmx.find('main').insertAdjacentHTML('beforeend', `{}`); htmx.process(document.body)"
    for refund in (first, second):
        door = reverse("customer_care:pay", args=[refund.pk])
        button = f'<button id="pay-{refund.pk}-now" hx-post="{door}" hx-swap="none">Pay</button>'
        page.evaluate(html.format(button))

    page.locator(f"#pay-{first.pk}-now").click()
    expect(page.locator("#refusal")).to_contain_text("can no longer become")
    page.locator(f"#pay-{second.pk}-now").click()

    expect(page.locator("#refusal")).to_be_empty()
    expect(page.locator("#progress")).to_be_hidden()


@pytest.mark.parametrize("door", ["hand_out", "dashboard"])
def test_work_is_handed_out_by_dragging_it_onto_somebody(at, page, door):
    walt = team.hire(email="walt@example.org", name="Walt", roles=[Role.WEB_WRITER], language="en")
    task, other = (TaskFactory(role=Role.objects.get(key=Role.WEB_WRITER)) for _ in range(2))
    at(reverse(door))

    page.locator("#board .targets li").last.scroll_into_view_if_needed()
    page.locator(f"#card-{task.pk}").drag_to(page.locator(f"[data-person='{walt.pk}']"))

    expect(page.locator(f"#card-{task.pk}")).to_have_count(0)
    task.refresh_from_db()
    other.refresh_from_db()
    assert (task.assignee, other.assignee) == (walt, None)


def test_a_refund_is_paid_without_a_word_from_the_browser(at, page):
    refund = RefundFactory()
    at(f"{reverse('customer_care:desk')}?refund={refund.pk}")

    page.get_by_role("button", name="as paid back").click()

    expect(page.get_by_role("button", name="as paid back")).to_have_count(0)
    refund.refresh_from_db()
    assert refund.status == "paid"


def test_the_bench_is_swapped_without_a_word_from_the_browser(at, page):
    parcel = ParcelFactory()
    at(f"{reverse('logistics:desk')}?parcel={parcel.pk}")

    page.get_by_role("button", name="Mark as packed").click()

    expect(page.locator("#bench form.ship")).to_be_visible()
    parcel.refresh_from_db()
    assert parcel.status == "packed"
