"""How playbooks are made and changed, and what is refused before it can do harm."""

import pytest
from django.contrib.contenttypes.models import ContentType

from catalog.models import Product
from config.lib.refusals import Refusal
from roles.playbooks import editing
from roles.playbooks.models import Edition, Playbook, Step, Wait
from roles.team.models import Role
from tests.factories import NOON
from tests.factories.playbooks import a_playbook, a_run, a_step, evidence_of, kind_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(gwen, walt):
    """The next edition of a playbook of two steps."""
    return editing.draft(a_playbook("brief", "text:brief+4"), by=gwen, at=NOON)


def step(edition, key):
    return Step.objects.get(edition=edition, key=key)


def refused(edition):
    with pytest.raises(editing.NotPublishable) as no:
        editing.publish(edition, by=None, at=NOON)
    return no.value.errors


def test_the_next_edition_begins_as_a_copy(draft):
    assert (draft.number, draft.is_published) == (2, False)
    assert [one.key for one in draft.steps.order_by("position")] == ["brief", "text"]
    wait = Wait.objects.get(step__edition=draft)
    assert (wait.step, wait.after, wait.lag_hours) == (step(draft, "text"), step(draft, "brief"), 4)


def test_there_is_one_edition_in_the_making(draft, gwen):
    assert editing.draft(draft.playbook, by=gwen, at=NOON) == draft
    assert draft.playbook.editions.count() == 2


def test_runs_keep_the_edition_they_began_with(draft, gwen):
    run = a_run(draft.playbook, gwen)
    editing.put_step(draft, title="Proof", role=Role.objects.get(key=Role.WEB_WRITER))
    editing.publish(draft, by=gwen, at=NOON)

    assert run.edition.number == 1
    assert run.steps.count() == 2
    assert a_run(draft.playbook, gwen).edition == draft


def test_a_published_edition_never_changes(gwen, walt):
    edition = a_playbook("brief", "text:brief").current()
    for deed in (
        lambda: editing.put_step(edition, title="Another"),
        lambda: editing.drop_step(step(edition, "text")),
        lambda: editing.set_waits(step(edition, "text"), {}),
        lambda: editing.discard(edition),
        lambda: editing.publish(edition, by=gwen, at=NOON),
    ):
        with pytest.raises(Refusal, match="Version 1 is published"):
            deed()

    assert edition.steps.count() == 2
    assert Wait.objects.filter(step__edition=edition).count() == 1


def test_a_ring_is_refused_with_its_steps(draft):
    with pytest.raises(Refusal, match=r"wait for each other: “(Brief|Text)” →"):
        editing.set_waits(step(draft, "brief"), {"text": 0})

    assert not Wait.objects.filter(step=step(draft, "brief")).exists()


def test_a_ring_that_got_in_another_way_is_not_published(draft):
    Wait.objects.create(step=step(draft, "brief"), after=step(draft, "text"))

    (problem,) = refused(draft)

    assert problem.field == "waits"
    assert "“Brief”" in problem.sentence
    assert "“Text”" in problem.sentence


def test_a_wait_for_another_version_is_not_published(draft):
    other = step(draft.playbook.current(), "brief")
    Wait.objects.create(step=step(draft, "text"), after=other)

    (problem,) = refused(draft)

    assert (problem.step.key, problem.field) == ("text", "waits")


def test_a_wait_for_a_stranger_or_for_itself_is_refused(draft):
    text = step(draft, "text")
    with pytest.raises(Refusal, match="“Text” waits for “dance”"):
        editing.set_waits(text, {"dance": 0})
    with pytest.raises(Refusal, match="itself"):
        editing.set_waits(text, {"text": 0})


def test_an_unknown_evidence_is_refused_with_its_step(draft):
    editing.put_step(draft, key="text", evidence="full-moon")

    (problem,) = refused(draft)

    assert (problem.step.key, problem.field) == ("text", "evidence")
    assert "“Text”" in problem.sentence
    assert "full-moon" in problem.sentence


def test_an_evidence_about_something_else_is_refused(draft):
    with evidence_of("parcels", about="logistics.parcel"):
        editing.put_step(draft, key="text", evidence="parcels")
        (problem,) = refused(draft)

    assert problem.field == "evidence"


def test_an_evidence_about_anything_is_welcome(draft, gwen):
    with evidence_of("noon", about=""):
        editing.put_step(draft, key="text", evidence="noon")

        assert editing.publish(draft, by=gwen, at=NOON).is_published


def test_a_role_nobody_has_is_refused_with_its_step(draft):
    editing.put_step(draft, key="text", role=Role.objects.get(key=Role.SEO))

    (problem,) = refused(draft)

    assert (problem.step.key, problem.field) == ("text", "role")
    assert "SEO" in problem.sentence


def test_no_step_is_no_playbook(draft):
    draft.steps.all().delete()

    (problem,) = refused(draft)

    assert problem.step is None


def test_everything_wrong_is_said_at_once(draft):
    editing.put_step(draft, key="text", evidence="full-moon")
    editing.put_step(draft, key="brief", role=Role.objects.get(key=Role.SEO))

    assert [problem.field for problem in refused(draft)] == ["evidence", "role"]
    assert not Edition.objects.get(pk=draft.pk).is_published


def test_published_it_says_when_and_by_whom(draft, gwen):
    editing.publish(draft, by=gwen, at=NOON)

    assert (draft.playbook.current(), draft.playbook.in_the_making()) == (draft, None)
    edition = draft.playbook.current()
    assert (edition.published_at, edition.published_by) == (NOON, gwen)


def test_a_new_step_gets_a_key_of_its_own(draft):
    made = [
        editing.put_step(draft, title="Brief", role=Role.objects.get(key=Role.MARKETING)).key
        for _ in range(2)
    ]

    assert made == ["brief-2", "brief-3"]


def test_a_new_step_comes_last_and_has_a_role(draft):
    role = Role.objects.get(key=Role.MARKETING)

    assert editing.put_step(draft, title="Post", role=role).position == 2
    with pytest.raises(Refusal, match="“Press”"):
        editing.put_step(draft, title="Press")
    with pytest.raises(Refusal, match="“Text”"):
        editing.put_step(draft, key="text", role=None)


def test_a_step_that_goes_takes_its_waits_along(draft):
    editing.drop_step(step(draft, "brief"))

    assert not Wait.objects.filter(step__edition=draft).exists()


def test_a_bad_idea_is_discarded(draft):
    editing.discard(draft)

    assert draft.playbook.editions.get().number == 1


def test_a_playbook_of_the_shops_own_begins_as_a_copy(draft, gwen):
    kind = ContentType.objects.get_for_model(Product)

    made = editing.copy_playbook(
        draft.playbook, key="spring", title="Spring", about=kind, by=gwen, at=NOON
    )

    assert (made.about, made.current()) == (kind, None)
    assert [one.key for one in made.in_the_making().steps.order_by("position")] == ["brief", "text"]
    with pytest.raises(Refusal, match="already a playbook “spring”"):
        editing.copy_playbook(None, key="spring", title="Again", by=gwen, at=NOON)


def test_what_comes_with_the_house_comes_once(db):
    steps = [a_step("brief", role=Role.SEO, checklist=("One", "Two")), a_step("text:brief")]

    first = editing.install(key="launch", title="Launch", about=Product, steps=steps, at=NOON)
    again = editing.install(key="launch", title="Other", about=Product, steps=steps, at=NOON)

    assert (first, again) == (Playbook.objects.get(key="launch"), None)
    assert first.about == kind_of(Product)
    assert step(first.current(), "brief").checks == ["One", "Two"]


def test_what_comes_with_the_house_is_checked_too(db):
    with pytest.raises(editing.NotPublishable):
        editing.install(key="launch", title="Launch", steps=[a_step("a:b"), a_step("b:a")], at=NOON)
