"""What a campaign in preparation sets going at every desk, and what puts an end to it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.lib.refusals import Refusal
from config.lib.states import from_to
from customer_care import actions as care
from roles.coordinator import actions, briefing, jobs
from roles.coordinator.needs import NEEDS
from roles.graphic_designer.models import Brief
from roles.marketing import actions as marketing
from roles.marketing.models import Campaign
from roles.playbooks import actions as playbooks
from roles.playbooks.evidence import EVIDENCE
from roles.playbooks.models import Playbook, Run, Step
from roles.tasks.models import Task
from roles.team import actions as people
from roles.team.models import Role
from roles.web_writer.models import Copy
from roles.webmaster.models import Freeze, SiteCheck
from tests.factories import MarketFactory, ProductFactory
from tests.factories.customer_care import ConversationFactory
from tests.factories.marketing import CampaignFactory, CampaignMediumFactory, CouponFactory
from tests.factories.playbooks import a_playbook, a_run, a_step

pytestmark = pytest.mark.django_db
PAGE = "https://www.shop.example/lights"


@pytest.fixture
def team(gwen, walt, wanda, cara, mark, hired):
    """Somebody under every hat that a campaign's plan asks for."""
    hired("dora", Role.GRAPHIC_DESIGNER)
    hired("wim", Role.WEBMASTER)
    hired("paula", Role.PURCHASING)
    Role.objects.filter(key=Role.COORDINATOR).update(lead=gwen)
    return gwen


@pytest.fixture
def campaign(team):
    MarketFactory()
    soon = timezone.now() + timedelta(days=20)
    campaign = CampaignFactory(
        in_preparation=True,
        starts_at=soon,
        ends_at=soon + timedelta(days=7),
        products=[ProductFactory()],
        landing_address=PAGE,
    )
    CampaignMediumFactory(campaign=campaign)
    CouponFactory(campaign=campaign, code="LUCI15")
    return campaign


def run_of(campaign):
    return Run.objects.running().get(subject_id=campaign.pk)


def agree_budget(campaign, by):
    campaign.media.update(approved_at=timezone.now(), approved_by=by)


# At once


def test_a_campaign_that_goes_into_preparation_finds_its_plan_at_once(
    as_, team, mark, campaign, django_capture_on_commit_callbacks
):
    Campaign.objects.update(status="planned")

    with django_capture_on_commit_callbacks(execute=True):
        as_(mark).post(reverse("marketing:prepare", args=[campaign.pk]))

    assert run_of(campaign).status == "running"


def test_until_it_has_started_the_page_says_so_and_offers_no_other(as_, team, campaign):
    Campaign.objects.update(status="planned")
    as_(team).post(reverse("marketing:prepare", args=[campaign.pk]))

    page = as_(team).get(campaign.get_absolute_url()).content.decode()

    assert "Its plan starts in a moment." in page
    assert "/runs/of/" not in page
    later = timezone.now() - timedelta(minutes=3)
    campaign.moves.update(moved_at=later)
    page = as_(team).get(campaign.get_absolute_url()).content.decode()
    assert "No plan has been started" in page
    assert "/runs/of/" in page


def test_a_plan_that_was_cancelled_is_not_awaited(as_, team, campaign):
    actions.start_plans(now=timezone.now())
    playbooks.cancel(run_of(campaign), why="Not now", by=team, at=timezone.now())
    campaign.moves.create(came_from="planned", became="in_preparation", moved_at=timezone.now())

    page = as_(team).get(campaign.get_absolute_url()).content.decode()

    assert "in a moment" not in page


# The playbooks that come with the house


def test_a_new_shop_has_its_playbooks_and_they_could_start():
    keys = set(Playbook.objects.values_list("key", flat=True))

    assert keys >= {"campaign-launch", "new-product", "out-of-stock", "new-person"}
    assert all(playbook.current() for playbook in Playbook.objects.all())
    proven = set(Step.objects.exclude(evidence="").values_list("evidence", flat=True))
    assert proven <= set(EVIDENCE)


def test_a_playbook_the_shop_has_made_its_own_stays_as_it_is():
    Playbook.objects.filter(key="new-product").update(title="Ours")

    actions.install_playbooks(at=timezone.now())

    assert Playbook.objects.get(key="new-product").title == "Ours"


# A campaign in preparation


def test_a_campaign_in_preparation_gets_its_plan_once(campaign, team):
    jobs.conduct()
    jobs.conduct()

    run = run_of(campaign)
    assert run.owner == team
    assert run.ends_at == campaign.starts_at
    assert Run.objects.count() == 1
    first = Task.objects.get(need="step")
    assert (first.role.key, str(first)) == (Role.COORDINATOR, "Agree the budget")


def test_a_plan_nobody_could_follow_stays_in_the_coordinators_inbox(campaign):
    Role.objects.get(key=Role.PURCHASING).memberships.all().delete()

    jobs.conduct()
    jobs.look_for_work()

    assert not Run.objects.exists()
    task = Task.objects.get(need="start-plan")
    assert (task.role.key, task.subject) == (Role.COORDINATOR, campaign)


def test_a_plan_that_was_cancelled_stays_so_and_the_coordinator_is_asked(campaign, team):
    jobs.conduct()
    playbooks.cancel(run_of(campaign), why="Another plan", by=team, at=timezone.now())

    jobs.conduct()
    jobs.look_for_work()

    assert Run.objects.get().status == Run.Status.CANCELLED
    assert Task.objects.undone().filter(need="start-plan").count() == 1


def test_the_desks_are_briefed_when_their_step_can_begin(campaign, team):
    jobs.conduct()
    assert not Brief.objects.exists()

    agree_budget(campaign, team)
    run = run_of(campaign)
    playbooks.look_again(now=timezone.now(), runs=[run])
    jobs.conduct()
    jobs.conduct()

    brief = Brief.objects.get()
    assert (brief.subject, brief.medium) == (campaign, "google_ads")
    assert brief.due_at <= campaign.starts_at
    inboxes = set(Task.objects.undone().filter(need="step").values_list("role__key", flat=True))
    assert inboxes == {
        Role.WEB_WRITER,
        Role.GRAPHIC_DESIGNER,
        Role.WEBMASTER,
        Role.WAREHOUSE,
    }


def test_its_page_is_watched_for_the_coupon_and_the_shop_is_frozen(campaign):
    jobs.conduct()

    check = SiteCheck.objects.get()
    assert (check.address, check.texts, check.until_at) == (PAGE, ["LUCI15"], campaign.ends_at)
    freeze = Freeze.objects.get()
    assert (freeze.from_at, freeze.until_at) == (campaign.starts_at, campaign.ends_at)

    later = campaign.ends_at + timedelta(days=2)
    type(campaign).objects.filter(pk=campaign.pk).update(ends_at=later)
    jobs.conduct()
    assert Freeze.objects.get().until_at == later

    type(campaign).objects.filter(pk=campaign.pk).update(name="Luci")
    jobs.conduct()
    assert Freeze.objects.get().why == SiteCheck.objects.get().name == "Luci"


@pytest.fixture
def briefed(campaign, team):
    """Its budget is agreed, so texts and pictures lie on the desks."""
    jobs.conduct()
    agree_budget(campaign, team)
    playbooks.look_again(now=timezone.now(), runs=[run_of(campaign)])
    jobs.conduct()
    return campaign


def test_a_minute_in_which_nothing_changed_asks_as_much_of_many_campaigns_as_of_one(
    briefed, team, django_assert_max_num_queries
):
    def minute():
        briefing.brief_the_desks(now=timezone.now())
        actions.tidy_up(now=timezone.now())

    with CaptureQueriesContext(connection) as of_one:
        minute()
    for number in range(3):
        days = {"starts_at": briefed.starts_at, "ends_at": briefed.ends_at}
        more = CampaignFactory(in_preparation=True, landing_address=f"{PAGE}/{number}", **days)
        CampaignMediumFactory(campaign=more)
        CouponFactory(campaign=more)
        agree_budget(more, team)
    jobs.conduct()
    playbooks.look_again(now=timezone.now())
    jobs.conduct()
    assert Copy.objects.count() == Brief.objects.count() == Freeze.objects.count() == 4

    with django_assert_max_num_queries(len(of_one)) as of_many:
        minute()

    assert not [one for one in of_many if one["sql"].startswith(("INSERT", "UPDATE"))]


def test_a_campaign_that_is_moved_takes_its_plan_and_its_work_along(briefed, team):
    later = briefed.starts_at + timedelta(days=14)
    facts = {"starts_at": later, "ends_at": later + timedelta(days=7)}
    budgets = dict(briefed.media.values_list("medium", "budget"))
    due = Copy.objects.get().due_at, Brief.objects.get().due_at

    marketing.change(briefed, facts, budgets, by=team, at=timezone.now())
    jobs.conduct()

    assert run_of(briefed).ends_at == later
    assert Copy.objects.get().due_at > due[0]
    assert Brief.objects.get().due_at > due[1]


def test_a_date_that_moves_is_told_by_the_campaign_and_by_its_plan(briefed, team):
    budgets = dict(briefed.media.values_list("medium", "budget"))
    later = briefed.starts_at + timedelta(days=2)

    marketing.change(briefed, {"starts_at": later}, budgets, by=team, at=timezone.now())

    moved = from_to(briefed.starts_at, later)
    for row in (briefed, run_of(briefed)):
        newest = row.events(begun={})[0]
        assert (newest["text"], newest["note"]) == ("It was changed", moved)


def test_a_plan_is_never_due_after_its_campaign_starts(briefed, team):
    run = run_of(briefed)

    for days in (1, 30):
        with pytest.raises(Refusal, match="needs it by"):
            playbooks.change(
                run,
                ends_at=briefed.starts_at + timedelta(days=days),
                by=team,
                at=timezone.now(),
            )

    assert run_of(briefed).ends_at == briefed.starts_at


def test_what_follows_on_a_campaign_asks_for_no_gate_and_may_end_later(briefed, team):
    thanks = a_playbook(a_step("thanks", is_gate=False), key="thanks", about=Campaign)
    later = briefed.ends_at + timedelta(days=3)

    run = a_run(thanks, team, briefed, ends_at=later, by=team, at=timezone.now())

    assert run.ends_at == later


def test_a_date_the_coordinator_gave_the_plan_stays_while_it_is_early_enough(briefed, team):
    early = briefed.starts_at - timedelta(days=5)
    playbooks.change(run_of(briefed), ends_at=early, by=team, at=timezone.now())
    budgets = dict(briefed.media.values_list("medium", "budget"))

    for days, ends_at in ((-2, early), (-8, briefed.starts_at - timedelta(days=8))):
        facts = {"starts_at": briefed.starts_at + timedelta(days=days)}
        marketing.change(briefed, facts, budgets, by=team, at=timezone.now())
        assert run_of(briefed).ends_at == ends_at


def test_an_owner_who_left_does_not_keep_the_plan_from_starting(campaign, team, hired):
    owner = hired("mona", Role.MARKETING)
    type(campaign).objects.filter(pk=campaign.pk).update(owner=owner)
    people.dismiss(owner)

    jobs.conduct()

    assert run_of(campaign).owner == team


def test_a_step_that_breaks_holds_up_no_other(campaign, monkeypatch, cara):
    def broken(*, now):
        raise KeyError("a bug")

    monkeypatch.setattr(jobs, "STEPS", (broken, *jobs.STEPS))

    jobs.conduct()

    assert run_of(campaign)


def test_a_campaign_called_off_leaves_no_work_behind(briefed, team):
    assert Copy.objects.open().exists()
    assert Brief.objects.open().exists()
    briefed.cancel(by=team, at=timezone.now())

    jobs.conduct()

    assert not Copy.objects.open().exists()
    assert not Brief.objects.open().exists()
    assert Run.objects.get().status == Run.Status.CANCELLED
    assert not Task.objects.undone().filter(need="step").exists()
    assert not Freeze.objects.exists()
    assert not SiteCheck.objects.on(timezone.now()).exists()


# Customers who wait for a colleague


def test_a_question_to_a_role_is_in_its_inbox_until_it_has_answered(cara, wanda):
    now = timezone.now()
    talk = ConversationFactory()
    care.ask_role(
        talk, role=Role.WAREHOUSE, why="Is it packed?", version=talk.version, by=cara, at=now
    )

    jobs.conduct()
    jobs.conduct()

    task = Task.objects.get()
    assert (task.role.key, task.subject, task.details) == (Role.WAREHOUSE, talk, "Is it packed?")
    talk.refresh_from_db()
    care.give_back(talk, text="Left this morning.", by=wanda, at=now)
    jobs.conduct()
    task.refresh_from_db()
    assert task.status == Task.Status.DONE


def test_a_question_to_a_hat_nobody_wears_comes_to_the_coordinator(cara, gwen):
    now = timezone.now()
    talk = ConversationFactory()
    care.ask_role(talk, role=Role.PURCHASING, why="When?", version=talk.version, by=cara, at=now)

    jobs.conduct()

    assert Task.objects.get().role.key == Role.COORDINATOR


def test_every_need_is_asked_in_a_few_questions(django_assert_max_num_queries, team):
    jobs.look_for_work()

    for need in NEEDS:
        with django_assert_max_num_queries(4):
            list(need.subjects(timezone.now()))
