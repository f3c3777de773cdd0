"""Live is behind one door, and the gate stands in it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from config.lib.refusals import Refusal
from config.lib.states import IllegalMove
from roles.marketing import actions, jobs
from roles.marketing.models import Campaign
from roles.marketing.models.campaigns import GateClosed
from roles.playbooks import actions as playbooks
from tests.factories import NOON
from tests.factories.marketing import CampaignFactory
from tests.factories.playbooks import a_playbook, a_run, a_step, steps_of

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
S = Campaign.Status


@pytest.fixture
def ready():
    return CampaignFactory(ready=True, starts_at=NOON, ends_at=NOON + 10 * A_DAY)


def now_ready(**more):
    """Ready, and its days are around the real now."""
    from_now = jobs.timezone.now()
    return CampaignFactory(
        ready=True, starts_at=from_now - A_DAY, ends_at=from_now + 10 * A_DAY, **more
    )


def test_it_goes_live_through_an_open_gate(ready, gate, mark):
    actions.go_live(ready, by=mark, at=NOON)

    ready.refresh_from_db()
    assert (ready.status, ready.went_live_at) == (S.LIVE, NOON)
    assert ready.moves.get().moved_by == mark


def test_a_closed_gate_says_what_is_missing(ready, gate, mark):
    gate("closed")

    with pytest.raises(GateClosed, match="Count the stock: 3 of 5 counted"):
        actions.go_live(ready, by=mark, at=NOON)

    ready.refresh_from_db()
    assert ready.status == S.READY


def test_without_a_plan_there_is_no_gate_to_pass(ready, gate, mark):
    gate("none")

    with pytest.raises(GateClosed, match="No plan has been started"):
        actions.go_live(ready, by=mark, at=NOON)


def test_the_row_itself_asks_for_a_gate(ready, gate):
    """Who writes a script and goes around the action meets the same rule."""
    gate("closed")

    with pytest.raises(GateClosed):
        ready.go_live(gate=actions.gates.gate(ready, now=NOON), by=None, at=NOON)
    with pytest.raises(TypeError):
        ready.go_live(by=None, at=NOON)


def test_one_in_preparation_goes_through_ready_in_one_step(gate, mark):
    campaign = CampaignFactory(in_preparation=True)

    actions.go_live(campaign, by=mark, at=NOON)

    assert list(campaign.moves.order_by("pk").values_list("became", flat=True)) == ["ready", "live"]


@pytest.mark.parametrize("status", ["idea", "planned", "cancelled"])
def test_what_nobody_prepared_cannot_go_live(status, gate, mark):
    with pytest.raises(IllegalMove):
        actions.go_live(CampaignFactory(status=status), by=mark, at=NOON)


def test_its_end_must_lie_ahead(ready, gate, mark):
    with pytest.raises(Refusal, match="end has passed"):
        actions.go_live(ready, by=mark, at=ready.ends_at)


def test_after_a_pause_the_gate_is_asked_again(ready, gate, mark):
    actions.go_live(ready, by=mark, at=NOON)
    ready.pause(by=mark, at=NOON + A_DAY)
    gate("closed")

    with pytest.raises(GateClosed):
        actions.go_live(ready, by=mark, at=NOON + 2 * A_DAY)

    gate("open")
    actions.go_live(ready, by=mark, at=NOON + 2 * A_DAY)
    ready.refresh_from_db()
    assert (ready.status, ready.went_live_at) == (S.LIVE, NOON)


# Every other way in


def test_the_page_refuses_with_the_reasons(gate, as_, mark):
    campaign = now_ready()
    gate("closed")

    answer = as_(mark).post(reverse("marketing:go_live", args=[campaign.pk]))

    assert answer.status_code == 409
    assert "3 of 5 counted" in answer.text
    campaign.refresh_from_db()
    assert campaign.status == S.READY


def test_the_page_puts_it_live(gate, as_, mark):
    campaign = now_ready()

    answer = as_(mark).post(reverse("marketing:go_live", args=[campaign.pk]))

    assert answer.url == campaign.get_absolute_url()
    campaign.refresh_from_db()
    assert campaign.status == S.LIVE


def test_the_list_refuses_each_by_its_own_gate(gate, as_, mark):
    campaigns = [now_ready(), now_ready()]
    gate("closed")

    answer = as_(mark).post(
        reverse("marketing:bulk"), {"campaign": [campaign.pk for campaign in campaigns]}
    )

    assert answer.status_code == 409
    assert all(campaign.name in answer.text for campaign in campaigns)
    assert not Campaign.objects.live().exists()


def test_the_list_puts_the_chosen_ones_live(gate, as_, mark):
    chosen, other = now_ready(), now_ready()

    answer = as_(mark).post(reverse("marketing:bulk"), {"campaign": [chosen.pk, "x"]})

    assert answer.status_code == 302
    assert list(Campaign.objects.live()) == [chosen]
    assert Campaign.objects.get(pk=other.pk).status == S.READY


def test_the_job_refuses_too(gate):
    campaign = now_ready()
    gate("closed")

    assert actions.start_due(now=jobs.timezone.now()) == 0

    campaign.refresh_from_db()
    assert campaign.status == S.READY


def test_the_admin_has_no_door_to_it(as_, hired, gate):
    admin = hired("ada", is_staff=True, is_superuser=True)
    campaign = now_ready()
    address = reverse("admin:marketing_campaign_change", args=[campaign.pk])

    as_(admin).post(address, {"name": "Other", "status": "live", "_save": "1"})

    campaign.refresh_from_db()
    assert (campaign.status, campaign.name != "Other") == (S.READY, True)


# The clock


def test_what_is_ready_starts_when_its_moment_comes(gate):
    due = CampaignFactory(ready=True, starts_at=NOON)
    early = CampaignFactory(ready=True, starts_at=NOON + A_DAY)

    assert actions.start_due(now=NOON) == 1

    assert [Campaign.objects.get(pk=each.pk).status for each in (due, early)] == [S.LIVE, S.READY]


def test_one_that_is_refused_holds_up_no_other(gate):
    blocked, fine = CampaignFactory(ready=True), CampaignFactory(ready=True)
    gate("closed", only=blocked)

    actions.start_due(now=NOON)

    assert list(Campaign.objects.live()) == [fine]


def test_what_is_over_ends_and_then_settles(gate):
    live = CampaignFactory(live=True)
    paused = CampaignFactory(live=True, status="paused")
    over = live.ends_at

    assert actions.end_due(now=over - timedelta(seconds=1)) == 0
    assert actions.end_due(now=over) == 2
    assert actions.settle_due(now=over + 29 * A_DAY) == 0
    assert actions.settle_due(now=over + 30 * A_DAY) == 2

    assert {each.status for each in Campaign.objects.all()} == {S.SETTLED}
    assert Campaign.objects.get(pk=paused.pk).moves.count() == 2


def test_the_clock_pauses_nothing(gate):
    campaign = CampaignFactory(live=True)
    gate("closed")

    for act in (actions.follow_gates, actions.start_due, actions.end_due, actions.settle_due):
        act(now=NOON + A_DAY)

    assert Campaign.objects.get(pk=campaign.pk).status == S.LIVE


def test_the_job_may_run_twice(gate):
    now_ready()

    jobs.keep_time()
    jobs.keep_time()

    assert Campaign.objects.count() == 1


def test_a_plan_that_asks_for_nothing_keeps_nothing_from_being_ready(gwen, walt):
    campaign = CampaignFactory(in_preparation=True)
    launch, _afterwards = (
        a_run(a_playbook(a_step("post", is_gate=asks), key=key, about=Campaign), gwen, campaign)
        for key, asks in (("launch", True), ("afterwards", False))
    )
    assert actions.follow_gates(now=NOON) == 0

    playbooks.finish(steps_of(launch)["post"], by=walt, at=NOON)

    assert actions.follow_gates(now=NOON) == 1
    assert Campaign.objects.get().status == S.READY
