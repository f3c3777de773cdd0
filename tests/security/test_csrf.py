"""S6: what changes something needs the page's own token."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import doors

pytestmark = pytest.mark.django_db
OWN, FOREIGN = "a" * 32, "b" * 32
PUBLIC = ["speak", "account_login", "account_reset_password"]
PERSONAL = ["account_logout", "account_change_password", "mfa_activate_totp"]
ADMIN = ["admin:catalog_channel_add", "admin:team_user_add", "admin:team_role_add"]


@pytest.fixture
def browser(hired):
    """Everybody's hats at once, in a browser that checks tokens as a real one does."""
    everybody = hired("everybody", *doors.HATS, language="en")
    found = Client(enforce_csrf_checks=True)
    found.force_login(everybody)
    return found


def unsafe_addresses():
    rows = doors.rows()
    ours = [(door.name, door.url(rows)) for door in doors.DOORS if "post" in door.methods]
    return ours + [(name, reverse(name)) for name in [*PUBLIC, *PERSONAL, *ADMIN]]


def let_through(browser, **headers):
    """The addresses that took a post, or wrote something while refusing it."""
    wrong = []
    for name, url in unsafe_addresses():
        with CaptureQueriesContext(connection) as asked:
            status = browser.post(url, **headers).status_code
        wrote = any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in asked)
        if status != 403 or wrote:
            wrong.append((name, status, wrote))
    return wrong


def test_without_a_token_nothing_is_done(browser):
    assert let_through(browser) == []


def test_with_a_foreign_token_nothing_is_done(browser):
    browser.cookies["csrf"] = OWN

    assert let_through(browser, headers={"X-CSRFToken": FOREIGN}) == []


def test_with_the_own_token_the_door_opens(browser):
    """The control: it is the token that was missing."""
    browser.cookies["csrf"] = OWN

    answers = {
        name: browser.post(url, headers={"X-CSRFToken": OWN}).status_code
        for name, url in unsafe_addresses()
        if name != "account_logout"
    }

    assert [name for name, status in answers.items() if status == 403] == []
