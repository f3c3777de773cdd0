from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.models import Shop
from roles.team.models import Absence, Role, User
from tests.reading import HTMX

pytestmark = pytest.mark.django_db
TEAM = "/team/"


@pytest.fixture
def lea(hired):
    """Leads the marketing, and sees the team."""
    return hired("lea", Role.MARKETING, language="en")


def today():
    return timezone.localdate()


def test_the_team_shows_who_wears_what(as_, gwen, wanda):
    page = as_(gwen).get(TEAM).content.decode()

    assert "Wanda" in page
    assert "Warehouse" in page
    assert "Hats nobody wears yet" in page


def test_somebody_away_is_shown_away(as_, gwen, wanda):
    Absence.objects.create(
        user=wanda, from_date=today() - timedelta(days=1), to_date=today() + timedelta(days=3)
    )

    page = as_(gwen).get(reverse("team:person", args=[wanda.pk])).content.decode()

    assert "Away" in page
    assert "back" in page


def test_htmx_gets_the_people_alone(as_, gwen):
    part = as_(gwen).get(TEAM, headers=HTMX).content.decode()

    assert "<html" not in part
    assert 'id="people"' in part


def test_ten_people_and_forty_cost_the_same(as_, gwen, hired, django_assert_max_num_queries):
    for number in range(40):
        hired(f"person{number}", Role.MARKETING, Role.SEO)
    browser = as_(gwen)

    with django_assert_max_num_queries(13):
        browser.get(TEAM)


def test_a_stranger_sees_no_team(as_, stella, wanda):
    assert as_(stella).get(TEAM).status_code == 404
    assert as_(stella).get(reverse("team:person", args=[wanda.pk])).status_code == 404


def test_the_coordinator_records_an_absence(as_, gwen, wanda):
    url = reverse("team:absent", args=[wanda.pk])
    days = {"from_date": "2030-01-07", "to_date": "2030-01-09", "kind": "sick"}

    assert as_(gwen).post(url, days).status_code == 302
    assert as_(gwen).post(url, days).status_code == 422  # twice is once

    absence = Absence.objects.get()
    assert (absence.user, absence.kind) == (wanda, "sick")


def test_an_absence_that_ends_before_it_begins_is_asked_again(as_, gwen, wanda):
    url = reverse("team:absent", args=[wanda.pk])
    days = {"from_date": "2030-01-09", "to_date": "2030-01-07", "kind": "sick"}

    page = as_(gwen).post(url, days, headers=HTMX)

    assert page.status_code == 422
    assert "The last day comes before the first." in page.content.decode()
    assert not Absence.objects.exists()


def test_why_somebody_is_away_is_not_everybodys_business(as_, gwen, lea, wanda):
    Absence.objects.create(user=wanda, from_date=today(), to_date=today(), kind="sick")
    url = reverse("team:person", args=[wanda.pk])

    assert "Sick" in as_(gwen).get(url).content.decode()
    assert "Sick" not in as_(lea).get(url).content.decode()


def test_an_absence_is_taken_back_from_its_own_person_only(as_, gwen, wanda, walt):
    absence = Absence.objects.create(user=wanda, from_date=today(), to_date=today())

    foreign = as_(gwen).post(reverse("team:present", args=[walt.pk, absence.pk]))
    own = as_(gwen).post(reverse("team:present", args=[wanda.pk, absence.pk]))

    assert (foreign.status_code, own.status_code) == (404, 302)
    assert not Absence.objects.exists()


def test_one_changes_ones_own_language_and_nothing_else(as_, wanda):
    as_(wanda).post(
        "/me/",
        {
            "language": "es",
            "time_zone": "Europe/Madrid",
            "wants_compact": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "email": "boss@example.org",
        },
    )

    wanda.refresh_from_db()
    assert (wanda.language, wanda.time_zone, wanda.wants_compact) == ("es", "Europe/Madrid", True)
    assert (wanda.is_staff, wanda.is_superuser) == (False, False)
    assert wanda.email == "wanda@example.org"


def test_an_unknown_zone_is_asked_again(as_, wanda):
    page = as_(wanda).post("/me/", {"language": "en", "time_zone": "Mars/Base"})

    assert page.status_code == 422


def test_everybody_reads_in_their_own_language(as_, wanda):
    User.objects.filter(pk=wanda.pk).update(language="es")
    wanda.refresh_from_db()

    assert '<html lang="es"' in as_(wanda).get("/me/").content.decode()


@pytest.mark.parametrize(("asks", "answer"), [("es-ES,es;q=0.9", "es"), ("en", "en"), ("", "it")])
def test_who_has_chosen_no_language_yet_reads_in_the_browsers_else_the_shops(client, asks, answer):
    client.force_login(User.objects.create_superuser("ada@example.org", name="Ada"))
    Shop.objects.update_or_create(pk=Shop.current().pk, defaults={"language": "it"})

    page = client.get("/me/", headers={"Accept-Language": asks} if asks else {})

    assert f'<html lang="{answer}"' in page.content.decode()


@pytest.mark.parametrize(("asks", "answer"), [("es-ES,es;q=0.9", "es"), ("", "it")])
def test_who_comes_in_for_the_first_time_speaks_what_the_browser_does_else_the_shop(
    client, asks, answer
):
    ada = User.objects.create_superuser("ada@example.org", "a lamp on every shelf", name="Ada")
    Shop.objects.update_or_create(pk=Shop.current().pk, defaults={"language": "it"})
    said = {"login": ada.email, "password": "a lamp on every shelf"}

    client.post(reverse("account_login"), said, headers={"Accept-Language": asks} if asks else {})

    ada.refresh_from_db()
    assert ada.language == answer
    assert f'<option value="{answer}" selected>' in client.get("/me/").content.decode()


def test_a_language_once_chosen_is_no_browsers_to_change(client, hired):
    olga = hired("olga", password="a lamp on every shelf", language="it")
    said = {"login": olga.email, "password": "a lamp on every shelf"}

    client.post(reverse("account_login"), said, headers={"Accept-Language": "es"})

    olga.refresh_from_db()
    assert olga.language == "it"


def test_the_search_finds_people_by_any_part_of_their_name(as_, gwen, wanda, stella):
    page = as_(gwen).get("/team/search/?q=and").content.decode()

    assert "Wanda" in page
    assert "Stella" not in page


def test_the_search_shows_a_stranger_nobody(as_, stella, wanda):
    assert "Wanda" not in as_(stella).get("/team/search/?q=wanda").content.decode()


def test_a_demo_shop_lets_anybody_in_as_one_of_its_cast(client, wanda, settings):
    settings.DEMO = True
    assert "Wanda" in client.get("/team/cast/").content.decode()

    client.post("/login-as/", {"person": wanda.pk})

    assert client.get("/me/").context["user"] == wanda


def test_any_other_shop_does_not(client, wanda):
    assert client.get("/team/cast/").status_code == 404
    assert client.post("/login-as/", {"person": wanda.pk}).status_code == 404
    assert "_auth_user_id" not in client.session
