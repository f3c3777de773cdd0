"""A draughtsman from outside: works on the one brief handed over, and decides nothing."""

import re
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from roles.coordinator import jobs
from roles.graphic_designer import actions
from roles.graphic_designer.models import Brief, Pin
from roles.tasks import actions as tasks
from roles.tasks.models import Task
from roles.team.models import Role
from tests.factories import NOON, TaskFactory
from tests.factories.graphic_designer import (
    BriefFactory,
    PictureFactory,
    ProofFactory,
    sent,
    upload,
)
from tests.graphic_designer.test_doors import at, page

pytestmark = pytest.mark.django_db
WORKS = ("upload", "describe", "send", "take_back")
TOUCHES = ("remove", "focus", "pin")
DECIDES = ("approve", "request_changes", "withdraw")


def handed(person, brief):
    """A task about the brief, written by hand and given to somebody."""
    task = TaskFactory(subject=brief, assignee=person)
    tasks.let_see(task)
    return task


@pytest.fixture
def lent(stella):
    """The brief that was handed to Stella."""
    brief = BriefFactory()
    handed(stella, brief)
    return brief


@pytest.fixture
def stellas(as_, stella):
    """Stella's browser."""
    return as_(stella)


@pytest.fixture
def gwens(gwen):
    """Gwen's browser, beside Stella's."""
    browser = Client()
    browser.force_login(gwen)
    return browser


def posted(browser, verb, row):
    return browser.post(at(verb, row)).status_code


def test_who_is_handed_a_task_about_a_brief_makes_its_proof_and_sends_it(gwens, stellas, stella):
    brief, other = BriefFactory(), BriefFactory()
    panel = page(gwens, _slot(page(gwens, brief.get_absolute_url())))
    door = _door(panel, "New task")
    assert f'name="subject_id" value="{brief.pk}"' in page(gwens, door)
    gwens.post(door, _sheet(brief, stella))

    assert "Draw the lamp" in page(stellas, "/inbox/")
    task = page(stellas, Task.objects.get().get_absolute_url())
    board = page(stellas, _door(task, "Open it"))
    assert 'id="drop"' in board
    assert page(stellas, _slot(board)).count("Draw the lamp") == 1
    stellas.post(at("upload", brief), {"files": [upload(size=(1200, 600))]})
    stellas.post(at("describe", brief), {"alt_it": "Una lampada"})
    stellas.post(at("send", brief), {"note": "Ecco."})

    brief.refresh_from_db()
    assert brief.status == "submitted"
    assert list(brief.makers()) == [stella]
    assert stellas.get(other.get_absolute_url()).status_code == 404


def test_what_is_done_is_no_longer_drawn_or_seen(stellas, stella):
    brief = BriefFactory()
    task = handed(stella, brief)
    picture = PictureFactory(proof=ProofFactory(brief=brief))
    assert posted(stellas, "upload", brief) == 422

    stellas.post(f"/tasks/{task.pk}/finish/")

    assert {posted(stellas, verb, brief) for verb in WORKS} == {404}
    assert {posted(stellas, verb, picture) for verb in TOUCHES} == {404}
    assert stellas.get(brief.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("medium", ["product", "newsletter"])
def test_who_is_handed_the_look_at_it_does_not_touch_it(gwens, stellas, stella, gwen, medium):
    brief = sent(medium=medium)
    picture = brief.proofs.get().pictures.first()
    jobs.look_for_work()
    task = Task.objects.exclude(need="").of(brief).get()
    gwens.post(f"/tasks/{task.pk}/hand-over/", {"to": stella.pk})

    board = page(stellas, brief.get_absolute_url())
    assert "It waits for approval." in board
    assert "Take it back" not in board
    assert {posted(stellas, verb, brief) for verb in (*WORKS, *DECIDES)} == {404}
    assert {posted(stellas, verb, picture) for verb in ("remove", "focus")} == {404}

    actions.request_changes(brief, number=1, note="Brighter.", by=gwen, at=NOON)
    assert {posted(stellas, verb, brief) for verb in WORKS} == {404}
    assert 'id="drop"' not in page(stellas, brief.get_absolute_url())


def test_other_work_of_hers_makes_no_look_a_draughtsmans(stellas, stella, gwen):
    brief = sent()
    TaskFactory(subject=brief)  # whoever takes it
    tasks.finish(handed(stella, brief), by=stella, at=NOON)
    TaskFactory(assignee=stella, subject_id=brief.pk, subject_type=ContentType.objects.first())
    tasks.let_see(TaskFactory(subject=brief, assignee=stella, need="approve-picture"))

    actions.request_changes(brief, number=1, note="Brighter.", by=gwen, at=NOON)

    assert {posted(stellas, verb, brief) for verb in WORKS} == {404}


def test_what_was_sent_waits_until_it_comes_back(stellas, lent, gwen):
    sent(brief=lent)
    assert {posted(stellas, verb, lent) for verb in WORKS} == {404}
    assert Brief.objects.get().status == "submitted"

    actions.request_changes(lent, number=1, note="Brighter.", by=gwen, at=NOON)

    assert 'id="drop"' in page(stellas, lent.get_absolute_url())
    assert posted(stellas, "upload", lent) == 422


def test_comments_are_made_and_answered(stellas, gwen, stella, lent):
    picture = sent(brief=lent).proofs.get().pictures.get()
    asked = actions.pin(picture, text="Too dark?", by=gwen, at=NOON)

    stellas.post(at("pin", picture), {"text": "It is night there."})
    stellas.post(at("settle", asked))

    assert Pin.objects.get(pinned_by=stella).text == "It is night there."
    asked.refresh_from_db()
    assert asked.settled_by == stella


def test_nothing_is_decided_by_who_draws_it(stellas, lent):
    sent(brief=lent)

    assert {posted(stellas, verb, lent) for verb in DECIDES} == {404}
    board = page(stellas, lent.get_absolute_url())
    assert "Approve all formats" not in board
    assert ">Withdraw<" not in board
    assert "/desk/graphic-designer/" not in board
    assert "Take it back" not in board


def test_of_all_other_briefs_there_is_none(stellas, stella, lent):
    picture = PictureFactory(proof=ProofFactory(brief=BriefFactory()))
    other, pin = picture.proof.brief, actions.pin(picture, text="Hm", by=None, at=NOON)
    TaskFactory(subject=other, assignee=stella)  # it was hers when she wore the hat

    found = {verb: posted(stellas, verb, other) for verb in (*WORKS, *DECIDES)}
    found |= {verb: posted(stellas, verb, picture) for verb in TOUCHES}
    found["settle"] = posted(stellas, "settle", pin)

    assert set(found.values()) == {404}, found


def test_a_hat_that_looks_does_not_draw_what_it_is_handed(as_, walt):
    brief = BriefFactory()
    handed(walt, brief)

    assert {posted(as_(walt), verb, brief) for verb in WORKS} == {404}
    assert 'id="drop"' not in page(as_(walt), brief.get_absolute_url())


# The shop's way of handing something over


def _sheet(brief, person):
    return {
        "title": "Draw the lamp",
        "role": Role.objects.get(key=Role.GRAPHIC_DESIGNER).pk,
        "assignee": person.pk,
        "due_at": "2030-01-01T12:00",
        "priority": 2,
        "hours": "2",
        "form_key": uuid4(),
        "subject_type": ContentType.objects.get_for_model(brief).pk,
        "subject_id": brief.pk,
    }


def _slot(board):
    """Where the board has its tasks from."""
    return re.search(r'hx-get="(/tasks/of/\d+/\d+/)"', board)[1]


def _door(page, name):
    """Where a link of this name leads to."""
    return re.search(rf'href="([^"]+)"[^>]*>{name}<', page)[1].replace("&amp;", "&")
