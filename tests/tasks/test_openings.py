from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType

from catalog.models import Product
from config.lib.refusals import Refusal
from config.lib.words import told
from orders.models import Order
from roles.tasks import actions, openings
from roles.tasks.models import Task, TaskMove
from roles.tasks.openings import Opening
from roles.team.models import Role
from tests.factories import NOON, ProductFactory

pytestmark = pytest.mark.django_db
NEED = "step"


def wanted(subject, **fields):
    plain = {
        "title": "Write the text",
        "role_id": Role.objects.get(key=Role.WEB_WRITER).pk,
        "due_at": NOON + timedelta(days=2),
    }
    return Opening(subject_id=subject.pk, **(plain | fields))


def opened(*wishes, now=NOON):
    return openings.open_many(NEED, Product, wishes, now=now)


def test_each_subject_gets_a_task_with_its_own_words_and_dates(walt):
    lamp, shade = ProductFactory.create_batch(2)

    opened(
        wanted(lamp, start_by=NOON, at_risk=Decimal("12.50"), hours=Decimal("1.5")),
        wanted(shade, title="Photograph it", details="On white", assignee_id=walt.pk, priority=2),
    )

    first, second = Task.objects.order_by("subject_id")
    assert (str(first), first.start_by, first.at_risk) == ("Write the text", NOON, Decimal("12.50"))
    assert (first.hours, first.assignee, first.priority) == (Decimal("1.5"), None, 3)
    assert (str(second), second.details, second.assignee) == ("Photograph it", "On white", walt)
    assert second.moves.get().became == Task.Status.OPEN


def test_opening_again_opens_nothing_more():
    lamp = ProductFactory()

    first, again = opened(wanted(lamp)), opened(wanted(lamp, title="Another"))

    assert (len(first), again) == (1, [])
    assert TaskMove.objects.count() == 1


def test_a_plan_that_changes_changes_its_live_task_and_nobody_loses_it(walt):
    lamp = ProductFactory()
    opened(wanted(lamp))
    Task.objects.get().take(by=walt, at=NOON)
    later = NOON + timedelta(days=5)

    changed = openings.renew(NEED, Product, [wanted(lamp, due_at=later, news=[{"sentence": "x"}])])
    same = openings.renew(NEED, Product, [wanted(lamp, due_at=later, news=[{"sentence": "x"}])])

    task = Task.objects.get()
    assert (changed, same) == (1, 0)
    assert (task.due_at, task.assignee, task.status) == (later, walt, Task.Status.TAKEN)


def test_closing_ends_only_the_subjects_named(walt):
    lamp, shade = ProductFactory.create_batch(2)
    opened(wanted(lamp), wanted(shade))

    closed = openings.close(NEED, Product, [lamp.pk], now=NOON, by=walt.pk, note="By hand")

    done = Task.objects.get(subject_id=lamp.pk)
    assert closed == 1
    assert (done.status, done.ended_at) == (Task.Status.DONE, NOON)
    assert done.moves.latest("pk").moved_by == walt
    assert Task.objects.get(subject_id=shade.pk).is_undone


def test_closing_a_need_leaves_other_needs_and_other_kinds_of_the_same_number():
    lamp = ProductFactory()
    opened(wanted(lamp))
    for need, about in (("other", Product), (NEED, Order)):
        openings.open_many(need, about, [wanted(lamp)], now=NOON)

    assert openings.close(NEED, Product, [lamp.pk], now=NOON) == 1
    assert Task.objects.undone().count() == 2


def test_a_plan_that_changes_leaves_what_is_done_as_it_was():
    lamp = ProductFactory()
    opened(wanted(lamp))
    openings.close(NEED, Product, [lamp.pk], now=NOON)

    assert openings.renew(NEED, Product, [wanted(lamp, title="Another")]) == 0


def test_a_step_that_opens_again_is_a_new_task():
    lamp = ProductFactory()
    opened(wanted(lamp))
    openings.close(NEED, Product, [lamp.pk], now=NOON)

    opened(wanted(lamp))

    assert list(Task.objects.order_by("pk").values_list("status", flat=True)) == ["done", "open"]


def test_what_a_person_cancelled_is_asked_again_only_once_it_was_closed(gwen):
    lamp = ProductFactory()
    opened(wanted(lamp))
    actions.cancel(Task.objects.get(), why="Not this one", by=gwen, at=NOON)
    assert opened(wanted(lamp)) == []

    openings.close(NEED, Product, [lamp.pk], now=NOON)

    assert len(opened(wanted(lamp))) == 1


def test_an_outsider_sees_the_subject_while_the_work_lasts(stella):
    lamp = ProductFactory()

    def sees():
        return type(stella).objects.get(pk=stella.pk).has_perm("catalog.view_product", lamp)

    opened(wanted(lamp, assignee_id=stella.pk))
    assert sees()

    openings.close(NEED, Product, [lamp.pk], now=NOON)
    assert not sees()


def test_a_person_ticks_what_only_a_person_can_know(walt):
    lamp, shade = ProductFactory.create_batch(2)
    opened(wanted(lamp, is_by_hand=True), wanted(shade))
    by_hand, by_proof = Task.objects.order_by("subject_id")

    actions.finish(by_hand, by=walt, at=NOON)

    assert by_hand.status == Task.Status.DONE
    with pytest.raises(Refusal):
        actions.finish(by_proof, by=walt, at=NOON)


def test_what_just_changed_is_told_with_its_figures():
    news = [{"sentence": "%(step)s is done.", "figures": {"step": "Brief"}}, {"sentence": "%(no)s"}]
    opened(wanted(ProductFactory(), news=news))

    assert Task.objects.get().what_changed == ["Brief is done.", "%(no)s"]


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (1234.5, "1,234.5"),
        ("2026-06-15", "15 Jun 2026"),
        ("2026-06-15T10:00:00Z", "15 Jun 2026, 10:00"),
        ("2026-99-99", "–"),
        ("2026-06-15 or so", "2026-06-15 or so"),
        ("", ""),
        (None, "None"),
        ({"said": "2026-06-15"}, "2026-06-15"),
        ({"lost": 1}, "%(it)s"),
    ],
)
def test_figures_are_told_as_the_reader_writes_them(figure, words):
    assert told("%(it)s", {"it": figure}) == words


def test_a_thousand_cost_as_many_questions_as_one(walt, django_assert_max_num_queries):
    lamps = ProductFactory.create_batch(300)
    ContentType.objects.get_for_model(Product)
    wishes = [wanted(lamp, assignee_id=walt.pk) for lamp in lamps]

    with django_assert_max_num_queries(8):
        opened(*wishes)
    with django_assert_max_num_queries(1):
        openings.renew(NEED, Product, wishes)
    with django_assert_max_num_queries(4):
        openings.close(NEED, Product, [lamp.pk for lamp in lamps], now=NOON)
