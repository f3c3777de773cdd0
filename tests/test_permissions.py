"""Every address × every role: who may opens, everybody else finds nothing there."""

import pytest
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseNotFound
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from config import urls
from config.lib import htmx
from tests import doors
from tests.doors import DOORS, FOREIGN, NOBODY, PUBLIC

pytestmark = pytest.mark.django_db
SHUT = 404  # to who may not, a door does not exist
WRONG = 405
NOT_FOUND = HttpResponseNotFound()


@pytest.fixture(autouse=True)
def _short_answers(monkeypatch):
    """Thousands of closed doors: none of them needs its page drawn."""
    monkeypatch.setattr(urls, "handler404", lambda *args, **kwargs: NOT_FOUND, raising=False)
    draw = htmx.render

    def render(request, template, *args, **kwargs):
        if template == "405.html":
            return HttpResponse(**kwargs)
        return draw(request, template, *args, **kwargs)

    monkeypatch.setattr(htmx, "render", render)


@pytest.fixture
def rows(db):
    return doors.rows()


class Undone(Exception):
    """Ends an attempt: whatever the door changed is taken back."""


def try_door(browser, method, url):
    """What a door answers, leaving everything as it was."""
    status = None
    try:
        with transaction.atomic():
            status = getattr(browser, method)(url).status_code
            raise Undone
    except Undone:
        return status


def test_every_door_is_in_the_table():
    ours = {name for name in doors.url_names() if not name.startswith(FOREIGN)}

    assert ours == {door.name for door in DOORS} | PUBLIC


def test_no_door_is_in_the_table_twice():
    names = [door.name for door in DOORS]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("role", sorted(doors.ANYONE))
def test_a_role_finds_its_doors_and_no_other(role, hired, as_, rows):
    browser = as_(hired("someone", *([] if role == NOBODY else [role]), language="en"))
    browser.raise_request_exception = False

    wrong = []
    for door in DOORS:
        for method in door.methods:
            status = try_door(browser, method, door.url(rows))
            opened = status < 500 and status not in (403, SHUT, WRONG)
            if not opened if role in door.who else status != SHUT:
                wrong.append((door.name, method, status))

    assert wrong == []


def test_no_door_opens_to_who_is_not_logged_in(client, rows):
    wrong = []
    for door in DOORS:
        for method in door.methods:
            answer = getattr(client, method)(door.url(rows))
            if answer.status_code != 302 or reverse("account_login") not in answer["Location"]:
                wrong.append((door.name, method, answer.status_code))

    assert wrong == []


def test_a_door_knows_its_methods_and_no_other(gwen, hired, as_, rows):
    everybody = hired("everybody", *doors.HATS, language="en")
    browser = as_(everybody)

    wrong = []
    for door in DOORS:
        for method in {"get", "post", "put", "patch", "delete"} - set(door.methods):
            status = try_door(browser, method, door.url(rows))
            if status != WRONG:
                wrong.append((door.name, method, status))

    assert wrong == []


def test_looking_changes_nothing(hired, as_, rows):
    browser = as_(hired("everybody", *doors.HATS, language="en"))
    browser.get("/me/")

    wrong = {}
    for door in DOORS:
        if "get" in door.methods:
            with CaptureQueriesContext(connection) as asked:
                try_door(browser, "get", door.url(rows))
            written = [query["sql"] for query in asked if is_a_write(query["sql"])]
            if written:
                wrong[door.name] = written

    assert wrong == {}


def is_a_write(sql):
    return sql.startswith(("INSERT", "UPDATE", "DELETE"))


def test_the_doors_of_others_are_behind_the_login_too(client):
    wrong = []
    for name in doors.url_names():
        if name.startswith(("admin:", "mfa_")):
            try:
                answer = client.get(reverse(name))
            except NoReverseMatch:
                continue  # it wants the number of a row
            if answer.status_code not in (302, 404):
                wrong.append((name, answer.status_code))

    assert wrong == []
