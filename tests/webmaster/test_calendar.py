"""What goes out, and when nothing may."""

from datetime import timedelta

import pytest

from config.lib.refusals import Refusal
from config.lib.states import IllegalMove
from roles.webmaster import actions
from roles.webmaster.models import Freeze, Release, Waiver
from tests.factories import NOON, ProductFactory
from tests.factories.webmaster import DefectFactory, FreezeFactory, ReleaseFactory

pytestmark = pytest.mark.django_db
AN_HOUR, A_DAY, A_WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def planned(at, **fields):
    return Release(title="New checkout", planned_at=at, **fields)


def test_a_subject_has_one_freeze_that_moves_with_it():
    campaign = ProductFactory()

    first = actions.freeze(campaign, from_at=NOON, until_at=NOON + A_DAY, at=NOON)
    again = actions.freeze(campaign, from_at=NOON, until_at=NOON + A_WEEK, at=NOON)

    assert first == again
    assert Freeze.objects.of(campaign).get().until_at == NOON + A_WEEK


def test_asking_for_the_same_freeze_again_writes_nothing(django_assert_num_queries):
    campaign = ProductFactory()
    span = {"from_at": NOON, "until_at": NOON + A_DAY, "at": NOON}
    actions.freeze(campaign, **span)

    with django_assert_num_queries(1):
        actions.freeze(campaign, **span)


def test_a_subject_that_is_renamed_renames_its_freeze():
    campaign = ProductFactory(name="Lamps")
    span = {"from_at": NOON, "until_at": NOON + A_DAY, "at": NOON}
    actions.freeze(campaign, **span)
    campaign.name = "Lights"

    actions.freeze(campaign, **span)

    assert Freeze.objects.get().why == "Lights"


def test_a_subject_that_is_over_thaws():
    campaign = ProductFactory()
    actions.freeze(campaign, from_at=NOON, until_at=NOON + A_DAY, at=NOON)

    actions.thaw(campaign)

    assert not Freeze.objects.exists()


@pytest.mark.parametrize(
    ("when", "is_refused"),
    [
        (NOON - timedelta(seconds=1), False),
        (NOON, True),
        (NOON + A_WEEK - timedelta(seconds=1), True),
        (NOON + A_WEEK, False),
    ],
)
def test_nothing_is_planned_into_a_freeze(hired, when, is_refused):
    FreezeFactory()
    by = hired("owen", "webmaster")

    if is_refused:
        with pytest.raises(actions.Frozen, match="Summer sale"):
            actions.plan(planned(when), by=by, at=NOON)
    else:
        actions.plan(planned(when), by=by, at=NOON)

    assert Release.objects.exists() is not is_refused


def test_who_coordinates_lets_a_release_through_and_says_why(gwen):
    freeze = FreezeFactory()

    release = actions.plan(planned(NOON + A_DAY), why="The pay button.", by=gwen, at=NOON)

    waiver = Waiver.objects.get()
    assert (waiver.release, waiver.freeze, waiver.why) == (release, freeze, "The pay button.")
    assert (waiver.waived_by, waiver.waived_at) == (gwen, NOON)
    assert not Release.objects.inside_freezes().exists()


def test_a_reason_of_somebody_else_lets_nothing_through(hired):
    FreezeFactory()

    with pytest.raises(Refusal, match="Only who coordinates"):
        actions.plan(planned(NOON + A_DAY), why="Please", by=hired("owen", "webmaster"), at=NOON)

    assert not Release.objects.exists()


def test_a_waiver_says_why_and_lets_through_one_release_alone(gwen):
    freeze, release, other = FreezeFactory(), ReleaseFactory(), ReleaseFactory()
    with pytest.raises(Refusal, match="Say why"):
        actions.waive(release, freeze, why=" ", by=gwen, at=NOON)

    actions.waive(release, freeze, why="The pay button.", by=gwen, at=NOON)

    actions.go_out(release, by=gwen, at=NOON + AN_HOUR)
    with pytest.raises(actions.Frozen):
        actions.go_out(other, by=gwen, at=NOON + AN_HOUR)


def test_a_waiver_outlives_its_freeze_and_lets_through_no_other(gwen):
    campaign = ProductFactory()
    span = {"from_at": NOON, "until_at": NOON + A_WEEK, "at": NOON}
    actions.freeze(campaign, **span)
    release = actions.plan(planned(NOON + A_DAY), why="The pay button.", by=gwen, at=NOON)

    actions.thaw(campaign)

    waiver = Waiver.objects.get()
    assert (waiver.freeze, waiver.freeze_why, waiver.why) == (None, str(campaign), waiver.why)
    actions.freeze(campaign, **span)
    assert Release.objects.inside_freezes().get() == release


def test_a_waiver_holds_for_its_freeze_alone(gwen):
    FreezeFactory()
    release = actions.plan(planned(NOON + A_DAY), why="The pay button.", by=gwen, at=NOON)

    FreezeFactory(why="Black Friday", from_at=NOON, until_at=NOON + 2 * A_DAY)

    assert Release.objects.inside_freezes().get() == release
    with pytest.raises(actions.Frozen, match="Black Friday"):
        actions.go_out(release, by=gwen, at=NOON + A_DAY)


def test_a_later_freeze_catches_what_was_planned(gwen):
    inside, before = ReleaseFactory(), ReleaseFactory(planned_at=NOON - AN_HOUR)
    ReleaseFactory(out=True)
    freeze = FreezeFactory()
    other = FreezeFactory(from_at=NOON + A_WEEK, until_at=NOON + 2 * A_WEEK)

    assert list(Release.objects.inside_freezes()) == [inside]
    assert list(Release.objects.inside_freezes(Freeze.objects.filter(pk=freeze.pk))) == [inside]
    assert not Release.objects.inside_freezes(Freeze.objects.filter(pk=other.pk)).exists()
    assert before not in Release.objects.inside_freezes()


def test_nothing_goes_out_in_a_freeze_whenever_it_was_planned_for(hired):
    FreezeFactory()
    release = ReleaseFactory(planned_at=NOON - A_DAY)

    with pytest.raises(actions.Frozen):
        actions.go_out(release, by=hired("owen", "webmaster"), at=NOON + AN_HOUR)

    release.refresh_from_db()
    assert release.status == Release.Status.PLANNED


def test_outside_a_freeze_it_goes_out_once(hired):
    by, release = hired("owen", "webmaster"), ReleaseFactory()
    stale = Release.objects.get(pk=release.pk)
    actions.go_out(release, by=by, at=NOON)

    with pytest.raises(IllegalMove):
        actions.go_out(stale, by=by, at=NOON + AN_HOUR)

    assert release.moves.count() == 1
    assert release.released_at == NOON


def test_moved_into_a_freeze_it_stays_where_it_was(hired):
    FreezeFactory(from_at=NOON + A_WEEK, until_at=NOON + 2 * A_WEEK)
    release = ReleaseFactory()

    with pytest.raises(actions.Frozen):
        actions.move(release, planned_at=NOON + 8 * A_DAY, by=hired("owen", "webmaster"), at=NOON)

    assert Release.objects.get().planned_at == NOON + A_DAY


def test_what_has_gone_out_is_not_moved(gwen):
    with pytest.raises(Refusal, match="no longer planned"):
        actions.move(ReleaseFactory(out=True), planned_at=NOON + A_WEEK, by=gwen, at=NOON)


def test_rolled_back_what_it_had_fixed_is_broken_again(gwen):
    release = ReleaseFactory(out=True)
    fixed, verified = (
        DefectFactory(fixed=True, release=release),
        DefectFactory(verified=True, release=release),
    )
    untouched = DefectFactory(verified=True)

    actions.roll_back(release, note="Nobody could pay.", by=gwen, at=NOON)

    for defect, status in [(fixed, "accepted"), (verified, "accepted"), (untouched, "verified")]:
        defect.refresh_from_db()
        assert defect.status == status
    assert verified.moves.get().note == "Its release was rolled back."
    assert release.moves.get().note == "Nobody could pay."
