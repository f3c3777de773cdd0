"""Who is in: the shop works Monday to Friday, Fay on Saturdays as well. NOON is a Monday."""

from datetime import date, timedelta

import pytest

from roles.team import calendars, presence
from roles.team.models import Absence, Role, User, WorkingHours
from tests.factories import NOON

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY = date(2026, 6, 19), date(2026, 6, 20)


@pytest.fixture
def fay(hired):
    """Works in the warehouse on Saturdays alone."""
    fay = hired("fay", Role.WAREHOUSE)
    WorkingHours.objects.create(user=fay, weekday=5, starts_at="09:00", ends_at="13:00")
    return fay


def covers(now=NOON):
    people = presence.of_people(User.objects.staff().with_hats(), now=now)
    works = presence.working_days([calendars.of_shop()], now=now)
    days = presence.staffed_days(now=now)
    roles = Role.objects.all()
    return {one.role.key: one for one in presence.of_roles(roles, people, days=days, works=works)}


def test_a_day_on_which_only_somebody_works_counts(fay, walt):
    assert len(presence.staffed_days(now=NOON)) == 12
    warehouse, writing = covers()[Role.WAREHOUSE], covers()[Role.WEB_WRITER]

    assert (warehouse.in_per_day[FRIDAY], warehouse.in_per_day[SATURDAY]) == (0, 1)
    assert (writing.in_per_day[FRIDAY], writing.in_per_day[SATURDAY]) == (1, 0)


def test_a_day_on_which_the_shop_is_closed_is_no_hole(fay, walt):
    found = covers()

    assert FRIDAY in found[Role.WAREHOUSE].holes
    assert found[Role.WEB_WRITER].holes == []
    assert (found[Role.WAREHOUSE].is_hole, found[Role.WEB_WRITER].is_hole) == (True, False)


def test_a_hole_is_one_on_the_next_working_day(walt):
    Absence.objects.create(user=walt, from_date=FRIDAY, to_date=FRIDAY)

    assert not covers()[Role.WEB_WRITER].is_hole
    assert covers(NOON + timedelta(days=4))[Role.WEB_WRITER].is_hole


def test_a_hat_nobody_wears_is_no_hole():
    assert not covers()[Role.SEO].is_hole
