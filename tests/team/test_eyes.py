"""A second pair of eyes, or the same pair on another day."""

from datetime import date, timedelta

import pytest

from roles.team import eyes
from roles.team.models import Absence, Role, WorkingHours
from tests.factories import NOON

pytestmark = pytest.mark.django_db
MAY = "web_writer.approve_draft"


def test_it_is_the_opening_of_ones_next_working_day(walt):
    WorkingHours.objects.create(user=walt, weekday=2, starts_at="14:00", ends_at="18:00")
    WorkingHours.objects.create(user=walt, weekday=3, starts_at="08:00", ends_at="12:00")

    assert eyes.second_look_at(walt, NOON) == NOON + timedelta(days=2, hours=2)


def test_nobody_is_called_back_from_holiday(walt):
    Absence.objects.create(user=walt, from_date=date(2026, 6, 16), to_date=date(2026, 6, 18))

    assert eyes.second_look_at(walt, NOON) == NOON + timedelta(days=4, hours=-3)


def test_others_are_those_who_wear_a_hat_that_may(gwen, walt, hired):
    gina = hired("gina", Role.COORDINATOR)
    hired("gone", Role.COORDINATOR, is_active=False)

    assert list(eyes.others_who_may(MAY, than=[gwen.pk])) == [gina]
    assert not eyes.others_who_may(MAY, than=[gwen.pk, gina.pk]).exists()
