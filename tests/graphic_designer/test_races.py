"""Several people, the same brief, the same moment."""

import pytest

from roles.graphic_designer import actions
from roles.graphic_designer.models import Brief, Piece
from roles.team.models import Role
from tests.factories import NOON, ProductFactory
from tests.factories.graphic_designer import sent
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
