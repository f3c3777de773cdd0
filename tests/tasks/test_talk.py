"""Talk on any record: whoever may see it may speak, and whoever is named finds it."""

from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType

from roles.tasks.models import Comment, Mention
from tests.factories import OrderFactory, ProductFactory
from tests.reading import HTMX, words

pytestmark = pytest.mark.django_db


def address(record):
    return f"/talk/{ContentType.objects.get_for_model(record).pk}/{record.pk}/"


def say(browser, record, text, **fields):
    return browser.post(address(record), {"text": text, "form_key": uuid4()} | fields, headers=HTMX)


def test_what_is_said_stands_on_the_record(as_, walt, gwen):
    product = ProductFactory()

    answer = say(as_(walt), product, "Which bulb is in the box?")

    assert "Which bulb is in the box?" in words(answer)
    assert "Which bulb is in the box?" in words(as_(gwen).get(address(product)))
    assert "Which bulb" not in words(as_(gwen).get(address(ProductFactory())))


def test_who_is_named_finds_it_in_the_inbox_until_they_look(as_, walt, wanda):
    product = ProductFactory(name="Lamp Aria")
    say(as_(walt), product, "@wanda is it in the box?")

    page = words(as_(wanda).get("/inbox/"))
    assert "is it in the box?" in page
    assert f'href="{product.get_absolute_url()}"' in page
    assert as_(wanda).get("/inbox/count/").content == b"1"
    assert f"{address(product)}read/" in words(as_(wanda).get(address(product)))

    as_(wanda).post(f"{address(product)}read/", headers=HTMX)

    assert as_(wanda).get("/inbox/count/").content == b"0"
    assert "read/" not in words(as_(wanda).get(address(product)))


def test_who_may_not_see_the_record_cannot_be_named(as_, wanda, walt):
    order = OrderFactory()

    answer = say(as_(wanda), order, "@walt look at this")

    assert answer.status_code == 422
    assert "Walt may not see this page" in words(answer)
    assert not Comment.objects.exists()


def test_what_one_may_not_see_one_does_not_talk_about(as_, walt, stella):
    order = OrderFactory()

    assert as_(walt).get(address(order)).status_code == 404
    assert say(as_(walt), order, "Hello").status_code == 404
    assert as_(stella).get(address(ProductFactory())).status_code == 404
    assert not Comment.objects.exists()


def test_records_without_a_page_have_no_talk(as_, gwen):
    kind = ContentType.objects.get_for_model(ContentType)

    assert as_(gwen).get(f"/talk/{kind.pk}/{kind.pk}/").status_code == 404
    assert as_(gwen).get("/talk/99999/1/").status_code == 404


def test_nothing_said_asks_again_and_the_same_sheet_says_it_once(as_, walt):
    product, key = ProductFactory(), uuid4()
    assert say(as_(walt), product, "  ").status_code == 422

    for _ in range(2):
        say(as_(walt), product, "Once", form_key=key)

    assert Comment.objects.count() == 1


def test_nobody_is_told_by_themselves(as_, walt):
    say(as_(walt), ProductFactory(), "@walt remember")

    assert not Mention.objects.exists()


def test_what_is_typed_is_shown_as_typed(as_, walt):
    assert "<script>" not in words(say(as_(walt), ProductFactory(), "<script>alert(1)</script>"))


def test_without_htmx_one_lands_on_the_record(as_, walt):
    product = ProductFactory()

    answer = as_(walt).post(address(product), {"text": "Hello", "form_key": uuid4()})

    assert answer.url == product.get_absolute_url()


@pytest.mark.parametrize("many", [1, 30])
def test_any_talk_is_as_many_questions(as_, walt, many, django_assert_max_num_queries):
    product = ProductFactory()
    for number in range(many):
        say(as_(walt), product, f"Line {number}")
    browser = as_(walt)

    with django_assert_max_num_queries(9):
        browser.get(address(product))
