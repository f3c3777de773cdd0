"""Several people, the same brief, the same moment."""

import pytest
from django.db import transaction

from config.lib import pictures
from config.lib.refusals import Refusal
from roles.graphic_designer import actions
from roles.graphic_designer.models import Brief, Piece
from roles.team.models import Role
from tests.factories import NOON, ProductFactory
from tests.factories.graphic_designer import BriefFactory, sent, shot
from tests.logistics.crowd import CROWD, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_who_ask_ask_once():
    lamp = ProductFactory()

    all_at_once(
        *[
            lambda: actions.ask_for(lamp, medium="meta_ads", due_at=NOON, by=None, at=NOON)
            for _ in range(CROWD)
        ]
    )

    assert Brief.objects.count() == 1
    assert Piece.objects.count() == 3


def test_eight_approvals_are_one_picture_in_the_catalogue(hired):
    by = hired("gwen", Role.COORDINATOR)
    brief = sent(hired("dora", Role.GRAPHIC_DESIGNER), medium="product")

    answers = all_at_once(
        *[lambda: actions.approve(brief, number=1, by=by, at=NOON) for _ in range(CROWD)]
    )

    assert answers.count("refused") == CROWD - 1
    assert brief.subject.images.count() == 1


@pytest.fixture
def darkroom(monkeypatch):
    """While a picture is cut, somebody else holds its brief, and says what they saw of it."""
    seen, cut = [], pictures.cut

    def hold():
        with transaction.atomic():
            return Brief.objects.select_for_update(nowait=True).get().status

    def slowly(*args):
        seen.extend(all_at_once(hold))
        return cut(*args)

    monkeypatch.setattr(pictures, "cut", slowly)
    return seen


def test_nobody_waits_at_a_brief_for_the_darkroom(hired, darkroom):
    dora, brief = hired("dora", Role.GRAPHIC_DESIGNER), BriefFactory(medium="product")

    proof = actions.add(brief, [shot(2400, 2400)], by=dora, at=NOON)
    actions.focus(proof.pictures.get(piece=None), x=10, y=20, by=dora, at=NOON)
    actions.add(brief, [shot(2000, 2000)], by=dora, at=NOON)
    own = proof.pictures.get(piece__isnull=False)
    actions.remove(own, by=dora, at=NOON)
    actions.add(brief, [shot(2400, 2400)], piece=own.piece, by=dora, at=NOON)

    assert darkroom == ["asked", "in_work", "in_work", "in_work"]
    assert proof.pictures.get(piece=None).focus_x == 10


def test_a_master_that_came_while_another_was_cut_is_cut_too(hired, monkeypatch):
    dora, brief = hired("dora", Role.GRAPHIC_DESIGNER), BriefFactory(medium="product")
    proof = actions.add(brief, [shot(2400, 2400)], by=dora, at=NOON)
    first, cut = proof.pictures.get(piece=None), pictures.cut

    def overtaken(*args):
        monkeypatch.setattr(pictures, "cut", cut)
        actions.add(brief, [shot(2600, 2600, "second.jpg")], by=dora, at=NOON)
        return cut(*args)

    monkeypatch.setattr(pictures, "cut", overtaken)
    actions.add(brief, [shot(2500, 2500, "third.jpg")], by=dora, at=NOON)

    assert {picture.name for picture in proof.pictures.all()} == {"third.jpg"}
    with pytest.raises(Refusal, match="Only the master"):
        actions.focus(first, x=1, y=1, by=dora, at=NOON)
