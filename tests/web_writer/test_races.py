"""Two writers, two readers, the same text at the same moment."""

import pytest

from catalog.models import ProductText
from roles.team.models import Role
from roles.web_writer import actions
from roles.web_writer.models import Copy, Draft
from tests.factories import NOON, DraftFactory, ProductFactory
from tests.factories.copies import CopyFactory
from tests.logistics.crowd import CROWD, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"title": "Aria", "body": "Fa luce.", "meta_description": "", "keyword": ""}


def test_eight_first_savings_are_one_draft(hired):
    product, by = ProductFactory(), hired("walt", Role.WEB_WRITER)

    answers = all_at_once(
        *[
            lambda n=n: actions.save(
                product,
                language="it",
                version=0,
                words=WORDS | {"body": f"Testo {n}"},
                by=by,
                at=NOON,
            )
            for n in range(CROWD)
        ]
    )

    assert answers.count("refused") == CROWD - 1
    assert Draft.objects.get().version == 1


def test_of_eight_savings_over_one_version_one_is_kept(hired):
    draft, by = DraftFactory(), hired("walt", Role.WEB_WRITER)

    answers = all_at_once(
        *[
            lambda n=n: actions.save(
                draft.product,
                language="it",
                version=1,
                words=WORDS | {"body": f"Testo {n}"},
                by=by,
                at=NOON,
            )
            for n in range(CROWD)
        ]
    )

    assert answers.count("refused") == CROWD - 1
    assert Draft.objects.get().version == 2


def test_approved_or_sent_back_never_both(hired):
    by = hired("gwen", Role.COORDINATOR)
    draft = DraftFactory(submitted=True)

    answers = all_at_once(
        lambda: actions.approve(draft, version=1, by=by, at=NOON),
        lambda: actions.request_changes(draft, version=1, note="No.", by=by, at=NOON),
        lambda: Draft.objects.get(pk=draft.pk).take_back(by=by, at=NOON),
    )

    draft.refresh_from_db()
    assert answers.count("refused") == 2
    assert draft.moves.count() == 1
    assert ProductText.objects.exists() == (draft.status == Draft.Status.APPROVED)


def test_eight_who_ask_for_a_campaign_text_ask_once():
    lamp = ProductFactory()

    all_at_once(
        *[
            lambda: actions.ask_for_copy(lamp, medium="post", language="it", due_at=NOON, at=NOON)
            for _ in range(CROWD)
        ]
    )

    assert Copy.objects.count() == 1


def test_of_eight_savings_of_a_campaign_text_one_is_kept(hired):
    copy, by = CopyFactory(), hired("walt", Role.WEB_WRITER)

    answers = all_at_once(
        *[
            lambda n=n: actions.save_copy(
                copy, version=1, words={"primary": f"Testo {n}"}, by=by, at=NOON
            )
            for n in range(CROWD)
        ]
    )

    assert answers.count("refused") == CROWD - 1
    copy.refresh_from_db()
    assert copy.version == 2
