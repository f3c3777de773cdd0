from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType

from catalog.models import Product
from roles.tasks import actions
from roles.tasks.models import NeedSetting, Task, TaskMove
from roles.tasks.needs import Need
from roles.team.models import Role, User
from tests.factories import NOON, ProductFactory, TaskFactory

pytestmark = pytest.mark.django_db

UNBRANDED = Need(
    key="find-brand",
    title="Find the brand",
    role=Role.WEB_WRITER,
    due_in_hours=4,
    subjects=lambda now: Product.objects.filter(brand=""),
    hours=Decimal("0.5"),
)


def look(now=NOON, need=UNBRANDED):
    return actions.open_and_close(need, now=now)


def by_load(need=UNBRANDED):
    NeedSetting.of(need)
    NeedSetting.objects.filter(key=need.key).update(assignment=NeedSetting.Assignment.LOAD)


def test_a_subject_in_need_becomes_a_task_of_the_role():
    product = ProductFactory()

    look()

    task = Task.objects.get()
    assert task.subject == product
    assert task.role.key == Role.WEB_WRITER
    assert task.status == Task.Status.OPEN
    assert str(task) == "Find the brand"
    assert task.moves.get().became == Task.Status.OPEN


def test_it_is_due_in_working_hours():
    ProductFactory()
    friday_evening = NOON + timedelta(days=4, hours=5)  # 17:00 in Rome, one hour before closing

    look(friday_evening)

    assert Task.objects.get().due_at == NOON + timedelta(days=7)  # Monday at noon


def test_another_subject_in_need_gets_its_own_beside_those_that_wait():
    ProductFactory()
    look()
    ProductFactory()

    look()

    assert Task.objects.count() == 2


def test_looking_again_opens_nothing_more():
    ProductFactory()

    look()

    assert look() == (0, 0, 0)
    assert Task.objects.count() == 1


def test_a_task_is_done_when_its_need_has_gone():
    product = ProductFactory()
    look()
    Product.objects.filter(pk=product.pk).update(brand="Lumen")

    look(NOON + timedelta(minutes=1))

    task = Task.objects.get()
    assert task.status == Task.Status.DONE
    assert task.ended_at == NOON + timedelta(minutes=1)
    assert list(task.moves.values_list("came_from", "became", "moved_by")) == [
        ("", "open", None),
        ("open", "done", None),
    ]


def test_its_history_says_by_which_fact_it_closed():
    need = replace(UNBRANDED, done="The product has its brand.")
    product = ProductFactory()
    look(need=need)
    Product.objects.filter(pk=product.pk).update(brand="Lumen")

    look(NOON + timedelta(minutes=1), need=need)

    assert [move.told for move in TaskMove.objects.order_by("pk")] == ["", need.done]


def test_a_need_that_comes_back_opens_a_new_task():
    product = ProductFactory()
    look()
    Product.objects.filter(pk=product.pk).update(brand="Lumen")
    look()
    Product.objects.filter(pk=product.pk).update(brand="")

    look()

    assert list(Task.objects.order_by("pk").values_list("status", flat=True)) == ["done", "open"]


def test_a_thousand_subjects_cost_as_many_questions_as_one(django_assert_max_num_queries):
    ContentType.objects.get_for_model(Product)
    ProductFactory.create_batch(1000)
    by_load()

    with django_assert_max_num_queries(11):
        swept = look()

    assert swept.opened == Task.objects.count() == TaskMove.objects.count() == 1000


def test_a_need_turned_off_cancels_its_open_work_and_opens_none():
    ProductFactory()
    look()
    NeedSetting.objects.filter(key=UNBRANDED.key).update(is_on=False)

    look()
    look()

    task = Task.objects.get()
    assert task.status == Task.Status.CANCELLED
    assert task.moves.latest("pk").told == "The need was turned off."


def test_turned_on_again_it_asks_again():
    ProductFactory()
    look()
    NeedSetting.objects.filter(key=UNBRANDED.key).update(is_on=False)
    look()
    NeedSetting.objects.filter(key=UNBRANDED.key).update(is_on=True)

    look()

    assert Task.objects.undone().count() == 1


def test_the_coordinators_settings_count():
    ProductFactory()
    NeedSetting.of(UNBRANDED)
    NeedSetting.objects.update(due_in_hours=0, priority=1)

    look()

    assert Task.objects.get().due_at == NOON
    assert Task.objects.get().priority == Task.Priority.URGENT


def test_what_a_person_cancelled_stays_cancelled_until_the_need_has_gone_once(gwen):
    product = ProductFactory()
    look()
    Task.objects.get().cancel(why="No brand at all", by=gwen, at=NOON)
    look()
    assert Task.objects.get().status == Task.Status.CANCELLED

    Product.objects.filter(pk=product.pk).update(brand="Lumen")
    look()
    Product.objects.filter(pk=product.pk).update(brand="")
    look()

    assert list(Task.objects.order_by("pk").values_list("status", flat=True)) == [
        "cancelled",
        "open",
    ]


def test_taken_and_waiting_work_closes_too(walt, gwen):
    ProductFactory.create_batch(3)
    look()
    taken, resting, waiting = Task.objects.order_by("pk")
    taken.take(by=walt, at=NOON)
    resting.wait(until=NOON + timedelta(days=1), by=walt, at=NOON)
    waiting.wait(for_person=gwen, by=walt, at=NOON)
    Product.objects.update(brand="Lumen")

    look()

    ended = set(Task.objects.values_list("status", "waiting_until", "waiting_for"))
    assert ended == {("done", None, None)}


def test_a_subject_that_is_gone_altogether_needs_nothing():
    product = ProductFactory()
    look()
    product.delete()

    look()

    assert Task.objects.get().status == Task.Status.DONE


def test_a_question_that_nobody_can_answer_closes_everything():
    ProductFactory()
    look()

    look(need=Need(**{**vars(UNBRANDED), "subjects": lambda now: Product.objects.none()}))

    assert Task.objects.get().status == Task.Status.DONE


def test_by_load_everybody_ends_up_with_as_many_hours(hired):
    writers = [hired(name, Role.WEB_WRITER) for name in ("walt", "wilma", "wes")]
    TaskFactory(assignee=writers[0], hours=5)
    by_load()
    ProductFactory.create_batch(20)

    look()

    loads = [
        sum(Task.objects.filter(assignee=writer).values_list("hours", flat=True))
        for writer in writers
    ]
    assert sum(loads) == 15
    assert max(loads) - min(loads) <= Decimal("0.5")
    assert Task.objects.filter(need=UNBRANDED.key, moves__note__startswith="→ W").count() == 20


def test_by_load_nobody_gets_work_on_their_day_off(hired):
    hired("walt", Role.WEB_WRITER).absences.create(from_date=NOON.date(), to_date=NOON.date())
    wilma = hired("wilma", Role.WEB_WRITER)
    by_load()
    ProductFactory.create_batch(2)

    look()

    assert set(Task.objects.values_list("assignee", flat=True)) == {wilma.pk}


def test_by_load_the_deputy_gets_it_when_nobody_is_in(hired, mark):
    hired("walt", Role.WEB_WRITER).absences.create(from_date=NOON.date(), to_date=NOON.date())
    Role.objects.filter(key=Role.WEB_WRITER).update(deputy=mark)
    by_load()
    ProductFactory()

    look()

    assert Task.objects.get().assignee == mark


def test_by_load_nobody_who_left_gets_it_not_even_as_deputy(hired, mark):
    walt = hired("walt", Role.WEB_WRITER)
    Role.objects.filter(key=Role.WEB_WRITER).update(deputy=mark)
    User.objects.filter(pk__in=[walt.pk, mark.pk]).update(is_active=False)
    by_load()
    ProductFactory()

    look()

    assert Task.objects.get().assignee is None


def test_by_load_on_a_sunday_it_stays_in_the_queue_until_somebody_is_in(walt):
    by_load()
    ProductFactory()
    look(NOON - timedelta(days=1))
    assert Task.objects.get().assignee is None

    look(NOON)

    assert Task.objects.get().assignee == walt


@pytest.mark.parametrize("end", ["met", "turned off"])
def test_a_need_takes_back_what_was_lent_for_it(end, gwen, hired):
    olga, product = hired("olga"), ProductFactory()
    look()
    actions.hand_over(Task.objects.get(), olga, by=gwen, at=NOON)
    assert type(olga).objects.get(pk=olga.pk).has_perm("catalog.view_product", product)
    if end == "met":
        Product.objects.update(brand="Lumen")
    NeedSetting.objects.filter(key=UNBRANDED.key).update(is_on=end == "met")

    look()

    assert not type(olga).objects.get(pk=olga.pk).has_perm("catalog.view_product", product)
