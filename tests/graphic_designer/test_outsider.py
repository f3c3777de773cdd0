"""A draughtsman from outside: works on the one brief handed over, and decides nothing."""

import pytest

from roles.graphic_designer import actions
from roles.graphic_designer.models import Pin
from roles.team import outsiders
from tests.factories import NOON
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


@pytest.fixture
def lent(stella):
    """The brief that was handed to Stella."""
    brief = BriefFactory()
    outsiders.lend(stella, brief)
    return brief


@pytest.fixture
def stellas(as_, stella):
    """Stella's browser."""
    return as_(stella)


def posted(browser, verb, row):
    return browser.post(at(verb, row)).status_code


def test_who_was_handed_a_brief_makes_its_proof_and_sends_it(stellas, stella, lent):
    stellas.post(at("upload", lent), {"files": [upload(size=(1200, 600))]})
    stellas.post(at("describe", lent), {"alt_it": "Una lampada"})
    stellas.post(at("send", lent), {"note": "Ecco."})

    lent.refresh_from_db()
    assert lent.status == "submitted"
    assert list(lent.makers()) == [stella]


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
    assert "Take it back" in board


def test_of_all_other_briefs_there_is_none(stellas, lent):
    picture = PictureFactory(proof=ProofFactory(brief=BriefFactory()))
    other, pin = picture.proof.brief, actions.pin(picture, text="Hm", by=None, at=NOON)

    found = {verb: posted(stellas, verb, other) for verb in (*WORKS, *DECIDES)}
    found |= {verb: posted(stellas, verb, picture) for verb in TOUCHES}
    found["settle"] = posted(stellas, "settle", pin)

    assert set(found.values()) == {404}, found


def test_what_is_taken_back_is_gone(stellas, stella, lent):
    picture = PictureFactory(proof=ProofFactory(brief=lent))
    outsiders.take_back(stella, lent)

    assert {posted(stellas, verb, lent) for verb in WORKS} == {404}
    assert {posted(stellas, verb, picture) for verb in TOUCHES} == {404}


def test_a_hat_that_looks_does_not_draw_what_it_is_handed(as_, walt):
    brief = BriefFactory()
    outsiders.lend(walt, brief)

    assert {posted(as_(walt), verb, brief) for verb in WORKS} == {404}
    assert 'id="drop"' not in page(as_(walt), brief.get_absolute_url())
