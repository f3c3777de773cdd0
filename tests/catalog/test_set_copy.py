"""A product is told in one language."""

from datetime import timedelta

import pytest

from catalog import actions, events
from tests.factories import NOON, ProductFactory

pytestmark = pytest.mark.django_db
WORDS = {"title": "Lampada", "body": "Fa luce.", "meta_description": "Una lampada."}


def test_a_text_is_written_once_per_language_and_then_rewritten(walt):
    product = ProductFactory()

    actions.set_copy(product, language="it", **WORDS, by=walt, at=NOON)
    later = NOON + timedelta(days=1)
    actions.set_copy(product, language="it", **WORDS | {"body": "Di più."}, by=walt, at=later)

    text = product.texts.get()
    assert (text.body, text.written_at) == ("Di più.", later)


def test_a_product_in_need_leaves_its_need(walt):
    product = ProductFactory()

    actions.set_copy(product, language="it", **WORDS, by=walt, at=NOON)

    assert product not in type(product).objects.lacking_text(languages=["it"])


def test_it_is_announced_when_it_is_safe(walt, django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, **kwargs):
        heard.append("rung")

    events.products_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_copy(ProductFactory(), language="it", **WORDS, by=walt, at=NOON)
        assert heard == []
    events.products_changed.disconnect(listen)

    assert heard == ["rung"]
