"""A window of a real Chromium before a whole house."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def page(chromium):
    """A wide window in English that notes everything the console complains of."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if _is_wrong(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def wider_than_window(house, page):
    """The pages, of these, that are wider than a window so wide, and in which of the two themes."""

    def look(paths, width):
        page.set_viewport_size({"width": width, "height": 900})
        found = []
        for path in paths:
            page.goto(f"{house.address}{path}")
            expect(page.locator(STILL_COMING)).to_have_count(0)
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                    found.append((path, theme))
        return found

    return look


STILL_COMING = "[aria-busy=true], .htmx-request"  # parts that are fetched after their page


def _is_wrong(said):
    """An error; but that the shop politely says no is none."""
    return said.type == "error" and "status of 409" not in said.text
