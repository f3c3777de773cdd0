"""The scene that must always work: a campaign from idea to settled, at the doors, by the team."""

from datetime import timedelta

import pytest

from catalog.models import Shop
from roles.graphic_designer.models import Brief
from roles.marketing.models import Campaign
from roles.playbooks.models import Run, RunStep
from roles.tasks.models import Task
from roles.team.models import Role
from roles.web_writer.models import Copy
from tests.coordinator.stage import BUDGETS, Clock, Front, Stage, cast

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
S, C = RunStep.Status, Campaign.Status


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def front(monkeypatch):
    return Front(monkeypatch)


@pytest.fixture
def stage(clock, front, hired):
    return Stage(clock, front, cast(hired))


def missing(stage):
    """The conditions of the gate that the run's page calls missing."""
    return [str(step) for step in stage.run.steps.select_related("step") if not step.holds]


# From idea to settled


def test_the_team_brings_a_campaign_from_an_idea_to_its_last_figure(stage, clock):
    stage.prepare()
    assert "Agree the budget" in stage.inbox("gwen")
    assert stage.run.owner == stage.people["mark"]
    assert stage.run.ends_at == stage.campaign.starts_at

    stage.agree_budget()
    assert "Write the campaign’s texts" in stage.inbox("walt")
    assert "Make the campaign’s pictures" in stage.inbox("dora")
    assert "Prove the coupon" in stage.inbox("wim")
    assert {"Count the stock", "Plan the packing"} <= set(stage.inbox("wanda"))
    stage.write_texts()
    stage.make_pictures()
    stage.minute()
    assert {"Approve the campaign’s text", "Approve the campaign’s pictures"} <= set(
        stage.inbox("mark")
    )

    stage.approve_texts()
    stage.approve_pictures()
    stage.prove_coupon()
    stage.minute()
    assert "Put the landing page up" in stage.inbox("wim")
    assert "Prepare the answers" in stage.inbox("cara")
    stage.put_page_up()
    stage.count(40)
    stage.say_what_can_be_packed()
    stage.ready_the_answers()
    stage.minute(2)

    assert missing(stage) == []
    assert stage.campaign.status == C.READY
    assert not Task.objects.undone().filter(need="step").exists()

    clock.go_to(stage.campaign.starts_at)
    stage.minute()
    assert stage.campaign.status == C.LIVE
    assert stage.run.status == Run.Status.ENDED
    clock.go_to(stage.campaign.ends_at)
    stage.minute()
    assert stage.campaign.status == C.ENDED
    clock.pass_(30 * A_DAY)
    stage.minute()
    assert stage.campaign.status == C.SETTLED


def test_who_says_go_live_herself_needs_not_wait_for_the_clock(stage):
    stage.prepare()
    stage.do_everything()

    stage.does("mark", "marketing:go_live", stage.campaign.pk)

    assert stage.campaign.status == C.LIVE
    assert stage.campaign.moves.get(became=C.LIVE).moved_by == stage.people["mark"]


# The gate


def test_while_something_is_missing_every_door_to_live_says_what(stage):
    stage.prepare()
    stage.agree_budget()
    campaign = stage.campaign

    page = stage.post("mark", "marketing:go_live", campaign.pk)
    bulk = stage.post("mark", "marketing:bulk", campaign=[campaign.pk])

    for refused in (page, bulk):
        assert refused.status_code == 409
        for reason in (
            "Write the campaign’s texts: Texts approved: 0 of 2",
            "Put the landing page up: The landing page fails: The expected text is missing.",
            "Count the stock: Variants counted in the last two weeks: 0 of 1",
        ):
            assert reason in refused.text.replace("&#x27;", "'")
    assert stage.campaign.status == C.IN_PREPARATION
    run_page = stage.reads("mark", "playbooks:run", stage.run.pk)
    assert "Newsletter lacks its text in Italian" in run_page
    assert "Put the landing page up" in run_page


def test_only_the_coordinator_lets_a_step_pass_and_says_why_and_what_may_go_wrong(stage):
    stage.prepare()
    stage.do_everything()
    stage.count(3)
    stage.minute()
    step = stage.step("buy-missing")
    words = {"why": "The supplier delivers on Friday", "risk": "Sold out by Sunday"}

    assert stage.post("mark", "playbooks:waive", step.pk, **words).status_code == 404
    assert stage.post("wanda", "playbooks:waive", step.pk, **words).status_code == 404
    assert stage.post("gwen", "playbooks:waive", step.pk, why="Because").status_code == 422
    assert stage.status("buy-missing") == S.READY

    stage.does("gwen", "playbooks:waive", step.pk, **words)

    step = stage.step("buy-missing")
    assert (step.status, step.waived_by) == (S.WAIVED, stage.people["gwen"])
    page = stage.reads("mark", "playbooks:run", stage.run.pk)
    assert all(word in page for word in words.values())
    stage.minute()
    assert stage.campaign.status == C.READY
    stage.does("mark", "marketing:go_live", stage.campaign.pk)
    assert stage.campaign.status == C.LIVE


def test_less_on_the_shelf_than_was_said_opens_the_gate_again_and_tells(stage):
    stage.prepare()
    stage.do_everything()
    assert stage.campaign.status == C.READY

    stage.count(3)
    stage.minute()

    assert stage.status("buy-missing") == S.READY
    assert stage.campaign.status == C.IN_PREPARATION
    assert "no longer holds" in stage.campaign.moves.latest("pk").note
    assert "Buy what is missing" in stage.inbox("paula")
    assert "A step opened again: does the date still hold?" in stage.inbox("mark")
    refused = stage.post("mark", "marketing:go_live", stage.campaign.pk)
    assert refused.status_code == 409
    assert "Buy what is missing" in refused.text

    stage.count(40)
    stage.minute()
    assert stage.campaign.status == C.READY
    assert "A step opened again: does the date still hold?" not in stage.inbox("mark")


def test_a_count_after_the_last_look_is_not_overlooked_by_who_goes_live(stage):
    """The gate is asked afresh: nobody has to wait for the minute to be refused."""
    stage.prepare()
    stage.do_everything()
    stage.count(3)
    assert stage.campaign.status == C.READY

    refused = stage.post("mark", "marketing:go_live", stage.campaign.pk)

    assert refused.status_code == 409
    assert stage.campaign.status == C.READY


def test_an_approved_text_that_is_sent_back_closes_the_gate(stage):
    stage.prepare()
    stage.do_everything()
    copy = Copy.objects.of(stage.campaign).first()

    stage.does("mark", "web_writer:send_copy_back", copy.pk, version=copy.version, note="No price")
    stage.minute()

    assert stage.status("write-texts") == S.READY
    assert stage.campaign.status == C.IN_PREPARATION
    assert "Write the campaign’s texts" in stage.inbox("walt")


# Dates


def test_three_days_late_moves_what_follows_by_three_working_days(stage, clock):
    stage.prepare()
    stage.agree_budget()
    agreed, slack = (
        stage.step("landing-page").agreed_start_at,
        stage.step("landing-page").slack_hours,
    )
    friday = clock.now + 4 * A_DAY
    clock.go_to(friday)
    stage.minute()
    before = stage.step("landing-page").earliest_start_at

    clock.go_to(friday + 5 * A_DAY)  # Wednesday: the weekend cost nobody anything
    stage.minute()

    landing, shop = stage.step("landing-page"), Shop.current().calendar()
    three_days = 3 * shop.hours_between(friday, friday + 3 * A_DAY)
    moved = shop.hours_between(before, landing.earliest_start_at)
    assert moved == pytest.approx(three_days, abs=0.1)
    assert landing.slack_hours < slack
    assert (landing.agreed_start_at, landing.earliest_start_at > agreed) == (agreed, True)
    task = Task.objects.get(need="step", role__key=Role.GRAPHIC_DESIGNER)
    assert task.start_by == stage.step("make-pictures").latest_start_at


def test_whoever_waits_for_the_late_one_is_told_when_it_is_there(stage, clock):
    stage.prepare()
    stage.agree_budget()
    stage.write_texts()
    stage.approve_texts()
    stage.prove_coupon()
    clock.pass_(3 * A_DAY)
    stage.minute()
    assert "Put the landing page up" not in stage.inbox("wim")

    stage.make_pictures()
    stage.approve_pictures()

    assert "Put the landing page up" in stage.inbox("wim")
    told = stage.reads("wim", "playbooks:step", stage.step("landing-page").pk)
    assert "“Make the campaign’s pictures” is done" in told


# One person, many hats


@pytest.fixture
def alone(clock, front, hired):
    """A shop in which Sole is coordinator, marketing, writer and designer, and Wanda the rest."""
    four = [Role.COORDINATOR, Role.MARKETING, Role.WEB_WRITER, Role.GRAPHIC_DESIGNER]
    others = [Role.WEBMASTER, Role.WAREHOUSE, Role.CUSTOMER_CARE, Role.PURCHASING]
    sole, wanda = hired("sole", *four), hired("wanda", *others)
    everybody = dict.fromkeys(["gwen", "mark", "walt", "dora"], sole)
    return Stage(clock, front, everybody | dict.fromkeys(["wim", "wanda", "cara", "paula"], wanda))


def test_who_wears_four_hats_looks_again_the_next_working_day(alone, clock):
    alone.prepare()
    _come_back_on(alone, "Tuesday", "marketing:approve_budget", alone.campaign.pk, **BUDGETS)
    clock.pass_(A_DAY)
    alone.agree_budget()
    alone.write_texts()
    alone.make_pictures()
    copies, briefs = Copy.objects.of(alone.campaign), Brief.objects.of(alone.campaign)
    for copy in copies:
        seen = {"version": copy.version}
        _come_back_on(alone, "Wednesday", "web_writer:approve_copy", copy.pk, **seen)
    for brief in briefs:
        _come_back_on(alone, "Wednesday", "graphic_designer:approve", brief.pk, number=1)
    alone.minute()
    approvals = {"Approve the campaign’s text", "Approve the campaign’s pictures"}
    assert not approvals & set(alone.inbox("mark"))
    assert {alone.status("write-texts"), alone.status("make-pictures")} == {S.READY}

    clock.pass_(A_DAY)
    alone.minute()
    assert approvals <= set(alone.inbox("mark"))
    alone.approve_texts()
    alone.approve_pictures()

    assert {alone.status("write-texts"), alone.status("make-pictures")} == {S.DONE}
    note = copies.first().moves.get(became="approved").note
    assert note == "Approved by who wrote it, on another day: nobody else may approve."


def _come_back_on(stage, day, door, *args, **fields):
    refused = stage.post("mark", door, *args, **fields)
    assert refused.status_code == 409
    assert day in refused.text


# When it is behind us


def test_the_run_tells_what_was_planned_and_what_came_of_it(stage, clock):
    stage.prepare()
    stage.do_everything()
    stage.count(3)
    stage.minute()
    stage.count(40)
    stage.minute()
    clock.go_to(stage.campaign.starts_at)
    stage.minute(2)

    page = stage.reads("gwen", "playbooks:run", stage.run.pk)

    assert (stage.campaign.status, stage.run.status) == (C.LIVE, Run.Status.ENDED)
    assert "Planned and actual" in page
    assert "re-opened 1 time" in page


def test_after_a_pause_it_goes_on_though_its_plan_has_ended(stage, clock):
    stage.prepare()
    stage.do_everything()
    clock.go_to(stage.campaign.starts_at)
    stage.minute(2)
    stage.does("mark", "marketing:pause", stage.campaign.pk, note="The carrier is on strike")

    page = stage.reads("mark", "marketing:campaign", stage.campaign.pk)

    assert "No plan has been started" not in page
    stage.does("mark", "marketing:go_live", stage.campaign.pk)
    assert stage.campaign.status == C.LIVE
