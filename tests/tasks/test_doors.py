from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from roles.tasks.models import Comment, Mention, NeedSetting, Task
from roles.team.models import Role
from tests.factories import NOON, OrderFactory, ProductFactory, TaskFactory
from tests.reading import HTMX, words

pytestmark = pytest.mark.django_db


def press(browser, task, verb, **fields):
    return browser.post(f"/tasks/{task.pk}/{verb}/", fields, headers=HTMX)


def test_a_task_has_a_page_and_the_same_sheet_alone(as_, walt):
    task = TaskFactory(title="Write it")
    browser = as_(walt)

    page, part = browser.get(f"/tasks/{task.pk}/"), browser.get(f"/tasks/{task.pk}/", headers=HTMX)

    assert "<html" in words(page)
    assert "<html" not in words(part)
    assert "Write it" in words(page)
    assert "Write it" in words(part)


def test_the_sheet_costs_few_questions(as_, walt, django_assert_max_num_queries):
    task = TaskFactory(need="write-text", subject=ProductFactory())
    browser = as_(walt)

    with django_assert_max_num_queries(16):
        browser.get(f"/tasks/{task.pk}/", headers=HTMX)


@pytest.mark.parametrize(
    "verb",
    ["take", "hand-over", "wait", "wake", "finish", "cancel", "reopen", "comment", "read"],
)
def test_a_strangers_task_is_not_found(as_, wanda, verb):
    assert press(as_(wanda), TaskFactory(), verb, why="x", text="x").status_code == 404


def test_taking_answers_with_the_sheet_and_tells_the_list(as_, walt):
    task = TaskFactory()

    answer = press(as_(walt), task, "take")

    assert Task.objects.get().assignee == walt
    assert "tasks-changed" in answer.headers["HX-Trigger"]
    assert "Walt" in words(answer)


def test_what_is_ones_own_already_is_begun_and_not_taken(as_, walt, stella):
    for person in (walt, stella):
        task = TaskFactory(assignee=person)

        sheet = words(as_(person).get(f"/tasks/{task.pk}/"))

        assert "Begin it" in sheet
        assert "Take it" not in sheet
    assert "Take it" in words(as_(walt).get(f"/tasks/{TaskFactory().pk}/"))


def test_without_htmx_one_lands_on_the_tasks_page(as_, walt):
    task = TaskFactory()

    answer = as_(walt).post(f"/tasks/{task.pk}/take/")

    assert (answer.status_code, answer.url) == (302, f"/tasks/{task.pk}/")


def test_what_somebody_has_is_refused_politely(as_, walt, hired):
    task = TaskFactory()
    task.take(by=walt, at=NOON)

    answer = press(as_(hired("wilma", Role.WEB_WRITER)), task, "take")

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#refusal"
    assert "Walt already has this task." in words(answer)


def test_what_the_system_can_see_is_not_ticked_off(as_, walt):
    task = TaskFactory(need="write-text", subject=ProductFactory())

    answer = press(as_(walt), task, "finish")

    assert answer.status_code == 409
    assert "closes by itself" in words(answer)
    assert "closes by itself" in words(as_(walt).get(task.get_absolute_url()))


def test_done_can_be_undone_at_once(as_, walt):
    task = TaskFactory()
    browser = as_(walt)

    assert 'id="undo"' in words(press(browser, task, "finish"))
    press(browser, task, "reopen")

    assert Task.objects.get().status == Task.Status.OPEN


def test_handing_over_with_a_note(as_, walt, wanda):
    task = TaskFactory()

    press(as_(walt), task, "hand-over", to=wanda.pk, note="You have the lamp")

    assert Task.objects.get().assignee == wanda
    assert "You have the lamp" in words(as_(wanda).get(task.get_absolute_url()))


def test_handing_over_to_nobody_we_know_asks_again(as_, walt):
    assert press(as_(walt), TaskFactory(), "hand-over", to=10**6).status_code == 422


@pytest.mark.parametrize("preset", ["hour", "tomorrow", "monday"])
def test_snoozing_until(as_, walt, preset):
    task, now = TaskFactory(), timezone.now()

    press(as_(walt), task, "wait", preset=preset)

    task.refresh_from_db()
    assert task.status == Task.Status.WAITING
    assert now < task.waiting_until < now + timedelta(days=8)
    if preset != "hour":
        local = task.waiting_until.astimezone(timezone.get_fixed_timezone(60))
        assert local.minute == 0


def test_snoozing_until_yesterday_asks_again(as_, walt):
    answer = press(as_(walt), TaskFactory(), "wait", until="2020-01-01T09:00")

    assert answer.status_code == 422
    assert "choose a later one" in words(answer)


def test_cancelling_without_a_why_asks_again(as_, walt):
    assert press(as_(walt), TaskFactory(), "cancel").status_code == 422


def test_only_the_coordinator_cancels_what_a_need_opened(as_, walt, gwen):
    task = TaskFactory(need="write-text", subject=ProductFactory())

    assert press(as_(walt), task, "cancel", why="No time").status_code == 404
    assert press(as_(gwen), task, "cancel", why="Last season's").status_code == 200


def test_naming_somebody_puts_it_into_their_inbox_until_they_look(as_, walt, wanda):
    task = TaskFactory(title="Write it")
    press(as_(walt), task, "comment", text="@wanda is it in the box?", form_key=uuid4())
    assert "is it in the box?" in words(as_(wanda).get("/inbox/"))
    assert as_(wanda).get("/inbox/count/").content == b"1"

    assert "is it in the box?" in words(as_(wanda).get(task.get_absolute_url()))
    press(as_(wanda), task, "read")

    assert "is it in the box?" not in words(as_(wanda).get("/inbox/"))


@pytest.mark.parametrize("text", ["@Wanda hello", "hello @WANDA.", "(@wanda)", "@wanda, @wanda"])
def test_a_name_is_found_however_it_is_written(walt, wanda, as_, text):
    press(as_(walt), TaskFactory(), "comment", text=text, form_key=uuid4())

    assert list(Mention.objects.values_list("person", flat=True)) == [wanda.pk]


def test_an_address_is_no_name(walt, wanda, as_):
    press(as_(walt), TaskFactory(), "comment", text="wanda@example.org", form_key=uuid4())

    assert not Mention.objects.exists()


def test_the_same_sheet_of_paper_says_it_once(as_, walt):
    task, key = TaskFactory(), uuid4()

    for _ in range(2):
        press(as_(walt), task, "comment", text="Once", form_key=key)

    assert Comment.objects.count() == 1


def test_what_is_said_is_shown_as_it_was_typed(as_, walt):
    task = TaskFactory()
    press(as_(walt), task, "comment", text="<script>alert(1)</script>", form_key=uuid4())

    assert "<script>alert(1)" not in words(as_(walt).get(task.get_absolute_url()))


def bulk(browser, tasks, verb, **fields):
    data = {"task": [task.pk for task in tasks], "verb": verb} | fields
    return browser.post("/tasks/bulk/", data, headers=HTMX)


def test_many_are_taken_at_once_and_what_is_taken_is_told(as_, walt, hired):
    mine, hers = TaskFactory(), TaskFactory()
    hers.take(by=hired("wilma", Role.WEB_WRITER), at=NOON)

    answer = words(bulk(as_(walt), [mine, hers], "take"))

    assert "1 task changed." in answer
    assert "Wilma already has this task." in answer
    assert list(Task.objects.filter(assignee=walt)) == [mine]


def test_many_are_handed_over_or_snoozed_at_once(as_, gwen, walt):
    tasks = TaskFactory.create_batch(3)
    browser = as_(gwen)

    bulk(browser, tasks, "assign", to=walt.pk)
    assert set(Task.objects.values_list("assignee", flat=True)) == {walt.pk}

    bulk(browser, tasks, "snooze", preset="tomorrow")
    assert set(Task.objects.values_list("status", flat=True)) == {"waiting"}


def test_a_strangers_tasks_are_left_alone(as_, wanda):
    bulk(as_(wanda), [TaskFactory()], "take")

    assert Task.objects.get().assignee is None


@pytest.mark.parametrize("fields", [{}, {"task": ["x"]}, {"task": ["1"], "verb": "eat"}])
def test_a_bulk_that_makes_no_sense_asks_again(as_, walt, fields):
    assert as_(walt).post("/tasks/bulk/", fields, headers=HTMX).status_code == 422


def sheet_of_paper(**fields):
    return {
        "title": "Photograph the lamp",
        "role": Role.objects.get(key=Role.GRAPHIC_DESIGNER).pk,
        "due_at": "2030-01-01T12:00",
        "priority": 2,
        "hours": "1.5",
        "form_key": uuid4(),
    } | fields


def test_work_is_asked_for_by_hand(as_, walt):
    product = ProductFactory()
    about = {"subject_type": ContentType.objects.get_for_model(product).pk}

    answer = as_(walt).post("/tasks/new/", sheet_of_paper(subject_id=product.pk, **about))

    task = Task.objects.get()
    assert answer.url == task.get_absolute_url()
    assert (task.subject, task.opened_by, task.moves.get().words) == (product, walt, "Opened")


def test_the_same_sheet_handed_in_twice_is_one_task(as_, gwen):
    sheet = sheet_of_paper()

    addresses = {as_(gwen).post("/tasks/new/", sheet).url for _ in range(2)}

    assert addresses == {Task.objects.get().get_absolute_url()}


def test_asking_about_what_one_may_not_see_asks_again(as_, walt):
    order = OrderFactory()
    kind = ContentType.objects.get_for_model(order).pk

    sheet = sheet_of_paper(subject_type=kind, subject_id=order.pk)

    assert as_(walt).post("/tasks/new/", sheet).status_code == 422


def test_a_stranger_asks_for_no_work(as_, stella):
    assert as_(stella).get("/tasks/new/").status_code == 404


def test_a_record_shows_its_open_work_as_far_as_one_may_see_it(as_, walt, wanda):
    product = ProductFactory()
    TaskFactory(title="Write it", subject=product)
    kind = ContentType.objects.get_for_model(product).pk

    assert "Write it" in words(as_(walt).get(f"/tasks/of/{kind}/{product.pk}/"))
    assert "Write it" not in words(as_(wanda).get(f"/tasks/of/{kind}/{product.pk}/"))


def test_the_coordinator_sees_what_is_late_and_whose(as_, gwen, walt):
    TaskFactory(due_at=NOON)
    TaskFactory(due_at=timezone.now() + timedelta(days=1))

    assert "Web writer" in words(as_(gwen).get("/tasks/late/"))
    assert as_(walt).get("/tasks/late/").status_code == 404


def test_the_shops_own_how_to_is_the_brief(as_, walt):
    task = TaskFactory(need="write-text", subject=ProductFactory(), details="As the need says.")
    NeedSetting.objects.create(key="write-text", title="x", how="Always name the bulb.")

    assert "Always name the bulb." in words(as_(walt).get(task.get_absolute_url()))
