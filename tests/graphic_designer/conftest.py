import pytest

from roles.team.models import Role
from tests.factories import MarketFactory


@pytest.fixture
def dora(hired):
    """Draws."""
    return hired("dora", Role.GRAPHIC_DESIGNER)


@pytest.fixture(autouse=True)
def _italy(db):
    MarketFactory()
