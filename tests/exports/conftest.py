"""A list that is long, and nobody who writes it."""

from datetime import timedelta

import pytest

from config.lib import lists
from tests.factories import NOON, OrderFactory


@pytest.fixture(autouse=True)
def _a_few_rows_are_many(monkeypatch):
    monkeypatch.setattr(lists, "AT_ONCE", 3)


@pytest.fixture
def five(db):
    return [
        OrderFactory(number=f"#{n}", placed_at=NOON + timedelta(minutes=n), paid=n > 0)
        for n in range(5)
    ]


@pytest.fixture
def nobody_writes(monkeypatch):
    """What is asked for waits: the worker is busy elsewhere."""
    monkeypatch.setattr("config.exports.views.ring", lambda job: None)
