"""A window of a real Chromium before a whole house."""

import pytest


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


def _is_wrong(said):
    """An error; but that the shop politely says no is none."""
    return said.type == "error" and "status of 409" not in said.text
