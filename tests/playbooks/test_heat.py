"""The team's heat map, and the hours of a hat where one hands out work."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from roles.team.models import Role
from tests.playbooks.rooms import a_task
from tests.reading import words

pytestmark = pytest.mark.django_db


def hat(key):
    return Role.objects.get(key=key)


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
    role = hat(Role.WEB_WRITER)

    page = words(as_(walt).get(f"/playbooks/hours/{role.pk}/"))

    assert page.index("Wes") < page.index("Walt")
    assert "Wanda" not in page


def test_a_hat_nobody_wears(as_, walt):
    role = hat(Role.ACCOUNTING)

    assert "Nobody wears this hat" in words(as_(walt).get(f"/playbooks/hours/{role.pk}/"))
    assert as_(walt).get("/playbooks/hours/99999/").status_code == 404


def test_hours_free_beside_a_day_too_full_are_no_all_clear(as_, gwen, walt):
    a_task(Role.WEB_WRITER, due_at=timezone.now(), assignee=walt, hours=12)

    for panel in ("heat", "load"):
        page = words(as_(gwen).get(f"/playbooks/{panel}/"))
        assert re.search(r'data-state="soon">[^<]* free</span> <small[^>]*>1 day too full<', page)


def test_the_load_of_the_week_is_the_heat_maps(as_, gwen, walt, wanda):
    """One truth: on the dashboard and on the team's page, the same hours."""
    due = timezone.now() + timedelta(days=2)
    a_task(Role.WEB_WRITER, due_at=due, assignee=walt, hours=500)

    page = words(as_(gwen).get("/playbooks/load/"))
    too_much = re.search(r"[\d.,]+ h too much", page)[0]

    assert too_much in words(as_(gwen).get(f"/playbooks/hours/{hat(Role.WEB_WRITER).pk}/"))
    assert page.index("Walt") < page.index("Wanda")
    assert 'hx-get="/playbooks/load/"' in words(as_(gwen).get("/dashboard/"))


def test_who_is_away_all_week_is_told_so(as_, gwen, walt):
    today = timezone.localdate()
    walt.absences.create(from_date=today, to_date=today + timedelta(days=30))

    page = words(as_(gwen).get("/playbooks/load/"))

    assert re.search(r"Walt</a>.*>Away</span>.*>Not in</span>", page)


def test_who_works_on_a_day_the_shop_does_not_has_that_day(as_, gwen, walt):
    heads = len(re.findall("<abbr", words(as_(gwen).get("/playbooks/heat/"))))
    for weekday in (5, 6):
        walt.working_hours.create(weekday=weekday, starts_at="09:00", ends_at="13:00")

    assert len(re.findall("<abbr", words(as_(gwen).get("/playbooks/heat/")))) == heads + 4 == 14


@pytest.mark.parametrize("panel", ["heat", "load"])
@pytest.mark.parametrize("many", [1, 12])
def test_any_team_is_as_many_questions(
    panel, many, as_, walt, hired, django_assert_max_num_queries
):
    for number in range(many):
        wes = hired(f"wes{number}", Role.WEB_WRITER)
        a_task(Role.WEB_WRITER, due_at=timezone.now(), assignee=wes)
    browser = as_(walt)
    browser.get(f"/playbooks/{panel}/")

    with django_assert_max_num_queries(17):
        browser.get(f"/playbooks/{panel}/")
