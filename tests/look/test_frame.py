"""What surrounds every page."""

from html.parser import HTMLParser

import pytest
from allauth.core.internal.ratelimit import respond_429
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from roles.team.models import Role
from tests.factories import CustomerFactory, OrderFactory, ProductFactory

pytestmark = pytest.mark.django_db


class Inline(HTMLParser):
    """Gathers what a page would run or paint by itself, against its own security policy."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        is_code = tag == "script" and "src" not in named
        if tag == "style" or (is_code and named.get("type") != "application/json"):
            self.found.append(tag)
        self.found += [name for name, value in attrs if self._runs(name, value or "")]

    @staticmethod
    def _runs(name, value):
        is_code = name == "style" or name.startswith(("on", "hx-on"))
        return is_code or value.strip().lower().startswith("javascript:")


def pages():
    return [
        reverse("search") + "?q=lamp",
        reverse("orders:orders"),
        OrderFactory(
            customer=CustomerFactory(), buyer_name="<script>alert(1)</script>"
        ).get_absolute_url(),
        reverse("orders:customers"),
        CustomerFactory(name='"><img onerror=alert(1)>').get_absolute_url(),
        reverse("catalog:products"),
        ProductFactory(told=True).get_absolute_url(),
        reverse("account_change_password"),
        reverse("mfa_index"),
        reverse("account_logout"),
        "/no/such/page/",
    ]


def test_no_page_carries_script_or_style_of_its_own(as_, gwen):
    browser = as_(gwen)

    found = {url: Inline(browser.get(url).content.decode()).found for url in pages()}

    assert not {url: what for url, what in found.items() if what}


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_the_door_carries_none_either(client, name):
    page = client.get(reverse(name)).content.decode()

    assert not Inline(page).found
    assert "Regia" in page


def test_one_sees_the_places_one_may_go(as_, wanda):
    page = as_(wanda).get(reverse("orders:orders")).content.decode()

    assert reverse("logistics:desk") in page
    assert reverse("web_writer:desk") not in page
    assert reverse("orders:customers") not in page
    assert reverse("admin:index") not in page


def test_the_phone_has_four_places_and_the_rest(as_, gwen):
    page = as_(gwen).get(reverse("orders:orders")).content.decode()
    thumb = page[page.index('class="thumb"') :].split("</nav>")[0]

    assert thumb.count("<a ") == 4
    assert 'popovertarget="places"' in thumb
    for door in ("tasks:inbox", "dashboard", "playbooks:runs", "marketing:campaigns"):
        assert f'href="{reverse(door)}"' in thumb


def test_under_the_thumb_of_a_packer_lies_the_bench(as_, wanda):
    page = as_(wanda).get(reverse("orders:orders")).content.decode()
    thumb = page[page.index('class="thumb"') :].split("</nav>")[0]

    assert f'href="{reverse("logistics:desk")}"' in thumb


def test_where_one_is_is_marked_once_per_menu(as_, hired):
    page = as_(hired("ada", Role.ACCOUNTING, language="en")).get(reverse("orders:customers"))

    assert page.content.decode().count('aria-current="page"') == 1


def test_who_has_no_hat_still_has_an_inbox(as_, stella):
    response = as_(stella).get(reverse("search"))

    assert response.status_code == 200
    assert reverse("tasks:inbox") in response.content.decode()


def test_the_search_box_names_what_one_would_find(as_, gwen, mark, stella):
    assert "Find an order, a product, a customer" in as_(gwen).get("/inbox/").text
    assert 'placeholder="Find an order, a product"' in as_(mark).get("/inbox/").text
    assert "Find an order" not in as_(stella).get("/inbox/").text


def test_the_search_page_asks_every_floor(as_, gwen):
    page = as_(gwen).get(reverse("search"), {"q": "a b&c"}).content.decode()

    for app in ("orders", "catalog", "logistics", "team"):
        assert f'hx-get="{reverse(f"{app}:search")}?q=a%20b%26c"' in page


def test_one_chooses_a_language_and_keeps_it(as_, gwen):
    browser = as_(gwen)

    answer = browser.post(reverse("speak"), {"language": "it", "next": reverse("orders:orders")})
    gwen.refresh_from_db()

    assert answer["Location"] == reverse("orders:orders")
    assert gwen.language == "it"
    assert 'lang="it"' in browser.get(reverse("orders:orders")).content.decode()


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_choosing_a_language_leads_nowhere_else(client, next_):
    answer = client.post(reverse("speak"), {"language": "es", "next": next_})

    assert answer["Location"] == "/"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "es"


def test_an_unknown_language_changes_nothing(as_, gwen):
    as_(gwen).post(reverse("speak"), {"language": "xx"})
    gwen.refresh_from_db()

    assert gwen.language == "en"


@pytest.mark.parametrize("page", ["500.html", "database_away.html"])
def test_bad_weather_pages_need_nothing_but_themselves(page, django_assert_num_queries):
    with django_assert_num_queries(0):
        drawn = render_to_string(page)

    assert "<h1>" in drawn
    assert not Inline(drawn).found


def test_a_missing_page_is_in_the_house_style(as_, stella):
    response = as_(stella).get("/no/such/page/")

    assert response.status_code == 404
    assert 'id="places"' in response.content.decode()


def test_an_address_without_a_page_says_so_in_the_house_style(as_, wanda):
    door = reverse("logistics:pack", args=[1])

    page = as_(wanda).get(door)
    part = as_(wanda).get(door, headers={"hx-request": "true"})

    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert 'id="places"' in page.content.decode()
    assert (part.status_code, part.content) == (405, b"")


def test_too_many_tries_are_told_in_the_house_style(rf):
    answer = respond_429(rf.get("/"))

    assert answer.status_code == 429
    assert "regia.css" in answer.content.decode()
