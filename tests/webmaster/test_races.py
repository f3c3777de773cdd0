"""Many hands on one check, one release, one sheet: each thing happens once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from roles.team.models import Role
from roles.webmaster import actions, asking
from roles.webmaster.asking import Outcome
from roles.webmaster.models import CheckDay, Defect, Freeze, Release, SiteCheck
from tests.factories import NOON, ProductFactory
from tests.factories.webmaster import DefectFactory, ReleaseFactory, SiteCheckFactory
from tests.logistics.crowd import CROWD, all_at_once, held_up

pytestmark = pytest.mark.django_db(transaction=True)
A_DAY = timedelta(days=1)


@pytest.fixture
def owen(hired):
    return hired("owen", Role.WEBMASTER)


def test_eight_workers_ask_each_check_once():
    SiteCheckFactory.create_batch(20)

    shares = all_at_once(*[lambda: asking.claimed(now=NOON)] * CROWD)

    taken = [check.pk for share in shares for check in share]
    assert len(taken) == len(set(taken))
    assert SiteCheck.objects.due(NOON).count() == 20 - len(taken)


def test_eight_workers_claim_one_check_once():
    check = SiteCheckFactory()

    claims = all_at_once(*[lambda: asking.claim(check, now=NOON)] * CROWD)

    assert claims.count(True) == 1


def test_eight_answers_are_counted_eight_times():
    check = SiteCheckFactory()
    bad = Outcome(problem="status", status=500, first_byte_ms=10)

    all_at_once(*[lambda: asking.record(check, bad, at=NOON)] * CROWD)

    check.refresh_from_db()
    day = CheckDay.objects.get()
    assert (check.failures, day.asked, day.passed, day.first_byte_sum_ms) == (8, 8, 0, 80)


def test_eight_clicks_send_a_release_out_once(owen):
    release = ReleaseFactory()

    answers = all_at_once(
        *[
            lambda: actions.go_out(Release.objects.get(pk=release.pk), by=owen, at=NOON)
            for _ in range(CROWD)
        ]
    )

    assert answers.count("refused") == CROWD - 1
    assert release.moves.count() == 1


def freeze():
    return actions.freeze(ProductFactory(), from_at=NOON, until_at=NOON + 2 * A_DAY, at=NOON)


def test_a_freeze_stands_only_once_what_was_going_out_is_out(owen):
    release = ReleaseFactory()

    with transaction.atomic():
        actions.go_out(release, by=owen, at=NOON + A_DAY)
        freezing = held_up(freeze)
    freezing.result()

    assert Freeze.objects.count() == 1


def test_a_release_that_comes_second_finds_the_freeze(owen):
    release = ReleaseFactory()

    with transaction.atomic():
        freeze()
        going = held_up(lambda: actions.go_out(release, by=owen, at=NOON + A_DAY))

    with pytest.raises(actions.Frozen):
        going.result()
    assert not release.moves.exists()


def test_eight_looks_make_one_freeze_and_one_check():
    campaign = ProductFactory()

    all_at_once(
        *[
            lambda: (
                actions.freeze(campaign, from_at=NOON, until_at=NOON + A_DAY, at=NOON),
                actions.watch(campaign, address="https://www.shop.example/", at=NOON),
            )
        ]
        * CROWD
    )

    assert Freeze.objects.of(campaign).count() == 1
    assert SiteCheck.objects.of(campaign).count() == 1


def test_eight_sheets_with_one_key_are_one_defect_and_one_release(owen):
    key = uuid4()

    all_at_once(
        *[
            lambda: actions.report(Defect(title="Pay", form_key=key), by=owen, at=NOON)
            for _ in range(CROWD)
        ],
    )
    all_at_once(
        *[
            lambda: actions.plan(
                Release(title="Cart", planned_at=NOON, form_key=key), by=owen, at=NOON
            )
            for _ in range(CROWD)
        ],
    )

    assert Defect.objects.count() == 1
    assert Release.objects.count() == 1


def test_of_two_who_begin_one_fixes_it(owen, hired):
    other, defect = hired("otto", Role.WEBMASTER), DefectFactory(accepted=True)

    answers = all_at_once(
        *[
            lambda by=by: Defect.objects.get(pk=defect.pk).begin(by=by, at=NOON)
            for by in (owen, other) * 4
        ]
    )

    assert answers.count("refused") == CROWD - 1
    assert defect.moves.count() == 1


def test_two_defects_do_not_become_duplicates_of_each_other(owen):
    first, second = DefectFactory.create_batch(2)

    answers = all_at_once(
        lambda: actions.settle_as_duplicate(first, second, by=owen, at=NOON),
        lambda: actions.settle_as_duplicate(second, first, by=owen, at=NOON),
    )

    assert answers.count("refused") == 1
    assert Defect.objects.filter(status="duplicate").count() == 1
