"""The team's heat map, and the hours of a hat where one hands out work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from roles.team.models import Role
from tests.playbooks.rooms import a_task
from tests.reading import words

pytestmark = pytest.mark.django_db


def test_who_has_too_much_is_told_in_words(as_, walt):
    a_task(Role.WEB_WRITER, due_at=timezone.now(), assignee=walt, hours=500)

    page = words(as_(walt).get("/playbooks/heat/"))

    assert "too much" in page
    assert "Walt" in page


def test_who_has_hours_is_told_how_many(as_, walt):
    page = words(as_(walt).get("/playbooks/heat/"))

    assert "free" in page
    assert "too much" not in page


def test_the_team_page_asks_for_the_heat_map(as_, walt):
    assert 'hx-get="/playbooks/heat/"' in words(as_(walt).get("/team/"))


def test_where_one_hands_over_the_freest_of_the_hat_stands_first(as_, walt, wanda, hired):
    hired("wes", Role.WEB_WRITER)
    due = timezone.now() + timedelta(days=2)
    a_task(Role.WEB_WRITER, due_at=due, assignee=walt, hours=8)
    role = Role.objects.get(key=Role.WEB_WRITER)

    page = words(as_(walt).get(f"/playbooks/hours/{role.pk}/"))

    assert page.index("Wes") < page.index("Walt")
    assert "Wanda" not in page


def test_a_hat_nobody_wears(as_, walt):
    role = Role.objects.get(key=Role.ACCOUNTING)

    assert "Nobody wears this hat" in words(as_(walt).get(f"/playbooks/hours/{role.pk}/"))
    assert as_(walt).get("/playbooks/hours/99999/").status_code == 404


@pytest.mark.parametrize("many", [1, 12])
def test_any_team_is_as_many_questions(as_, walt, hired, many, django_assert_max_num_queries):
    for number in range(many):
        wes = hired(f"wes{number}", Role.WEB_WRITER)
        a_task(Role.WEB_WRITER, due_at=timezone.now(), assignee=wes)
    browser = as_(walt)
    browser.get("/playbooks/heat/")

    with django_assert_max_num_queries(12):
        browser.get("/playbooks/heat/")
