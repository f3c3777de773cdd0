"""A draughtsman from outside: works on the one brief handed over, and decides nothing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from roles.coordinator import jobs
from roles.graphic_designer import actions
from roles.graphic_designer.models import Brief, Pin
from roles.playbooks import actions as playbooks
from roles.tasks import actions as tasks
from roles.tasks.models import Task
from roles.team.models import Role
from tests.factories import NOON, ProductFactory, TaskFactory
from tests.factories.graphic_designer import (
    BriefFactory,
    PictureFactory,
    ProofFactory,
    sent,
    upload,
)
from tests.factories.playbooks import a_playbook, a_run, a_step, steps_of
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
    stellas.post(at("upload", brief), {"file": upload(size=(1200, 600))})
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


# A product's picture


@pytest.fixture
def lamp():
    """On sale, and nobody can see it: a need opened the designer's task."""
    lamp = ProductFactory()
    jobs.look_for_work()
    return lamp


def _passed_on(browser, lamp, person):
    task = Task.objects.of(lamp).get(need="make-picture")
    browser.post(f"/tasks/{task.pk}/hand-over/", {"to": person.pk})
    return task


def test_who_is_handed_the_task_of_a_need_makes_the_picture(
    gwens, stellas, stella, lamp, django_capture_on_commit_callbacks
):
    task = _passed_on(gwens, lamp, stella)

    door = _door(page(stellas, task.get_absolute_url()), "Do it")
    begun = page(stellas, door)
    assert f'action="/products/{lamp.pk}/picture/take-up/"' in begun
    board = stellas.post(f"/products/{lamp.pk}/picture/take-up/")["Location"]
    brief = Brief.objects.of(lamp).get()
    assert stellas.get(door)["Location"] == board == brief.get_absolute_url()
    assert "Make its picture" in page(stellas, lamp.get_absolute_url())
    stellas.post(at("upload", brief), {"file": upload(size=(2000, 2000))})
    stellas.post(at("describe", brief), {"alt_it": "Una lampada"})
    stellas.post(at("send", brief))
    assert posted(stellas, "upload", brief) == 404
    assert {posted(stellas, verb, brief) for verb in DECIDES} == {404}

    with django_capture_on_commit_callbacks(execute=True):
        gwens.post(at("approve", brief), {"number": 1})
    jobs.look_for_work()

    assert lamp.images.exists()
    assert Task.objects.get(pk=task.pk).status == "done"
    assert stellas.get(board).status_code == stellas.get(door).status_code == 404
    assert Brief.objects.of(lamp).count() == 1


def test_a_task_written_by_hand_brings_the_picture_along_as_well(stellas, stella, lamp):
    role = Role.objects.get(key=Role.GRAPHIC_DESIGNER)
    task = TaskFactory(subject=lamp, assignee=stella, role=role)
    tasks.let_see(task)
    door = f"/products/{lamp.pk}/picture/"

    assert f'href="{door}"' in page(stellas, lamp.get_absolute_url())
    assert stellas.post(f"{door}take-up/").status_code == 302
    tasks.finish(task, by=stella, at=NOON)

    assert stellas.get(door).status_code == 404


@pytest.mark.usefixtures("dora")
def test_a_step_of_a_plan_brings_the_picture_of_its_product_along(stellas, stella, gwen):
    shoot = a_step("shoot", role=Role.GRAPHIC_DESIGNER, evidence="product-picture")
    run = a_run(a_playbook(shoot), gwen, ends_at=timezone.now() + timedelta(days=9))
    step = steps_of(run)["shoot"]
    tasks.hand_over(Task.objects.of(step).get(), stella, by=gwen, at=timezone.now())
    playbooks.look_again(now=timezone.now(), runs=[run])

    door = _door(page(stellas, step.get_absolute_url()), "Do it")

    assert stellas.post(f"{door}take-up/").status_code == 302
    board = page(stellas, Brief.objects.of(run.subject).get().get_absolute_url())
    assert 'id="drop"' in board
    assert run.subject.get_absolute_url() not in board


@pytest.mark.parametrize("role", [Role.WEB_WRITER, Role.MARKETING])
def test_a_task_of_another_role_brings_no_picture_along(stellas, stella, lamp, role):
    brief = BriefFactory(subject=lamp, medium="product")
    task = TaskFactory(subject=lamp, assignee=stella, role=Role.objects.get(key=role))
    tasks.let_see(task)

    assert "Make its picture" not in page(stellas, lamp.get_absolute_url())
    assert stellas.get(f"/products/{lamp.pk}/picture/").status_code == 404
    assert stellas.post(f"/products/{lamp.pk}/picture/take-up/").status_code == 404
    assert stellas.get(brief.get_absolute_url()).status_code == 404


def test_of_another_product_or_medium_there_is_none(gwens, stellas, stella, lamp):
    briefs = BriefFactory(medium="product"), BriefFactory(subject=lamp, medium="newsletter")
    _passed_on(gwens, lamp, stella)

    for brief in briefs:
        assert stellas.get(brief.get_absolute_url()).status_code == 404
        assert {posted(stellas, verb, brief) for verb in WORKS} == {404}
    other = briefs[0].subject_id
    assert stellas.post(f"/products/{other}/picture/take-up/").status_code == 404


def test_a_picture_is_with_who_has_the_task_and_as_long_as_it_is_to_do(
    as_, gwens, stella, hired, lamp
):
    brief = BriefFactory(subject=lamp, medium="product")
    task = _passed_on(gwens, lamp, stella)

    ottos = as_(hired("otto"))
    assert {posted(ottos, verb, brief) for verb in WORKS} == {404}
    assert as_(stella).get(brief.get_absolute_url()).status_code == 200
    Task.objects.filter(pk=task.pk).update(status="done", ended_at=NOON)
    assert as_(stella).get(brief.get_absolute_url()).status_code == 404


def test_who_sees_products_anyway_draws_none_by_a_task_of_their_own(as_, wanda, walt, lamp):
    brief = BriefFactory(subject=lamp, medium="product")
    role = Role.objects.get(key=Role.GRAPHIC_DESIGNER)
    for person in (wanda, walt):
        task = TaskFactory(subject=lamp, assignee=person, role=role)
        tasks.let_see(task)

        assert {posted(as_(person), verb, brief) for verb in WORKS} == {404}
        assert as_(person).post(f"/products/{lamp.pk}/picture/take-up/").status_code == 404


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
