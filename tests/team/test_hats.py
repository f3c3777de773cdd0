import pytest
from django.contrib.auth.models import Permission

from config.lib.refusals import Refusal
from roles.team import actions as team
from roles.team.models import Role

pytestmark = pytest.mark.django_db


def test_a_hat_brings_its_permissions_and_takes_them_along(hired):
    wanda = hired("wanda", Role.WAREHOUSE)
    assert wanda.has_perm("logistics.ship_parcel")

    team.leave(wanda, Role.WAREHOUSE)

    assert not type(wanda).objects.get(pk=wanda.pk).has_perm("logistics.ship_parcel")


def test_a_hat_that_was_put_away_gives_nobody_its_permissions(hired):
    warehouse = Role.objects.get(key=Role.WAREHOUSE)
    team.switch(warehouse, on=False)
    wanda = hired("wanda", Role.WAREHOUSE)
    assert not wanda.has_perm("logistics.ship_parcel")

    team.switch(warehouse, on=True)

    assert type(wanda).objects.get(pk=wanda.pk).has_perm("logistics.ship_parcel")


def test_nobody_changes_what_a_built_in_hat_may_do(hired):
    wanda = hired("wanda", Role.WAREHOUSE)

    with pytest.raises(Refusal, match="is fixed"):
        team.allow(Role.objects.get(key=Role.WAREHOUSE), [])

    assert wanda.has_perm("logistics.ship_parcel")


def test_an_upgrade_takes_from_a_built_in_hat_what_its_table_does_not_give():
    group = Role.objects.get(key=Role.WAREHOUSE).group
    group.permissions.add(Permission.objects.get(codename="pay_refund"))

    team.sync_roles()

    assert not group.permissions.filter(codename="pay_refund").exists()


def test_who_puts_a_hat_down_neither_leads_it_nor_stands_in(hired):
    wanda, hat = hired("wanda", Role.WAREHOUSE), Role.objects.filter(key=Role.WAREHOUSE)
    hat.update(lead=wanda, deputy=wanda)

    team.leave(wanda, Role.WAREHOUSE)

    assert (hat.get().lead, hat.get().deputy) == (None, None)


def test_the_set_up_hat_put_away_opens_the_admin_to_nobody(hired):
    ada = hired("ada", Role.ADMINISTRATOR)
    assert ada.is_staff

    team.switch(Role.objects.get(key=Role.ADMINISTRATOR), on=False)

    ada.refresh_from_db()
    assert not ada.is_staff
