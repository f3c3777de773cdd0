"""S2: a record one may not see answers exactly as one that is not there."""

import re

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from config.lib import records
from roles.tasks.models import Task
from roles.team import outsiders
from tests import doors
from tests.factories import OrderFactory, ParcelFactory, ProductFactory, TaskFactory

pytestmark = pytest.mark.django_db
MISSING = 999_999_999
# A panel about a record says "nothing here" of a record that is not there, as of an empty one.
PANELS = {
    "logistics:of_order",
    "customer_care:of_order",
    "customer_care:of_customer",
    "customer_care:of_subject",
    "tasks:of_subject",
    "webmaster:of_subject",
}
LENDABLE = [
    (ProductFactory, "catalog:product", "catalog:products"),
    (OrderFactory, "orders:order", "orders:orders"),
    (ParcelFactory, "logistics:parcel", "logistics:parcels"),
]


def plain(answer, *numbers):
    """An answer without what differs from request to request: the row's number and the token."""
    text = answer.content.decode()
    for number in numbers:
        text = text.replace(str(number), "N")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return answer.status_code, re.sub(r'x-csrftoken": "\w+"', "", text)


def test_a_closed_record_and_a_missing_one_give_the_same_answer(as_, stella):
    rows = doors.rows()
    browser = as_(stella)

    different = []
    for door in doors.DOORS:
        number = door.args and rows[door.args[-1]]
        if doors.NOBODY not in door.who and isinstance(number, int):
            there = door.url(rows)
            gone = door.url({**rows, door.args[-1]: MISSING})
            method = door.methods[0]
            answers = [
                plain(getattr(browser, method)(url), MISSING, number) for url in (there, gone)
            ]
            if answers[0] != answers[1] or answers[0][0] != 404:
                different.append(door.name)

    assert different == []


def test_a_stranger_sees_no_row_of_any_kind(stella):
    doors.rows()
    kinds = [kind for kind in apps.get_models() if hasattr(kind._default_manager, "visible_to")]

    assert [kind for kind in kinds if not kind._default_manager.exists()] == []
    assert [kind for kind in kinds if kind._default_manager.visible_to(stella).exists()] == []


def test_a_stranger_is_shown_no_record_that_has_a_page(stella):
    doors.rows()
    paged = [kind for kind in apps.get_models() if hasattr(kind, "get_absolute_url")]
    kinds = [ContentType.objects.get_for_model(kind) for kind in paged]
    rows = [(kind, row.pk) for kind in kinds for row in kind.model_class()._default_manager.all()]

    assert len({kind for kind, _pk in rows}) > len(kinds) / 2
    assert [row for row in rows if records.seen_by(stella, *row)] == []


def test_who_may_see_the_kind_still_finds_nothing_under_a_wrong_number(hired, as_):
    rows = doors.rows()
    browser = as_(hired("everybody", *doors.HATS, language="en"))

    found = []
    for door in doors.DOORS:
        if door.args and isinstance(rows[door.args[-1]], int) and door.name not in PANELS:
            url = door.url({**rows, door.args[-1]: MISSING})
            status = getattr(browser, door.methods[0])(url).status_code
            if status != 404:
                found.append((door.name, status))

    assert found == []


@pytest.mark.parametrize(("factory", "record", "listing"), LENDABLE, ids=lambda v: str(v)[-20:])
def test_an_outsider_sees_what_was_handed_over_and_nothing_else(
    factory, record, listing, as_, stella
):
    lent, other = factory(), factory()
    browser = as_(stella)
    assert browser.get(reverse(record, args=[lent.pk])).status_code == 404

    outsiders.lend(stella, lent)

    assert browser.get(reverse(record, args=[lent.pk])).status_code == 200
    assert browser.get(reverse(record, args=[other.pk])).status_code == 404
    page = browser.get(reverse(listing)).content.decode()
    assert lent.get_absolute_url() in page
    assert other.get_absolute_url() not in page

    outsiders.take_back(stella, lent)

    assert browser.get(reverse(record, args=[lent.pk])).status_code == 404
    assert browser.get(reverse(listing)).status_code == 404


def test_the_search_leaks_nothing(as_, stella):
    lent, other = ProductFactory(name="Lamp lent"), ProductFactory(name="Lamp other")
    outsiders.lend(stella, lent)

    page = as_(stella).get(reverse("catalog:search"), {"q": "lamp"}).content.decode()

    assert "Lamp lent" in page
    assert other.name not in page


def test_numbers_in_a_body_are_looked_up_like_those_in_an_address(as_, stella):
    task = TaskFactory()

    for verb in ("take", "snooze", "finish"):
        as_(stella).post(reverse("tasks:bulk"), {"verb": verb, "task": [task.pk]})

    unmoved = Task.objects.get(pk=task.pk)
    assert (unmoved.status, unmoved.assignee) == (Task.Status.OPEN, None)
