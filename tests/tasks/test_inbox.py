from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from catalog.models import Product
from orders.models import Order, Refund
from roles.tasks import inbox
from roles.tasks.models import Task
from roles.team.models import Role
from tests.factories import OrderFactory, ProductFactory, RefundFactory, TaskFactory
from tests.reading import HTMX, words

pytestmark = pytest.mark.django_db


def in_hours(hours, **fields):
    return TaskFactory(due_at=timezone.now() + timedelta(hours=hours), **fields)


def test_my_hats_my_own_and_nobody_elses(as_, walt, wanda, hired):
    in_hours(1, title="For any writer")
    in_hours(1, title="For the warehouse", role=Role.objects.get(key=Role.WAREHOUSE))
    in_hours(1, title="Mine", role=Role.objects.get(key=Role.SEO), assignee=walt)
    in_hours(1, title="Another writer's", assignee=hired("wilma", Role.WEB_WRITER))

    page = words(as_(walt).get("/inbox/"))

    assert "For any writer" in page
    assert "Mine" in page
    assert "For the warehouse" not in page
    assert "Another writer's" not in page


def test_late_and_urgent_first_then_by_day(as_, walt):
    now = timezone.now()
    in_hours(24 * 400, title="Some day")
    in_hours(24 * 300, title="Urgent", priority=Task.Priority.URGENT)
    in_hours(-30, title="Late")

    found = inbox.sections(walt, now=now)

    assert [section.title for section in found] == ["Now", "Later"]
    assert [task.title for task in found[0].tasks] == ["Urgent", "Late"]
    assert [task.why for task in found[0].tasks] == [
        ("soon", "Urgent"),
        ("late", "Late by 30 hours"),
    ]


def test_today_ends_at_midnight_where_one_is(walt):
    noon = timezone.now().replace(2026, 6, 21, 10, 0)  # a Sunday, noon in Rome
    midnight = noon + timedelta(hours=12)
    week_ends = midnight + timedelta(days=7)
    TaskFactory(title="today", due_at=midnight - timedelta(seconds=61))
    TaskFactory(title="in a week", due_at=midnight)
    TaskFactory(title="in seven days", due_at=week_ends - timedelta(seconds=61))
    TaskFactory(title="later", due_at=week_ends)

    with timezone.override("Europe/Rome"):
        found = {section.title: section.tasks for section in inbox.sections(walt, now=noon)}

    assert {title: [task.title for task in tasks] for title, tasks in found.items()} == {
        "Today": ["today"],
        "In the next seven days": ["in a week", "in seven days"],
        "Later": ["later"],
    }


def test_an_empty_inbox_says_what_would_fill_it(as_, stella):
    assert "Nothing waits for you" in words(as_(stella).get("/inbox/"))


def test_the_refresh_brings_the_list_alone(as_, walt):
    in_hours(1, title="Write it")

    part = words(as_(walt).get("/inbox/", headers=HTMX))

    assert "Write it" in part
    assert "<html" not in part
    assert "<textarea" not in part


@pytest.mark.parametrize("many", [10, 1000])
def test_it_asks_as_many_questions_for_a_thousand_tasks(
    as_, walt, many, django_assert_max_num_queries
):
    due = timezone.now() + timedelta(days=3)
    subjects = [ProductFactory(), OrderFactory(), RefundFactory()]
    kinds = {one: ContentType.objects.get_for_model(one) for one in subjects}
    writer = Role.objects.get(key=Role.WEB_WRITER)
    Task.objects.bulk_create(
        Task(
            title="Work",
            role=writer,
            opened_at=due,
            due_at=due,
            subject_type=kinds[subjects[n % 3]],
            subject_id=subjects[n % 3].pk,
        )
        for n in range(many)
    )
    browser = as_(walt)
    browser.get("/inbox/count/")  # the shop's zone and the kinds of rows are known by now
    ContentType.objects.get_for_models(Task, Product, Order, Refund)

    with django_assert_max_num_queries(12):
        page = browser.get("/inbox/")

    assert page.content.count(b'name="task"') == min(many, inbox.A_SHEET)
    with django_assert_max_num_queries(12):
        browser.get("/inbox/", headers=HTMX)


def test_more_rows_are_one_click_away_and_stay_after_the_refresh(as_, walt):
    for _ in range(inbox.A_SHEET + 1):
        in_hours(1)
    browser = as_(walt)
    assert "rows=100" in words(browser.get("/inbox/"))

    part = browser.get("/inbox/?rows=100", headers=HTMX)

    assert part.content.count(b'name="task"') == inbox.A_SHEET + 1
    assert "rows=100" in words(part)
    assert b"more" not in part.content.split(b"rows=100")[-1]


@pytest.mark.parametrize("rows", ["0", "-1", "x", "9" * 30, "1e3"])
def test_a_nonsense_number_of_rows_is_no_trouble(as_, walt, rows):
    assert as_(walt).get(f"/inbox/?rows={rows}").status_code == 200


def test_what_rests_is_on_its_own_shelf(as_, walt):
    task = in_hours(1, title="Ask the supplier")
    task.wait(until=timezone.now() + timedelta(days=1), by=walt, at=timezone.now())
    browser = as_(walt)

    assert "Ask the supplier" not in words(browser.get("/inbox/"))
    assert "Ask the supplier" in words(browser.get("/inbox/?show=waiting"))


def test_what_is_done_is_on_its_own_shelf(as_, walt):
    in_hours(1, title="Proof-read").finish(by=walt, at=timezone.now())

    assert "Proof-read" in words(as_(walt).get("/inbox/?show=ended"))


def test_the_badge_counts_what_waits(as_, walt):
    in_hours(1)
    in_hours(1)

    assert as_(walt).get("/inbox/count/").content == b"2"


def test_the_badge_stops_counting_at_a_hundred(as_, walt):
    Task.objects.bulk_create(
        TaskFactory.build(role=Role.objects.get(key=Role.WEB_WRITER)) for _ in range(120)
    )

    assert as_(walt).get("/inbox/count/").content == b"99+"


def test_an_address_with_a_task_shows_its_sheet_beside_the_list(as_, walt):
    task = in_hours(1, title="Write it", details="Say that it shines.")

    assert "Say that it shines." in words(as_(walt).get(f"/inbox/?task={task.pk}"))


def test_an_address_with_a_strangers_task_is_not_found(as_, wanda):
    assert as_(wanda).get(f"/inbox/?task={in_hours(1).pk}").status_code == 404


def test_logged_out_one_is_sent_to_the_door(client, db):
    assert client.get("/inbox/").status_code == 302
