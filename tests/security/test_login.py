"""S7: guessing a password is slow for a stranger, and the owner still gets in."""

from math import inf
from statistics import median
from time import perf_counter

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from config.lib.weather import PatientRedisCache
from roles.team.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a lamp on every shelf"
LIMIT = 10  # hashes in a quarter of an hour, per account


@pytest.fixture
def olga(hired):
    """Owns an account with a password."""
    return hired("olga", password=PASSWORD, language="en")


@pytest.fixture
def hashes(monkeypatch):
    """Counts the passwords that were really checked."""
    counted = []
    check = User.check_password

    def count(self, raw):
        counted.append(raw)
        return check(self, raw)

    monkeypatch.setattr(User, "check_password", count)
    return counted


def log_in(client, email, password, address="10.0.0.1"):
    return client.post(
        reverse("account_login"),
        {"login": email, "password": password},
        REMOTE_ADDR=address,
    )


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_right_password_opens(client, olga):
    response = log_in(client, olga.email, PASSWORD)

    assert response.status_code == 302
    assert is_in(client)


def test_a_hundred_wrong_tries_cost_ten_hashes_at_most(olga, hashes):
    for number in range(100):
        log_in(Client(), olga.email, f"wrong {number}")

    assert len(hashes) <= LIMIT


def test_the_same_from_fifty_addresses(olga, hashes):
    for number in range(100):
        log_in(Client(), olga.email, f"wrong {number}", address=f"10.0.1.{number % 50}")

    assert len(hashes) <= LIMIT


def test_capital_letters_are_no_way_round(olga, hashes):
    for number in range(30):
        spelled = olga.email.upper() if number % 2 else olga.email
        log_in(Client(), spelled, f"wrong {number}")

    assert len(hashes) <= LIMIT


def test_one_address_cannot_try_everybody(hired, hashes):
    people = [hired(f"person{number}", password=PASSWORD) for number in range(60)]

    for person in people:
        log_in(Client(), person.email, "wrong")

    assert len(hashes) <= 40


def test_tries_are_counted_while_redis_is_away(olga, hashes, monkeypatch):
    monkeypatch.setattr(PatientRedisCache, "away_until", inf)

    for number in range(30):
        log_in(Client(), olga.email, f"wrong {number}", address="10.9.9.9")

    assert len(hashes) <= LIMIT


def test_without_the_limit_every_try_is_hashed(olga, hashes, settings):
    """The control: the tests above measure the limit and nothing else."""
    settings.ACCOUNT_RATE_LIMITS = False

    for number in range(30):
        log_in(Client(), olga.email, f"wrong {number}")

    assert len(hashes) == 30


def test_a_stranger_with_the_right_password_waits_during_the_block(olga):
    for number in range(20):
        log_in(Client(), olga.email, f"wrong {number}")
    stranger = Client()

    log_in(stranger, olga.email, PASSWORD)

    assert not is_in(stranger)


def test_the_owners_own_browser_is_let_in_during_the_block(client, olga):
    log_in(client, olga.email, PASSWORD)
    client.post(reverse("account_logout"))
    assert not is_in(client)
    for number in range(20):
        log_in(Client(), olga.email, f"wrong {number}")

    log_in(client, olga.email, PASSWORD)

    assert is_in(client)


def test_a_forged_browser_cookie_is_a_strangers(olga, hashes, settings):
    for number in range(40):
        browser = Client()
        browser.cookies[settings.KNOWN_BROWSER_COOKIE] = f"{olga.email}:{number}:forged"
        log_in(browser, olga.email, f"wrong {number}")

    assert len(hashes) <= LIMIT


def test_a_new_password_by_mail_ends_the_block(client, olga):
    for number in range(20):
        log_in(Client(), olga.email, f"wrong {number}")
    client.post(reverse("account_reset_password"), {"email": olga.email})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    new = "another lamp on the shelf"

    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    browser = Client()
    log_in(browser, olga.email, new)

    assert is_in(browser)


def test_reset_mails_are_few(client, olga):
    for _number in range(20):
        client.post(reverse("account_reset_password"), {"email": olga.email})

    assert len(mail.outbox) <= 2


def test_nobody_signs_up(client):
    assert client.get(reverse("account_signup")).status_code == 404
    assert client.post(reverse("account_signup"), {"email": "x@example.org"}).status_code == 404


def test_nobody_changes_their_address_by_themselves(as_, olga):
    assert as_(olga).get(reverse("account_email")).status_code == 404


def test_the_admin_has_no_login_of_its_own(client, olga, hashes):
    page = client.get("/admin/login/")
    client.post("/admin/login/", {"username": olga.email, "password": PASSWORD})

    assert page.status_code == 302
    assert reverse("account_login") in page["Location"]
    assert hashes == []
    assert not is_in(client)


def test_an_unknown_address_costs_the_same_one_hash_as_a_known_one(client, olga, monkeypatch):
    encoded, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given: encoded.append(given) or encode(*given)
    )

    log_in(client, olga.email, "wrong")
    known = len(encoded)
    log_in(client, "nobody@example.org", "wrong")

    assert (known, len(encoded) - known) == (1, 1)


@pytest.mark.drill
def test_an_unknown_address_takes_as_long_as_a_known_one(pytestconfig, olga, settings, monkeypatch):
    if not pytestconfig.getoption("--drills"):
        pytest.skip("a stopwatch wants a quiet machine: `make drills`")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 16384)
    settings.ACCOUNT_RATE_LIMITS = False
    olga.set_password(PASSWORD)
    olga.save(update_fields=["password"])

    def takes(email):
        begun = perf_counter()
        log_in(Client(), email, "wrong")
        return perf_counter() - begun

    pairs = [(takes(olga.email), takes("nobody@example.org")) for _number in range(200)]
    known, unknown = (median(times) for times in zip(*pairs, strict=True))

    print(f"\nknown {known * 1000:.1f} ms, unknown {unknown * 1000:.1f} ms")  # the figure
    assert abs(known - unknown) / known < 0.10


def test_an_empty_shop_says_how_its_first_person_is_made(client, db):
    assert "createsuperuser" in client.get(reverse("account_login")).content.decode()


def test_a_shop_with_people_says_nothing_of_it(client, olga):
    assert "createsuperuser" not in client.get(reverse("account_login")).content.decode()
