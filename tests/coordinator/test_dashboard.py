import re
from datetime import timedelta

import pytest
from django.utils import timezone

from roles.coordinator.board import takers
from roles.tasks.models import Task
from roles.team.models import Role
from tests.factories import NOON, ProductFactory, TaskFactory
from tests.reading import HTMX, words

pytestmark = pytest.mark.django_db
DOORS = ["/dashboard/", "/dashboard/needs-me/", "/dashboard/hand-out/"]


def test_who_coordinates_begins_at_the_dashboard_everybody_else_at_the_inbox(as_, gwen, walt):
    assert as_(gwen).get("/").url == "/dashboard/"
    assert as_(walt).get("/").url == "/inbox/"


@pytest.mark.parametrize("door", DOORS)
def test_only_the_coordinator_comes_in(as_, walt, stella, door):
    assert as_(walt).get(door).status_code == 404
    assert as_(stella).get(door).status_code == 404


def test_the_morning_greets_and_fetches_every_panel(as_, gwen):
    page = words(as_(gwen).get("/dashboard/"))

    assert re.search(r"Good (morning|afternoon|evening), Gwen", page)
    for panel in ("/dashboard/needs-me/", "/tasks/late/", "/dashboard/hand-out/"):
        assert f'hx-get="{panel}"' in page


def test_the_dashboard_itself_asks_little(as_, gwen, django_assert_max_num_queries):
    browser = as_(gwen)

    with django_assert_max_num_queries(6):
        browser.get("/dashboard/")


def test_what_waits_for_my_decision(as_, gwen):
    coordinator = Role.objects.get(key=Role.COORDINATOR)
    TaskFactory(title="Approve the spring plan", role=coordinator)

    assert "Approve the spring plan" in words(as_(gwen).get("/dashboard/needs-me/"))


def test_nothing_to_decide_says_so(as_, gwen):
    assert "Nothing waits for your decision." in words(as_(gwen).get("/dashboard/needs-me/"))


def test_the_board_shows_what_nobody_has_and_who_could_have_it(as_, gwen, walt):
    TaskFactory(title="Free", subject=ProductFactory(name="Garden lamp"))
    TaskFactory(title="Given", assignee=walt, due_at=NOON)

    board = words(as_(gwen).get("/dashboard/hand-out/", headers=HTMX))

    assert "Free" in board
    assert "Garden lamp" in board
    assert "Given" not in board
    assert re.search(r"Walt.*1 open · 1 h · .*1 late", board)


def test_the_board_of_one_role_shows_its_work_and_its_people(as_, gwen, walt, wanda):
    TaskFactory(title="Write it")
    TaskFactory(title="Pack it", role=Role.objects.get(key=Role.WAREHOUSE))

    board = words(as_(gwen).get("/dashboard/hand-out/?role=warehouse", headers=HTMX))

    assert "Pack it" in board
    assert "Write it" not in board
    assert f'data-person="{wanda.pk}"' in board
    assert f'data-person="{walt.pk}"' not in board


def test_who_is_out_is_marked_and_stands_after_who_is_in(as_, gwen, walt, hired):
    wes = hired("wes", Role.WEB_WRITER)
    TaskFactory(assignee=wes, due_at=timezone.now())
    TaskFactory(title="Free")
    today = timezone.localdate()
    walt.absences.create(from_date=today, to_date=today + timedelta(days=6))

    board = words(as_(gwen).get("/dashboard/hand-out/?role=web_writer", headers=HTMX))

    assert board.index(f'value="{wes.pk}"') < board.index(f'value="{walt.pk}"')
    assert re.search(r"Walt · back \d+ \w+</option>", board)
    assert "Wes</option>" in board


@pytest.mark.parametrize("away", [3, 0])
def test_out_is_who_is_not_in_as_the_shop_works_next(walt, wanda, away):
    """On a Sunday nobody is in, and only who misses Monday as well is out."""
    sunday = NOON - timedelta(days=1)
    if away:
        walt.absences.create(
            from_date=sunday.date(), to_date=(sunday + timedelta(days=away)).date()
        )

    found = {str(one.person): one for one in takers(None, now=sunday)}

    assert (found["Walt"].is_out, found["Wanda"].is_out) == (bool(away), False)


@pytest.mark.parametrize("many", [10, 1000])
def test_the_board_asks_as_much_for_a_thousand_tasks(
    as_, gwen, walt, many, django_assert_max_num_queries
):
    role, due = Role.objects.get(key=Role.WEB_WRITER), timezone.now() + timedelta(days=1)
    Task.objects.bulk_create(
        Task(title="Work", role=role, opened_at=due, due_at=due) for _ in range(many)
    )
    browser = as_(gwen)

    with django_assert_max_num_queries(15):
        board = words(browser.get("/dashboard/hand-out/", headers=HTMX))

    assert ("The 40 most pressing" in board) is (many > 40)


def test_dropped_on_somebody_it_is_theirs(as_, gwen, walt):
    tasks = TaskFactory.create_batch(3)
    data = {"verb": "assign", "to": walt.pk, "task": [task.pk for task in tasks]}

    answer = as_(gwen).post("/tasks/bulk/", data, headers=HTMX)

    assert "tasks-changed" in answer.headers["HX-Trigger"]
    assert set(Task.objects.values_list("assignee", flat=True)) == {walt.pk}
