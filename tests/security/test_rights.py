"""Who somebody is and what they may do come in one question, and are what Django says they are."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.template import engines

from config.lib.rights import Backend
from roles.team.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def both_ways(hired):
    """Somebody who holds rights by a hat, and one given by hand."""
    person = hired("zoe", Role.WAREHOUSE)
    person.user_permissions.add(Permission.objects.get(codename="run_night"))
    return person


def test_a_person_holds_what_their_hats_and_a_hand_gave(both_ways):
    found = Backend().get_user(both_ways.pk)

    assert found.get_all_permissions() == ModelBackend().get_all_permissions(both_ways)
    assert found.has_perms(["analytics.run_night", "logistics.ship_parcel"])
    assert not found.has_perm("orders.pay_refund")


def test_nobody_holds_what_somebody_else_was_given(both_ways, mark):
    found = Backend().get_user(mark.pk)

    assert found.get_all_permissions() == ModelBackend().get_all_permissions(mark)


def test_who_it_is_and_what_they_may_is_one_question(both_ways, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Backend().get_user(both_ways.pk).has_perm("analytics.run_night")


def test_an_empty_hand_holds_nothing_and_asks_no_more(stella, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert not Backend().get_user(stella.pk).has_module_perms("orders")


def test_who_has_left_is_nobody(both_ways):
    found = Backend().get_user(both_ways.pk)
    found.is_active = False
    assert not found.get_all_permissions()

    User.objects.filter(pk=both_ways.pk).update(is_active=False)

    assert Backend().get_user(both_ways.pk) is None
    assert Backend().get_user(0) is None


def test_a_superuser_holds_everything():
    root = User.objects.create_superuser(email="root@example.org", password="x")

    assert len(Backend().get_user(root.pk).get_all_permissions()) == Permission.objects.count()


def test_no_right_to_all_is_a_right_to_one(both_ways):
    assert not Backend().get_all_permissions(Backend().get_user(both_ways.pk), obj=both_ways)


def test_an_icon_is_drawn_as_the_package_draws_it():
    draw = engines["django"].from_string('{% lucide "truck" size=16 fill="currentColor" %}').render

    assert draw() == draw()
    assert 'width="16"' in draw()
    assert 'fill="currentColor"' in draw()
