"""One role asks another, until whoever asked says that it is what they needed."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from config.lib.refusals import Refusal
from config.lib.states import IllegalMove
from roles.tasks import actions, asking, inbox, jobs
from roles.tasks.models import Request, Task
from roles.team.models import Role
from tests.factories import NOON, OrderFactory, ProductFactory
from tests.factories.requests import RequestFactory
from tests.reading import HTMX, words

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def dora(hired):
    """Draws; she asks."""
    return hired("dora", Role.GRAPHIC_DESIGNER)


@pytest.fixture
def asked(dora, walt):
    """The designer has asked the writers for a name, about a product."""
    request = RequestFactory.build(
        from_role=Role.objects.get(key=Role.GRAPHIC_DESIGNER),
        to_role=Role.objects.get(key=Role.WEB_WRITER),
        asked_by=None,
        subject=ProductFactory(),
    )
    return asking.ask(request, by=dora, at=NOON)


def turn():
    """Whose turn it is, by the one task that is open: its need, its role, who has it."""
    task = Task.objects.undone().get()
    return task.need, task.role.key, task.assignee


# The life of a request


def test_it_lands_with_the_role_that_was_asked(asked, walt):
    assert turn() == ("request", Role.WEB_WRITER, None)
    assert [task.subject for task in inbox.sections(walt, now=NOON)[0].tasks] == [asked]


def test_whoever_says_yes_has_it(asked, walt):
    asking.accept(asked, by=walt, at=LATER)

    assert (asked.status, asked.to_person) == ("accepted", walt)
    assert turn() == ("request", Role.WEB_WRITER, walt)


def test_delivered_it_is_the_askers_turn_and_confirmed_nobodys(asked, walt, dora):
    asking.accept(asked, by=walt, at=NOON)
    asking.deliver(asked, note="Aria", by=walt, at=LATER)
    assert turn() == ("request-answer", Role.GRAPHIC_DESIGNER, dora)

    asking.confirm(asked, by=dora, at=LATER)

    assert asked.status == "confirmed"
    assert not Task.objects.undone().exists()


def test_sent_back_it_is_theirs_again_who_said_yes(asked, walt, dora):
    asking.accept(asked, by=walt, at=NOON)
    asking.deliver(asked, by=walt, at=LATER)

    with pytest.raises(Refusal, match="Say what is missing"):
        asking.send_back(asked, why=" ", by=dora, at=LATER)
    asking.send_back(asked, why="Four words", by=dora, at=LATER)

    assert (asked.status, asked.delivered_at) == ("accepted", None)
    assert turn() == ("request", Role.WEB_WRITER, walt)


def test_a_no_says_why_and_whoever_asked_decides(asked, walt, dora):
    with pytest.raises(Refusal, match="Say why"):
        asking.decline(asked, why=" ", by=walt, at=NOON)
    asking.decline(asked, why="No time before Friday", by=walt, at=NOON)
    assert turn() == ("request-answer", Role.GRAPHIC_DESIGNER, dora)

    asking.ask_again(asked, note="Friday is fine", by=dora, at=LATER)

    assert asked.status == "asked"
    assert turn() == ("request", Role.WEB_WRITER, None)


def test_what_is_no_longer_needed_leaves_every_inbox(asked, dora):
    asking.withdraw(asked, by=dora, at=LATER)

    assert not Task.objects.undone().exists()
    with pytest.raises(IllegalMove):
        asking.ask_again(asked, by=dora, at=LATER)


def test_nothing_is_delivered_that_nobody_promised(asked, walt):
    with pytest.raises(IllegalMove):
        asking.deliver(asked, by=walt, at=LATER)

    assert turn() == ("request", Role.WEB_WRITER, None)


def test_its_task_is_not_ticked_off_by_hand(asked, walt):
    with pytest.raises(Refusal, match="closes by itself"):
        actions.finish(Task.objects.get(), by=walt, at=LATER)


@pytest.mark.django_db(transaction=True)
def test_two_who_say_yes_at_once_are_one(asked, walt, hired):
    wes, barrier, refused = hired("wes", Role.WEB_WRITER), Barrier(2), []

    def say_yes(person):
        found = Request.objects.get(pk=asked.pk)
        barrier.wait()
        try:
            asking.accept(found, by=person, at=LATER)
        except Refusal as no:
            refused.append(no)
        connection.close()

    threads = [Thread(target=say_yes, args=[person]) for person in (walt, wes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert Task.objects.undone().get().assignee == Request.objects.get().to_person


# Late, and how soon one answers


def test_a_late_request_is_the_coordinators_until_it_is_delivered(asked, walt, gwen):
    Request.objects.filter(pk=asked.pk).update(due_at=timezone.now() - timedelta(hours=1))

    jobs.escalate()
    jobs.escalate()

    assert Task.objects.get(need="request-late").role.key == Role.COORDINATOR
    asking.accept(asked, by=walt, at=LATER)
    asking.deliver(asked, by=walt, at=LATER)
    jobs.escalate()
    assert not Task.objects.undone().filter(need="request-late").exists()


def test_what_is_in_time_is_nobodys_trouble(asked):
    Request.objects.filter(pk=asked.pk).update(due_at=timezone.now() + timedelta(hours=1))

    jobs.escalate()

    assert not Task.objects.filter(need="request-late").exists()


def test_answer_times_between_roles_in_working_hours(asked, walt, dora):
    """Monday noon until Tuesday ten: six hours on Monday, one on Tuesday."""
    asking.accept(asked, by=walt, at=NOON + timedelta(hours=22))
    other = asking.ask(
        RequestFactory.build(from_role=asked.from_role, to_role=asked.to_role, asked_by=None),
        by=dora,
        at=NOON,
    )
    asking.decline(other, why="No", by=walt, at=NOON + timedelta(hours=1))

    (row,) = Request.objects.answer_times(NOON, NOON + timedelta(days=1))

    assert (row["from_role"], row["to_role"]) == (asked.from_role_id, asked.to_role_id)
    assert (row["answered"], row["hours"], row["median_hours"], row["late"]) == (2, 8, 4, 0)
    late = Request.objects.answer_times(NOON, NOON + timedelta(days=3)).get()
    assert late["late"] == 1


def test_only_the_first_answer_counts(asked, walt, dora):
    asking.decline(asked, why="No", by=walt, at=LATER)
    asking.ask_again(asked, by=dora, at=LATER)
    asking.accept(asked, by=walt, at=LATER + timedelta(days=3))

    assert (asked.answered_at, asked.answer_hours) == (LATER, 2)


# The doors


def sheet(**fields):
    return {
        "title": "Three photos, lit",
        "to_role": Role.objects.get(key=Role.GRAPHIC_DESIGNER).pk,
        "from_role": Role.objects.get(key=Role.WEB_WRITER).pk,
        "due_at": "2030-01-07T12:00",
        "accepted_when": "All three show the bulb.",
        "form_key": uuid4(),
    } | fields


def test_asking_about_a_record(as_, walt, dora):
    product = ProductFactory()
    kind = ContentType.objects.get_for_model(product).pk

    answer = as_(walt).post("/requests/new/", sheet(subject_type=kind, subject_id=product.pk))

    request = Request.objects.get()
    assert answer.url == request.get_absolute_url()
    assert (request.subject, request.asked_by) == (product, walt)
    panel = words(as_(dora).get(f"/tasks/of/{kind}/{product.pk}/"))
    assert "Three photos, lit" in panel
    assert f"/requests/new/?subject_type={kind}&amp;subject_id={product.pk}" in panel


def test_the_same_sheet_handed_in_twice_is_one_request(as_, walt):
    paper = sheet()

    addresses = {as_(walt).post("/requests/new/", paper).url for _ in range(2)}

    request = Request.objects.get()
    assert addresses == {request.get_absolute_url()}
    assert (Task.objects.count(), request.moves.count()) == (1, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"accepted_when": ""},
        {"due_at": "2020-01-07T12:00"},
        {"from_role": 0},
        {"to_role": 0},
    ],
)
def test_a_sheet_that_lacks_something_asks_again(as_, walt, wrong):
    assert as_(walt).post("/requests/new/", sheet(**wrong)).status_code == 422
    assert not Request.objects.exists()


def test_nobody_is_asked_under_a_hat_they_do_not_wear(as_, walt, wanda):
    assert as_(walt).post("/requests/new/", sheet(to_person=wanda.pk)).status_code == 422


def test_nobody_asks_about_what_they_may_not_see(as_, walt):
    order = OrderFactory()
    kind = ContentType.objects.get_for_model(order).pk

    paper = sheet(subject_type=kind, subject_id=order.pk)

    assert as_(walt).post("/requests/new/", paper).status_code == 422


def press(browser, request, verb, **fields):
    return browser.post(f"/requests/{request.pk}/{verb}/", fields, headers=HTMX)


def test_the_whole_exchange_by_hand(as_, asked, walt, dora):
    assert "Yes, I do it" in words(as_(walt).get(asked.get_absolute_url()))
    press(as_(walt), asked, "accept")
    press(as_(walt), asked, "deliver", note="Aria")
    page = words(as_(dora).get(asked.get_absolute_url()))
    assert "It is what I needed" in page
    assert "Aria" in page
    answer = press(as_(dora), asked, "confirm")

    assert "tasks-changed" in answer.headers["HX-Trigger"]
    assert Request.objects.get().status == "confirmed"


@pytest.mark.parametrize("verb", ["accept", "decline", "deliver"])
def test_only_whom_it_was_asked_of_answers(as_, asked, dora, verb):
    assert press(as_(dora), asked, verb, why="x").status_code == 404


def test_what_one_has_promised_no_colleague_delivers(as_, asked, walt, hired):
    asking.accept(asked, by=walt, at=LATER)

    assert press(as_(hired("wes", Role.WEB_WRITER)), asked, "deliver").status_code == 404


@pytest.mark.parametrize("verb", ["confirm", "send-back", "ask-again", "withdraw"])
def test_only_whoever_asked_judges(as_, asked, walt, verb):
    assert press(as_(walt), asked, verb, why="x").status_code == 404


@pytest.mark.parametrize("verb", ["decline"])
def test_a_no_without_a_reason_asks_again(as_, asked, walt, verb):
    assert press(as_(walt), asked, verb).status_code == 422


def test_a_verb_whose_time_has_passed_is_refused_politely(as_, asked, walt):
    assert press(as_(walt), asked, "deliver").status_code == 409


def test_a_stranger_sees_no_request(as_, asked, stella):
    assert as_(stella).get(asked.get_absolute_url()).status_code == 404
    assert as_(stella).get("/requests/").status_code == 404


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_is_as_many_questions(as_, walt, many, django_assert_max_num_queries):
    for _ in range(many):
        RequestFactory(subject=ProductFactory())
    browser = as_(walt)
    browser.get("/requests/?show=open")

    with django_assert_max_num_queries(10):
        page = browser.get("/requests/?show=open")
    assert words(page).count("A name for the lamp") == many


def test_an_empty_shelf_says_what_would_fill_it(as_, walt):
    for show in ("", "by-me", "open", "ended", "nonsense"):
        assert "No requests here" in words(as_(walt).get(f"/requests/?show={show}"))
