"""Two hands at once, with real threads on PostgreSQL."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client

from catalog.models import Product
from config.lib.refusals import Refusal
from roles.tasks import actions, digest, openings, statements, sweep
from roles.tasks.models import Comment, NeedSetting, Task, TaskMove
from roles.tasks.needs import Need
from roles.tasks.statements import Opening
from roles.team.models import Role
from tests.factories import NOON, ProductFactory, TaskFactory
from tests.logistics.crowd import held_up

pytestmark = pytest.mark.django_db(transaction=True)
TRIES = 20


def at_once(*deeds):
    """Do all deeds at the same moment. Returns what each gave, refusals too; a bug is raised."""
    start, given = threading.Barrier(len(deeds)), [None] * len(deeds)

    def do(number, deed):
        try:
            start.wait()
            given[number] = deed()
        except Exception as no:
            given[number] = no
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for answer in given:
        if isinstance(answer, Exception) and not isinstance(answer, Refusal):
            raise answer
    return given


def test_two_people_take_it_and_one_has_it(walt, hired):
    wilma = hired("wilma", Role.WEB_WRITER)

    for _ in range(TRIES):
        task = TaskFactory()
        looks = [Task.objects.get(pk=task.pk) for _ in range(2)]
        answers = at_once(
            lambda: looks[0].take(by=walt, at=NOON),  # noqa: B023
            lambda: looks[1].take(by=wilma, at=NOON),  # noqa: B023
        )

        task.refresh_from_db()
        assert sum(isinstance(answer, Refusal) for answer in answers) == 1
        assert task.assignee in {walt, wilma}
        assert task.moves.count() == 1


def test_two_needs_runs_open_one_task_per_subject(db):
    ProductFactory.create_batch(200)
    need = Need(
        key="find-brand",
        title="Find the brand",
        role=Role.WEB_WRITER,
        due_in_hours=4,
        subjects=lambda now: Product.objects.filter(brand=""),
    )
    NeedSetting.of(need)  # or the first to make it would hold up the others

    at_once(*[lambda: actions.open_and_close(need, now=NOON)] * 4)
    assert Task.objects.count() == TaskMove.objects.count() == 200

    Product.objects.update(brand="Lumen")
    at_once(*[lambda: actions.open_and_close(need, now=NOON)] * 4)
    assert Task.objects.filter(status=Task.Status.DONE).count() == 200
    assert TaskMove.objects.count() == 400


def test_who_opens_the_same_work_the_other_way_round_waits_its_turn(db):
    one, two = ProductFactory.create_batch(2)

    def open_for(*products):
        role = Role.objects.get(key=Role.WEB_WRITER).pk
        wanted = [Opening(each.pk, "Find the brand", role, due_at=NOON) for each in products]
        openings.open_many("find-brand", Product, wanted, now=NOON)

    with transaction.atomic():
        open_for(one)
        other = held_up(lambda: open_for(two, one))
        open_for(two)
    other.result()

    assert Task.objects.count() == 2


def end_all(now=NOON):
    statements.end_tasks("find-brand", status="done", now=now)


def hand_out(now=NOON):
    need = Need("find-brand", "Find the brand", Role.WEB_WRITER, 4, Product.objects.none)
    sweep.hand_out(need, [], now=now)


@pytest.mark.parametrize("deed", [end_all, hand_out])
def test_who_writes_to_many_tasks_holds_them_in_one_order(deed):
    first, second = TaskFactory.create_batch(2, need="find-brand")
    Task.objects.filter(pk=first.pk).update(title="Lies behind the second now")

    def as_they_lie():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off")
            deed()

    with transaction.atomic():
        Task.objects.select_for_update().get(pk=first.pk)
        other = held_up(as_they_lie)
        Task.objects.select_for_update(nowait=True).get(pk=second.pk)
    other.result()


def test_four_workers_send_one_morning_mail(walt, mailoutbox):
    TaskFactory()
    day = NOON.date()

    at_once(*[lambda: digest.send(walt, day, "Europe/Rome", now=NOON)] * 4)

    assert len(mailoutbox) == 1


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def double_click(person, address, fields):
    """The same sheet sent by two hands at once."""
    browsers = [browser_of(person) for _ in range(2)]
    return at_once(*[lambda one=one: one.post(address, fields).status_code for one in browsers])


def test_a_sheet_sent_twice_at_once_opens_one_task(gwen):
    sheet = {
        "title": "Photograph the lamp",
        "role": Role.objects.get(key=Role.GRAPHIC_DESIGNER).pk,
        "due_at": "2030-01-01T12:00",
        "priority": 2,
        "hours": "1",
        "form_key": uuid4(),
    }

    answers = double_click(gwen, "/tasks/new/", sheet)

    assert answers == [302, 302]
    assert Task.objects.count() == TaskMove.objects.count() == 1


def test_a_comment_sent_twice_at_once_is_said_once(walt):
    task = TaskFactory()

    double_click(walt, f"/tasks/{task.pk}/comment/", {"text": "Once", "form_key": uuid4()})

    assert Comment.objects.count() == 1


VERBS = {
    "take": {},
    "finish": {},
    "cancel": {"why": "Gone"},
    "wait": {"preset": "tomorrow"},
    "hand-over": {"note": "Yours"},
}


@pytest.mark.parametrize("verb", VERBS)
def test_two_clicks_are_one_line_of_history(walt, wanda, verb):
    task = TaskFactory()
    fields = VERBS[verb] | ({"to": wanda.pk} if verb == "hand-over" else {})

    answers = double_click(walt, f"/tasks/{task.pk}/{verb}/", fields)

    assert set(answers) <= {302, 404, 409}
    assert task.moves.count() == 1
