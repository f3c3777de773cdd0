"""Gates as they stand, and orders as they come."""

from collections import namedtuple
from decimal import Decimal

import pytest

from roles.playbooks import gates
from tests.factories import OrderFactory, OrderLineFactory, VariantFactory

Gate = namedtuple("Gate", "run rows is_open missing")
Row = namedtuple("Row", "title sentence is_yes")
MISSING = Row("Count the stock", "3 of 5 counted", False)


@pytest.fixture
def gate(monkeypatch):
    """How every campaign's gate stands: gate("open"), gate("closed"), gate("none")."""

    stands = {
        "open": Gate("a run", (), True, ()),
        "closed": Gate("a run", (MISSING,), False, (MISSING,)),
        "none": Gate(None, (), False, ()),
    }

    def stand(how, *, only=None):
        def of(subject, *, now, lock=True):
            return stands[how if only in (None, subject) else "open"]

        monkeypatch.setattr(gates, "gate", of)

    stand("open")
    return stand


@pytest.fixture
def sold(db):
    """Sell so many of a variant: sold(variant, 3, at=NOON)."""

    def sell(variant, quantity=1, *, at, price="10", **order):
        placed = OrderFactory(placed_at=at, **order)
        return OrderLineFactory(
            order=placed, variant=variant, quantity=quantity, unit_price=Decimal(price)
        )

    return sell


@pytest.fixture
def lamp(db):
    """A lamp that has long been in sale."""
    variant = VariantFactory(sku="LAMP")
    product = variant.product
    product.created_at = product.created_at.replace(year=2025)
    product.save(update_fields=["created_at"])
    return variant
