"""A lost password: the mail and the pages speak for the shop, in the reader's language."""

import pytest
from django.core import mail
from django.urls import reverse

from catalog.models import Shop
from tests.reading import text, words

pytestmark = pytest.mark.django_db
ASK = "/accounts/password/reset/"


@pytest.fixture
def letter(client, settings):
    """What comes when somebody asks for a new password, at the door of another name."""
    settings.SITE_URL = "https://regia.casaverde.example"
    settings.ALLOWED_HOSTS = ["*"]
    Shop.objects.create(pk=Shop.ONLY, name="Casa & Verde")

    def ask(email):
        answer = client.post(ASK, {"email": email}, headers={"Host": "elsewhere.example"})
        assert answer.status_code == 302
        (sent,) = mail.outbox
        return sent

    return ask


def test_the_link_leads_to_the_shops_own_address(letter, wanda, client):
    body = letter(wanda.email).body

    assert "Hello Wanda," in body
    assert "your place at Casa & Verde" in body
    assert "https://regia.casaverde.example/accounts/password/reset/key/" in body
    assert "elsewhere" not in body
    link = next(word for word in body.split() if "/key/" in word)
    page = words(client.get(link.removeprefix("https://regia.casaverde.example"), follow=True))
    assert "Choose your password" in page
    assert "At least eight characters" in page
    assert "<ul><li>" not in page


@pytest.mark.parametrize(("language", "asks"), [("it", "es"), ("es", "it")])
def test_it_is_written_in_the_language_of_who_gets_it(letter, hired, client, language, asks):
    olga = hired("olga", language=language)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = asks

    assert {"it": "Ciao", "es": "Hola"}[language] in letter(olga.email).body


def test_an_address_nobody_has_is_offered_no_place(letter):
    body = letter("who@example.org").body

    assert "nobody at Casa & Verde has this address" in body
    assert "signup" not in body


@pytest.mark.parametrize("door", [ASK, f"{ASK}done/"])
def test_there_is_a_way_back(client, as_, wanda, door):
    assert f'href="{reverse("account_login")}"' in text(client.get(door))
    assert f'href="{reverse("team:me")}"' in text(as_(wanda).get(door))


def test_who_has_no_such_address_is_asked_again(client):
    page = client.post(ASK, {"email": "no address"})

    assert 'role="alert"' in text(page)
    assert mail.outbox == []


def test_another_password_by_who_knows_the_present_one(client, hired):
    olga = hired("olga", password="a lamp on every shelf")
    client.force_login(olga)
    url, new = reverse("account_change_password"), "another lamp on the shelf"
    assert "At least eight characters" in text(client.get(url))

    said = {"oldpassword": "a lamp on every shelf", "password1": new, "password2": new}
    page = client.post(url, said, follow=True)

    olga.refresh_from_db()
    assert olga.check_password(new)
    assert "Your new password holds from now on." in words(page)


def test_who_came_in_without_a_password_chooses_one(as_, wanda):
    page = as_(wanda).get(reverse("account_change_password"), follow=True)
    assert "Choose your password" in text(page)
    assert "At least eight characters" in text(page)
    new = "a lamp on every shelf"

    as_(wanda).post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    wanda.refresh_from_db()
    assert wanda.check_password(new)
