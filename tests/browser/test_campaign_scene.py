"""The campaign scene as the team of the demo shop plays it, each on their own page, in Chromium."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.graphic_designer import drawn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("house")]

CAMPAIGN = "SELECT id FROM marketing_campaign WHERE name = 'Tavola in festa'"
RUN = "SELECT id FROM playbooks_run WHERE status = 'running' AND subject_id = %s ORDER BY id DESC"
COPY = """
    SELECT id FROM web_writer_copy WHERE subject_id = %s AND medium = 'meta_ads' AND language = 'it'
"""
BRIEF = "SELECT id FROM graphic_designer_brief WHERE subject_id = %s AND medium = 'newsletter'"
COUPON = "SELECT id FROM marketing_coupon WHERE campaign_id = %s"
APPROVED = "SELECT 1 FROM web_writer_copy WHERE id = %s AND status = 'approved'"
WORDS = {
    "Primary text": "Piatti, bicchieri e tovaglia: la tavola è pronta prima degli ospiti.",
    "Headline": "La tavola è pronta",
}


@pytest.fixture
def come_in(house, page):
    """Log in as one of the cast, with a click on their name."""
    house.rows("UPDATE team_user SET language = 'en'")

    def as_(name, path):
        page.context.clear_cookies()
        page.goto(f"{house.address}/accounts/login/")
        page.get_by_role("button", name=name).first.click()
        page.wait_for_url(lambda address: "/accounts/" not in address)
        page.goto(house.address + path)

    return as_


@pytest.fixture
def campaign(house):
    """The number of the demo's campaign in preparation."""
    return house.rows(CAMPAIGN)[0][0]


@pytest.fixture
def run(house, campaign):
    return house.rows(RUN, campaign)[0][0]


def test_the_team_moves_a_campaign_towards_its_gate(house, page, come_in, campaign, run):
    _is_refused_with_the_reasons(page, come_in, campaign)
    before = _missing(page, come_in, run)

    _write_a_text_and_have_it_approved(house, page, come_in, campaign)
    _draw_a_picture_and_have_it_approved(house, page, come_in, campaign)
    _prove_the_coupon(page, come_in, campaign)
    _count_a_shelf(page, come_in, campaign)
    _write_what_care_answers(page, come_in, campaign)
    _let_the_count_pass(page, come_in, run)

    after = _missing(page, come_in, run)
    assert {"Prove the coupon", "Prepare the answers", "Count the stock"} <= before
    assert not {"Prove the coupon", "Prepare the answers", "Count the stock"} & after
    gate = page.locator("#gate")
    expect(gate).to_contain_text("Texts approved: 3 of 8")
    expect(gate).to_contain_text("Briefs approved in all their formats: 1 of 4")
    expect(page.locator("main")).to_contain_text("The week may be long · Giulia Ferri")


def _is_refused_with_the_reasons(page, come_in, campaign):
    """A page that was opened while the gate was open still has its button."""
    come_in("Marco", f"/campaigns/{campaign}/")
    button = page.get_by_role("button", name="Go live")
    expect(button).to_be_disabled()
    button.evaluate("button => { button.disabled = false }")
    button.click()
    for reason in (
        "The gate is closed",
        "Coupons right in every case: 0 of 1",
        "Texts approved: 2",
    ):
        expect(page.locator("main")).to_contain_text(reason)


def _missing(page, come_in, run):
    """What the run's page calls missing, after it was asked again."""
    come_in("Giulia", f"/runs/{run}/")
    page.get_by_role("button", name="Look again").click()
    expect(page.locator("#toasts, [role=status]").filter(has_text="Looked again")).to_be_visible()
    return set(
        page.locator("#gate .condition[data-state=late] a[href*=run-steps]").all_inner_texts()
    )


def _write_a_text_and_have_it_approved(house, page, come_in, campaign):
    copy = house.rows(COPY, campaign)[0][0]
    come_in("Elena", f"/campaigns/{campaign}/texts/")
    page.locator(f"a[href='/copies/{copy}/']").click()
    for label, words in WORDS.items():
        page.get_by_label(label).first.fill(words)
    page.get_by_role("button", name="Send to approval").click()
    expect(page.locator("main")).to_contain_text("Sent to approval")

    come_in("Marco", f"/copies/{copy}/")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator("main")).to_contain_text("Approved")
    assert house.rows(APPROVED, copy)


def _draw_a_picture_and_have_it_approved(house, page, come_in, campaign):
    brief = house.rows(BRIEF, campaign)[0][0]
    come_in("Davide", f"/campaigns/{campaign}/pictures/")
    page.locator(f"a[href='/briefs/{brief}/']").first.click()
    file = {"name": "testata.jpg", "mimeType": "image/jpeg", "buffer": drawn(1200, 600)}
    page.set_input_files("#drop input[type=file]", file)
    adding = page.locator("#drop").get_by_role("button", name="Add")
    if adding.is_visible() and not page.get_by_role("button", name=SEND).is_visible():
        adding.click()
    expect(page.get_by_role("button", name=SEND)).to_be_visible()
    for language in ("it", "es"):
        page.locator(f"#id_alt_{language}").fill("Una tavola apparecchiata")
    page.locator("section", has=page.locator("#alt")).get_by_role("button", name="Keep").click()
    expect(page.locator("#foot")).not_to_contain_text("alternative text")
    page.get_by_role("button", name=SEND).click()
    expect(page.locator("main")).to_contain_text("Sent to approval")

    come_in("Marco", f"/briefs/{brief}/")
    page.get_by_role("button", name="Approve all formats").click()
    expect(page.get_by_role("link", name="Take the whole set")).to_be_visible()


SEND = re.compile("^Send proof")


def _prove_the_coupon(page, come_in, campaign):
    come_in("Owen", f"/campaigns/{campaign}/coupons/")
    page.get_by_role("button", name="Prove them all").click()
    expect(page.locator("main")).to_contain_text("proven")


def _count_a_shelf(page, come_in, campaign):
    come_in("Fatima", f"/campaigns/{campaign}/stock/")
    shelf = page.locator("li[id^=shelf-]", has_text="never").first
    shelf_id = shelf.get_attribute("id")
    shelf.get_by_role("spinbutton").fill("120")
    shelf.get_by_role("button", name="Count").click()
    expect(page.locator(f"#{shelf_id}")).to_contain_text("120")
    expect(page.locator(f"#{shelf_id}")).not_to_contain_text("never")


def _write_what_care_answers(page, come_in, campaign):
    come_in("Sara", f"/care/campaigns/{campaign}/")
    for link in ("New canned answer", "New note"):
        page.get_by_role("link", name=link).click()
        page.get_by_label("Title").fill("La mesa en fiesta")
        page.locator("#id_language").select_option("es")
        page.get_by_label("Text", exact=True).fill("El código vale una vez.")
        page.get_by_role("button", name="Keep").click()
        page.wait_for_url(re.compile(f"/care/campaigns/{campaign}/$"))


def _let_the_count_pass(page, come_in, run):
    """The coordinator, on record: why, and what may go wrong."""
    come_in("Giulia", f"/runs/{run}/")
    step = page.locator("details.step", has_text="Count the stock")
    step.locator("summary.step-line").click()
    step.get_by_text("Let it pass without its evidence").click()
    step.get_by_label("Why").fill("Two more packers come from the agency")
    step.get_by_label("What may go wrong").fill("The week may be long")
    step.get_by_role("button", name="Waive it").click()
    expect(page.locator("#gate")).to_contain_text("Two more packers come from the agency")


@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_of_the_scene_is_wider_than_its_window(
    come_in, campaign, run, width, wider_than_window
):
    come_in("Giulia", "/runs/")

    paths = [f"/campaigns/{campaign}/", f"/runs/{run}/", *PAGES]
    assert wider_than_window(paths, width) == []


PAGES = [
    "/playbooks/campaign-launch/",
    "/desk/marketing/",
    "/desk/graphic-designer/",
    "/desk/webmaster/",
    "/conversations/",
    "/team/",
]
