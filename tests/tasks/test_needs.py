from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType

from catalog.models import Product
from roles.tasks import actions
from roles.tasks.models import NeedSetting, Task, TaskMove
from roles.tasks.needs import Need
from roles.team.models import Role
from tests.factories import NOON, ProductFactory

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
