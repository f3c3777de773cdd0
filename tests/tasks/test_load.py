import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from roles.tasks.load import of_everybody
from roles.team.models import Role
from tests.factories import NOON, TaskFactory

pytestmark = pytest.mark.django_db


def loads(days=7):
    return {str(load.one.person): load for load in of_everybody(now=NOON, days=days)}


def test_the_load_is_the_work_in_hand_over_the_hours_there_are(walt):
    TaskFactory(assignee=walt, hours=9, due_at=NOON + timedelta(days=2))
    TaskFactory(assignee=walt, hours=9, due_at=NOON - timedelta(days=2))  # late counts too
    TaskFactory(assignee=walt, hours=9, due_at=NOON + timedelta(days=10))  # next week's
    TaskFactory(hours=9)  # nobody's

    load = loads()["Walt"]

    assert (load.free, load.hours, load.late) == (45, 18, 1)
    assert load.share == pytest.approx(0.4)
    assert load.state == "good"
    assert loads(days=14)["Walt"].hours == 27


def test_what_rests_weighs_nothing(walt):
    TaskFactory(assignee=walt).wait(until=NOON + timedelta(days=1), by=walt, at=NOON)

    assert loads()["Walt"].hours == 0


def test_work_for_somebody_who_is_away_is_shown_as_too_much(walt):
    TaskFactory(assignee=walt)
    walt.absences.create(from_date=date(2026, 6, 1), to_date=date(2026, 6, 30))

    load = loads()["Walt"]

    assert (load.share, load.state) == (None, "late")


def test_more_than_the_hours_is_too_much_and_stands_first(walt, wanda):
    TaskFactory(assignee=wanda, hours=50, role=Role.objects.get(key=Role.WAREHOUSE))

    assert [(name, load.state) for name, load in loads().items()] == [
        ("Wanda", "late"),
        ("Walt", "good"),
    ]


def test_the_panel_asks_as_much_for_many(as_, gwen, hired, django_assert_max_num_queries):
    for number in range(20):
        TaskFactory(assignee=hired(f"writer{number}", Role.WEB_WRITER), due_at=timezone.now())
    browser = as_(gwen)

    with django_assert_max_num_queries(13):
        panel = browser.get("/tasks/load/?days=7")

    assert len(re.findall("<progress", panel.content.decode())) == 21


def test_a_stranger_sees_nobodys_load(as_, stella):
    assert as_(stella).get("/tasks/load/").status_code == 404
