from datetime import timedelta

import pytest

from config.lib.refusals import Refusal
from config.lib.states import IllegalMove
from roles.tasks import actions, jobs
from roles.tasks.models import Task
from roles.team.models import Role
from tests.factories import NOON, OrderFactory, ProductFactory, TaskFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def about(subject, **fields):
    return TaskFactory(subject=subject, **fields)


def history_of(task):
    return [(move.came_from, move.became) for move in task.moves.order_by("pk")]


def test_whoever_takes_it_has_it(walt):
    task = TaskFactory()

    task.take(by=walt, at=NOON)

    assert (task.status, task.assignee) == (Task.Status.TAKEN, walt)
    assert history_of(task) == [("open", "taken")]


def test_what_somebody_has_nobody_else_takes(walt, hired):
    task = TaskFactory()
    wilma = hired("wilma", Role.WEB_WRITER)
    task.take(by=walt, at=NOON)

    with pytest.raises(IllegalMove, match="Walt already has this task"):
        task.take(by=wilma, at=LATER)


def test_a_stale_look_cannot_take_it(walt, hired):
    task = TaskFactory()
    stale = Task.objects.get(pk=task.pk)
    task.take(by=walt, at=NOON)

    with pytest.raises(IllegalMove, match="gone to somebody else"):
        stale.take(by=hired("wilma", Role.WEB_WRITER), at=LATER)


def test_a_stale_look_cannot_pass_it_on(walt, wanda, cara):
    task = TaskFactory(assignee=walt)
    stale = Task.objects.get(pk=task.pk)
    task.hand_over(wanda, by=walt, at=NOON)

    with pytest.raises(IllegalMove, match="gone to somebody else"):
        stale.hand_over(cara, by=walt, at=NOON)


def test_taking_it_twice_is_taking_it_once(walt):
    task = TaskFactory()
    task.take(by=walt, at=NOON)

    task.take(by=walt, at=LATER)

    assert history_of(task) == [("open", "taken")]


def test_handed_over_it_waits_open_for_the_other_with_the_note(walt, hired):
    wilma = hired("wilma", Role.WEB_WRITER)
    task = TaskFactory()
    task.take(by=walt, at=NOON)

    actions.hand_over(task, wilma, note="You know this lamp.", by=walt, at=LATER)

    assert (task.status, task.assignee) == (Task.Status.OPEN, wilma)
    move = task.moves.latest("pk")
    assert (move.words, move.told) == ("Handed over", "→ Wilma: You know this lamp.")


def test_put_back_it_is_anybodys_of_the_role(walt):
    task = TaskFactory()
    task.take(by=walt, at=NOON)

    actions.hand_over(task, None, by=walt, at=LATER)

    assert (task.status, task.assignee) == (Task.Status.OPEN, None)
    assert task.moves.latest("pk").words == "Back in the queue"


def test_put_to_rest_it_wakes_when_its_moment_comes(walt, monkeypatch):
    task = TaskFactory()
    task.wait(until=LATER, why="No photo yet", by=walt, at=NOON)
    assert (task.status, task.assignee) == (Task.Status.WAITING, walt)
    monkeypatch.setattr(jobs.timezone, "now", lambda: LATER - timedelta(seconds=1))
    jobs.wake()
    assert Task.objects.get().status == Task.Status.WAITING

    monkeypatch.setattr(jobs.timezone, "now", lambda: LATER)
    jobs.wake()
    jobs.wake()

    task.refresh_from_db()
    assert (task.status, task.assignee, task.waiting_until) == (Task.Status.TAKEN, walt, None)
    assert history_of(task) == [("open", "waiting"), ("waiting", "taken")]


def test_waiting_for_somebody_it_does_not_wake_by_itself(walt, gwen):
    task = TaskFactory()
    task.wait(for_person=gwen, by=walt, at=NOON)

    jobs.wake()

    assert Task.objects.get().status == Task.Status.WAITING


@pytest.mark.parametrize("rest", [{}, {"until": NOON}, {"until": NOON - timedelta(days=1)}])
def test_it_rests_until_something(walt, rest):
    with pytest.raises(Refusal):
        TaskFactory().wait(by=walt, at=NOON, **rest)


def test_work_asked_for_by_hand_is_ticked_by_hand(walt):
    task = TaskFactory()

    actions.finish(task, by=walt, at=LATER)

    assert (task.status, task.assignee, task.ended_at) == (Task.Status.DONE, walt, LATER)


def test_nobody_ticks_a_box_for_work_the_system_can_see(walt):
    task = TaskFactory(need="write-text", subject=ProductFactory())

    with pytest.raises(Refusal, match="closes by itself"):
        actions.finish(task, by=walt, at=NOON)

    assert Task.objects.get().status == Task.Status.OPEN


def test_done_by_mistake_it_opens_again(walt):
    task = TaskFactory()
    task.finish(by=walt, at=NOON)

    task.reopen(by=walt, at=LATER)

    assert (task.status, task.ended_at) == (Task.Status.OPEN, None)


def test_it_does_not_open_again_beside_the_same_work(gwen):
    lamp = ProductFactory()
    old = TaskFactory(need="write-text", subject=lamp, status="done", ended_at=NOON)
    TaskFactory(need="write-text", subject=lamp)

    with pytest.raises(Refusal, match="opened again meanwhile"):
        old.reopen(by=gwen, at=NOON)


def test_cancelling_says_why(gwen):
    task = TaskFactory()

    with pytest.raises(Refusal, match="Say why"):
        task.cancel(why=" ", by=gwen, at=NOON)

    task.cancel(why="The lamp is gone", by=gwen, at=NOON)
    assert task.status == Task.Status.CANCELLED
    assert task.moves.get().note == "The lamp is gone"


def test_an_outsider_sees_what_was_handed_to_them_and_only_while_it_lasts(gwen, hired):
    olga, order = hired("olga"), OrderFactory()
    task = about(order)
    assert not olga.has_perm("orders.view_order", order)

    actions.hand_over(task, olga, by=gwen, at=NOON)
    assert type(olga).objects.get(pk=olga.pk).has_perm("orders.view_order", order)

    actions.finish(task, by=olga, at=LATER)
    assert not type(olga).objects.get(pk=olga.pk).has_perm("orders.view_order", order)


def test_passed_on_the_outsider_sees_it_no_more(gwen, walt, hired):
    olga, order = hired("olga"), OrderFactory()
    task = about(order)
    actions.hand_over(task, olga, by=gwen, at=NOON)

    actions.hand_over(task, None, by=gwen, at=LATER)

    assert not type(olga).objects.get(pk=olga.pk).has_perm("orders.view_order", order)


def test_two_tasks_about_one_order_lend_it_until_the_second_ends(gwen, hired):
    olga, order = hired("olga"), OrderFactory()
    first, second = about(order), about(order, title="Call the buyer")
    for task in (first, second):
        actions.hand_over(task, olga, by=gwen, at=NOON)

    actions.finish(first, by=olga, at=LATER)
    assert type(olga).objects.get(pk=olga.pk).has_perm("orders.view_order", order)

    actions.cancel(second, why="Not needed", by=gwen, at=LATER)
    assert not type(olga).objects.get(pk=olga.pk).has_perm("orders.view_order", order)


def test_whoever_wears_the_hat_is_lent_nothing(gwen, cara):
    task = about(OrderFactory())

    actions.hand_over(task, cara, by=gwen, at=NOON)

    assert not Task.objects.get().is_lent
