"""The inbox by what waiting costs: begun first what can wait least."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from roles.tasks import actions, inbox
from roles.tasks.models import Mention, Task
from roles.team.models import Role
from tests.factories import NOON, ProductFactory, TaskFactory
from tests.reading import HTMX, words

pytestmark = pytest.mark.django_db


def titles(user, **asked):
    found = inbox.sections(user, now=NOON, **asked)
    return {section.title: [task.title for task in section.tasks] for section in found}


def in_hours(hours, begin_in=None, **fields):
    start_by = None if begin_in is None else NOON + timedelta(hours=begin_in)
    return TaskFactory(due_at=NOON + timedelta(hours=hours), start_by=start_by, **fields)


def test_sections_go_by_when_a_thing_must_be_begun(walt):
    in_hours(300, begin_in=-1, title="long work, due in two weeks")
    in_hours(300, begin_in=3, title="to begin this afternoon")
    in_hours(30, title="short work, due tomorrow")
    in_hours(-2, title="late")

    with timezone.override("Europe/Rome"):
        assert titles(walt) == {
            "Now": ["late", "long work, due in two weeks"],
            "Today": ["to begin this afternoon"],
            "In the next seven days": ["short work, due tomorrow"],
        }


def test_within_a_section_the_money_a_day_decides(walt):
    in_hours(-2, title="for nothing")
    in_hours(-1, title="five euro", at_risk=5)
    in_hours(-1, title="four hundred", at_risk=400)

    assert titles(walt)["Now"] == ["four hundred", "five euro", "for nothing"]


def test_money_that_waits_longer_weighs_less(walt):
    """400 a day with nine days to spare is 40 by now; 100 with one day is 50."""
    in_hours(999, begin_in=24 * 21, title="400 in three weeks", at_risk=400)
    in_hours(999, begin_in=24 * 8, title="200 in eight days", at_risk=200)

    assert titles(walt)["Later"] == ["200 in eight days", "400 in three weeks"]


def test_what_a_person_called_urgent_or_low_stays_so(walt):
    in_hours(-1, title="low", priority=Task.Priority.LOW, at_risk=1000)
    in_hours(99, title="urgent", priority=Task.Priority.URGENT)
    in_hours(-1, title="normal")

    assert titles(walt)["Now"] == ["urgent", "normal", "low"]


def test_the_line_says_why(walt):
    tasks = [
        in_hours(99, begin_in=71, at_risk=Decimal(420)),
        in_hours(99, begin_in=-1),
        in_hours(-5, begin_in=-9),
    ]

    with timezone.override("Europe/Rome"):
        told = [
            (inbox.reason(task, user=walt, now=NOON)[1], inbox.costs(task, now=NOON))
            for task in tasks
        ]

    (quiet, costs), (begin, none), (late, also_none) = told
    assert (quiet, begin, late) == ("", "Begin now", "Late by 5 hours")
    assert costs[0].startswith("you can still start")
    assert costs[0].endswith("11:00")
    assert costs[1] == "€420.00 a day wait on it"
    assert none == also_none == []


def test_long_work_by_hand_is_begun_before_it_is_due(walt, gwen):
    """Sixteen hours due on Thursday at noon: two days of nine hours, less two, on his calendar."""
    task = TaskFactory.build(
        role=Role.objects.get(key=Role.WEB_WRITER), hours=16, due_at=NOON + timedelta(days=3)
    )

    kept = actions.open_by_hand(task, by=gwen, at=NOON)

    assert kept.start_by == NOON + timedelta(days=1, hours=2)


def test_short_work_is_begun_when_it_is_due(walt, gwen):
    task = TaskFactory.build(
        role=Role.objects.get(key=Role.WEB_WRITER), hours=1, due_at=NOON + timedelta(days=3)
    )

    assert actions.open_by_hand(task, by=gwen, at=NOON).start_by is None


@pytest.fixture
def one_of_each(walt):
    for need in ("step", "approve-text", "request-answer", "alarm-seo", "write-text"):
        in_hours(1, title=need, need=need, subject=ProductFactory())
    in_hours(1, title="by hand")


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("step", ["step"]),
        ("approval", ["approve-text"]),
        ("request", ["request-answer"]),
        ("alarm", ["alarm-seo"]),
        ("task", ["write-text", "by hand"]),
    ],
)
def test_a_kind_alone(walt, one_of_each, kind, found):
    (shown,) = titles(walt, kind=kind).values()

    assert sorted(shown) == sorted(found)


def test_all_kinds_are_in_one_list_with_a_mark_and_a_filter(as_, walt, wanda, one_of_each):
    task = Task.objects.first()
    said = task.comments.create(author=wanda, text="@walt look", said_at=NOON)
    Mention.objects.create(comment=said, person=walt)
    browser = as_(walt)

    page = words(browser.get("/inbox/"))
    assert page.count('name="task"') == 6
    assert "@walt look" in page
    for kind in ("step", "approval", "request", "alarm", "task", "mention"):
        assert f'href="?kind={kind}"' in page

    mentions = words(browser.get("/inbox/?kind=mention"))
    assert "@walt look" in mentions
    assert 'name="task"' not in mentions
    alarms = words(browser.get("/inbox/?kind=alarm", headers=HTMX))
    assert alarms.count('name="task"') == 1
    assert "@walt look" not in alarms
    assert "kind=alarm" in alarms


def test_a_kind_nobody_knows_is_no_filter(as_, walt, one_of_each):
    assert words(as_(walt).get("/inbox/?kind=nonsense")).count('name="task"') == 6


def test_an_empty_kind_says_so(as_, walt):
    assert "Nothing of this kind" in words(as_(walt).get("/inbox/?kind=alarm"))
