"""A second factor: asked when there is one, good for one use, lost and forgotten."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client
from django.urls import reverse

from roles.team import invitations
from roles.team.models import Role

pytestmark = pytest.mark.django_db
PASSWORD = "a lamp on every shelf"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = 30


@pytest.fixture
def olga(hired):
    return hired("olga", Role.CUSTOMER_CARE, password=PASSWORD, language="en")


@pytest.fixture
def guarded(olga):
    """Olga with a second factor."""
    TOTP.activate(olga, SECRET)
    return olga


def code(periods_ago=0):
    counter = int(time.time()) // PERIOD - periods_ago
    return format_hotp_value(hotp_value(SECRET, counter))


def log_in(person):
    browser = Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return browser


def is_in(browser):
    return "_auth_user_id" in browser.session


def give(browser, given):
    return browser.post(reverse("mfa_authenticate"), {"code": given})


def test_the_password_alone_is_not_enough(guarded):
    browser = log_in(guarded)

    assert not is_in(browser)
    assert browser.get(reverse(settings.LOGIN_URL)).status_code in (200, 302)
    assert browser.get("/me/").status_code == 302


def test_a_new_password_by_mail_is_not_enough_either(guarded):
    browser, new = Client(), "another lamp on the shelf"
    form = browser.get(invitations.link_for(guarded), follow=True)

    browser.post(form.request["PATH_INFO"], {"password1": new, "password2": new})

    guarded.refresh_from_db()
    assert guarded.check_password(new)
    assert not is_in(browser)
    give(browser, code())
    assert is_in(browser)


def test_with_the_code_the_door_opens(guarded):
    browser = log_in(guarded)

    give(browser, code())

    assert is_in(browser)


def test_a_code_works_once(guarded):
    used = code()
    give(log_in(guarded), used)
    thief = log_in(guarded)

    give(thief, used)

    assert not is_in(thief)


def test_an_old_code_does_not_work(guarded):
    browser = log_in(guarded)

    give(browser, code(periods_ago=10))

    assert not is_in(browser)


def test_codes_are_not_guessed(guarded):
    browser = log_in(guarded)
    for number in range(20):
        give(browser, f"{number:06}")

    give(browser, code())

    assert not is_in(browser)


def test_somebody_sets_up_their_own_after_giving_their_password_again(olga):
    browser = log_in(olga)
    asked = browser.get(reverse("mfa_activate_totp"), follow=True).request["PATH_INFO"]
    assert asked == reverse("account_reauthenticate")
    assert browser.post(asked, {"password": "wrong"}).status_code == 200

    browser.post(asked, {"password": PASSWORD})
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    first = format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))
    browser.post(reverse("mfa_activate_totp"), {"code": first})

    assert Authenticator.objects.filter(user=olga, type="totp").exists()


def test_a_lost_one_is_forgotten_by_who_sets_up(hired, as_, guarded):
    ada = hired("ada", Role.ADMINISTRATOR, language="en")

    as_(ada).post(
        reverse("admin:team_user_changelist"),
        {"action": "forget_second_factor", "_selected_action": [guarded.pk]},
    )

    assert is_in(log_in(guarded))
