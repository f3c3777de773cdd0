from datetime import date, time

import pytest

from catalog.models import Shop
from roles.team import calendars
from roles.team.models import Absence, WorkingHours

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 6, 15), date(2026, 6, 16)


def test_nobodys_hours_are_the_shops(wanda):
    hours = calendars.of([wanda])[wanda.pk]

    assert hours.hours_on(MONDAY) == 9
    assert hours.zone == "Europe/Rome"


def test_own_hours_replace_the_shops(wanda):
    for start, end in [(time(9), time(12)), (time(14), time(16))]:
        WorkingHours.objects.create(user=wanda, weekday=0, starts_at=start, ends_at=end)

    hours = calendars.of([wanda])[wanda.pk]

    assert hours.hours_on(MONDAY) == 5
    assert hours.hours_on(TUESDAY) == 0


def test_an_absence_is_days_off_both_ends_included(wanda, walt):
    Absence.objects.create(user=wanda, from_date=MONDAY, to_date=TUESDAY)

    hours = calendars.of([wanda, walt])

    assert not hours[wanda.pk].works_on(MONDAY)
    assert not hours[wanda.pk].works_on(TUESDAY)
    assert hours[wanda.pk].works_on(date(2026, 6, 17))
    assert hours[walt.pk].works_on(MONDAY)


def test_public_holidays_and_closures_of_the_shop_are_everybodys(wanda):
    Shop.objects.create(pk=Shop.ONLY, closures=[TUESDAY])

    hours = calendars.of([wanda])[wanda.pk]

    assert not hours.works_on(date(2026, 6, 2))  # the Italian Republic's day
    assert not hours.works_on(TUESDAY)


def test_a_person_abroad_has_their_own_zone(hired):
    ana = hired("ana", time_zone="America/Sao_Paulo")

    assert calendars.of([ana])[ana.pk].zone == "America/Sao_Paulo"


def test_everybodys_calendar_costs_the_same_few_questions(hired, django_assert_num_queries):
    people = [hired(f"person{number}") for number in range(30)]

    with django_assert_num_queries(3):
        calendars.of(people)
