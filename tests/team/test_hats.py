import pytest

from roles.team import actions as team
from roles.team.models import Role

pytestmark = pytest.mark.django_db


def test_a_hat_brings_its_permissions_and_takes_them_along(hired):
    wanda = hired("wanda", Role.WAREHOUSE)
    assert wanda.has_perm("logistics.ship_parcel")

    team.leave(wanda, Role.WAREHOUSE)

    assert not type(wanda).objects.get(pk=wanda.pk).has_perm("logistics.ship_parcel")
