"""S4: what is taken from somebody is gone at their next click."""

import pytest
from django.test import Client
from django.urls import reverse

from roles.team import actions
from roles.team.models import Role, User

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "a lamp on every shelf", "another lamp on the shelf"


def logged_in(person):
    browser = Client()
    browser.force_login(person, backend="config.lib.rights.Backend")
    assert browser.get("/me/").status_code == 200
    return browser


def is_shown_the_login(browser):
    answer = browser.get("/me/")
    return answer.status_code == 302 and reverse("account_login") in answer["Location"]


@pytest.fixture
def olga(hired):
    return hired("olga", Role.CUSTOMER_CARE, password=PASSWORD, language="en")


def test_a_hat_taken_back_closes_its_pages_in_an_open_session(olga):
    browser = logged_in(olga)
    assert browser.get(reverse("orders:orders")).status_code == 200

    actions.leave(olga, Role.CUSTOMER_CARE)

    assert browser.get(reverse("orders:orders")).status_code == 404


def test_a_hat_switched_off_closes_its_pages_too(olga):
    browser = logged_in(olga)

    actions.switch(Role.objects.get(key=Role.CUSTOMER_CARE), on=False)

    assert browser.get(reverse("orders:orders")).status_code == 404


def test_who_left_is_out_at_once(olga):
    browser = logged_in(olga)

    actions.dismiss(olga)

    assert is_shown_the_login(browser)


def test_who_left_does_not_come_back(client, olga):
    actions.dismiss(olga)

    client.post(reverse("account_login"), {"login": olga.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_a_new_password_ends_every_other_session(olga):
    here, elsewhere = logged_in(olga), logged_in(olga)

    answer = here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert answer.status_code == 302
    assert User.objects.get(pk=olga.pk).check_password(NEW)
    assert here.get("/me/").status_code == 200
    assert is_shown_the_login(elsewhere)


def test_nothing_changed_nothing_ends(olga):
    """The control: a session does not end by itself."""
    here, elsewhere = logged_in(olga), logged_in(olga)

    here.post(
        reverse("account_change_password"),
        {"oldpassword": "wrong", "password1": NEW, "password2": NEW},
    )

    assert not is_shown_the_login(here)
    assert not is_shown_the_login(elsewhere)


def test_logging_out_ends_the_session_on_the_server(olga):
    browser = logged_in(olga)
    kept = browser.cookies["session"].value

    browser.post(reverse("account_logout"))

    thief = Client()
    thief.cookies["session"] = kept
    assert is_shown_the_login(thief)
