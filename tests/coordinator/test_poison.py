"""F10: what breaks a job each time it is tried holds up nothing else, and is tried again.

Each job is given something that always fails among what does not. The control takes the turns
away, and sees the others wait: what breaks is the first in the row.
"""

from contextlib import nullcontext
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from config.lib import turns
from roles.coordinator import actions, briefing, jobs
from roles.coordinator.needs import NEEDS
from roles.graphic_designer import actions as designer
from roles.graphic_designer.models import Brief
from roles.marketing import actions as marketing
from roles.marketing import jobs as clock
from roles.marketing.models import Campaign
from roles.playbooks import jobs as playbooks
from roles.playbooks import rehearsals
from roles.playbooks.models import Playbook, Run
from roles.tasks import actions as tasks
from roles.tasks import jobs as task_jobs
from roles.tasks.models import Task
from roles.team.models import Role
from roles.web_writer import actions as writer
from roles.web_writer.models import Copy
from roles.webmaster import actions as webmaster
from roles.webmaster import asking
from roles.webmaster import jobs as webmaster_jobs
from roles.webmaster.models import Freeze, SiteCheck
from tests.factories import NOON, MarketFactory, RefundFactory
from tests.factories.marketing import CampaignFactory, CampaignMediumFactory
from tests.factories.playbooks import a_playbook, a_run, a_step, kind_of
from tests.factories.webmaster import SiteCheckFactory

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


class Poison(Exception):
    """Nothing the database says, nor a polite no: simply broken, each time."""


def breaks_on(monkeypatch, module, name, is_bad):
    """The verb is as it was, except for what is bad."""
    sound = getattr(module, name)

    def verb(*args, **how):
        if is_bad(*args):
            raise Poison
        return sound(*args, **how)

    monkeypatch.setattr(module, name, verb)


def a_need(monkeypatch):
    """The first need of the handbook cannot be asked; a refund waits for customer care."""
    RefundFactory()
    breaks_on(monkeypatch, tasks, "open_and_close", lambda need: need is NEEDS[0])
    return jobs.look_for_work, lambda: Task.objects.filter(need="answer-refund").exists()


def a_step_of_the_minute(monkeypatch):
    """Plans cannot be started; the last step of the minute must have its turn."""
    reached = []

    def plans_break(*, now):
        raise Poison

    monkeypatch.setattr(jobs, "STEPS", (plans_break, lambda *, now: reached.append(now)))
    return jobs.conduct, lambda: bool(reached)


def a_campaign(monkeypatch):
    """One that is over cannot be ended; the other can."""
    now = timezone.now()
    days = {"starts_at": now - 9 * A_DAY, "ends_at": now - A_DAY}
    bad, good = CampaignFactory(live=True, **days), CampaignFactory(live=True, **days)
    breaks_on(monkeypatch, Campaign, "end", lambda row: row.pk == bad.pk)
    return clock.keep_time, lambda: Campaign.objects.get(pk=good.pk).status == "ended"


def a_run_nobody_can_rehearse(monkeypatch):
    """The chance of one run cannot be drawn; that of the other can."""
    gwen = tasks.User.objects.get(email="gwen@example.org")
    bad, good = (a_run(a_playbook("brief", key=key), gwen) for key in ("one", "other"))
    Run.objects.filter(pk=bad.pk).update(ends_at=NOON)
    breaks_on(monkeypatch, rehearsals, "_drawn", lambda case, *rest: case.run.pk == bad.pk)
    return playbooks.draw_chances, lambda: Run.objects.get(pk=good.pk).chance is not None


def two_campaigns(**fields):
    """In preparation, with an open step for their texts and their pictures, and a page."""
    soon = timezone.now() + 20 * A_DAY
    days = {"starts_at": soon, "ends_at": soon + A_DAY, "landing_address": "https://shop.example/"}
    pair = [CampaignFactory(in_preparation=True, **days | fields) for _each in "ab"]
    proofs = [f"{what}-approved" for what in ("texts", "pictures")]
    plan = a_playbook(*(a_step(proof, evidence=proof) for proof in proofs), about=Campaign)
    gwen = tasks.User.objects.get(email="gwen@example.org")
    MarketFactory()
    for campaign in pair:
        CampaignMediumFactory(campaign=campaign)
        a_run(plan, gwen, campaign, ends_at=soon)
    return pair


def a_thing_asked_of_the_desks(verb, module, model):
    """It cannot be asked for one campaign; it is for the other."""

    def poison(monkeypatch):
        bad, good = two_campaigns()
        breaks_on(monkeypatch, module, verb, lambda campaign, *rest: campaign == bad)
        there = model.objects.of(good)
        return partial(briefing.brief_the_desks, now=timezone.now()), there.exists

    poison.__name__ = verb
    return poison


def a_thing_left_behind(verb, module, model):
    """Both campaigns are called off; what one of them had cannot be taken away."""

    def poison(monkeypatch):
        bad, good = two_campaigns()
        briefing.brief_the_desks(now=timezone.now())
        Campaign.objects.update(status=Campaign.Status.CANCELLED)
        breaks_on(monkeypatch, module, verb, lambda row, *rest: bad.pk in (row.pk, _about(row)))
        rows = model.objects.filter(subject_type=kind_of(Campaign), subject_id=good.pk)
        before = list(rows.values())
        return partial(actions.tidy_up, now=timezone.now()), lambda: before != list(rows.values())

    poison.__name__ = verb
    return poison


def _about(row):
    return getattr(row, "subject_id", None)


def a_plan(monkeypatch):
    """The plan of one campaign breaks when it starts; the other's starts."""
    bad, good = two_campaigns()
    Run.objects.all().delete()
    plan = Playbook.objects.get(key="launch")
    monkeypatch.setattr(actions, "CAMPAIGN", plan)
    breaks_on(monkeypatch, actions, "start_plan", lambda campaign, *rest: campaign == bad)
    started = Run.objects.filter(subject_id=good.pk)
    return partial(actions.start_plans, now=timezone.now()), started.exists


def an_answer_of_a_page(monkeypatch):
    """What one address answered cannot be written down; it is asked before the other."""
    bad, good = (SiteCheckFactory(next_at=NOON + number * A_DAY) for number in range(2))
    monkeypatch.setattr(asking, "ask", lambda check, **how: asking.Outcome(status=200))
    breaks_on(monkeypatch, asking, "record", lambda check, *rest: check == bad)

    def job():
        SiteCheck.objects.filter(pk=good.pk, asked_at=None).update(next_at=NOON + A_DAY)
        SiteCheck.objects.filter(pk=bad.pk).update(next_at=NOON)
        webmaster_jobs.ask_sites()

    return job, lambda: SiteCheck.objects.get(pk=good.pk).asked_at is not None


def a_task_at_rest(monkeypatch):
    """One cannot be woken; the other can."""
    past = timezone.now() - A_DAY
    role = Role.objects.get(key=Role.WEB_WRITER)
    rest = {"title": "?", "role": role, "opened_at": past, "due_at": past, "status": "waiting"}
    bad, good = (
        Task.objects.create(**rest, waiting_until=past + timedelta(hours=hour)) for hour in range(2)
    )
    breaks_on(monkeypatch, Task, "wake", lambda task: task == bad)
    return task_jobs.wake, lambda: Task.objects.get(pk=good.pk).status != "waiting"


POISONS = [
    a_need,
    a_step_of_the_minute,
    a_campaign,
    a_run_nobody_can_rehearse,
    a_plan,
    a_thing_asked_of_the_desks("ask_for_copy", writer, Copy),
    a_thing_asked_of_the_desks("ask_for", designer, Brief),
    a_thing_asked_of_the_desks("watch", webmaster, SiteCheck),
    a_thing_asked_of_the_desks("freeze", webmaster, Freeze),
    a_thing_left_behind("_put_behind", actions, Run),
    a_thing_left_behind("withdraw", Copy, Copy),
    a_thing_left_behind("withdraw", Brief, Brief),
    a_thing_left_behind("thaw", webmaster, Freeze),
    a_thing_left_behind("unwatch", webmaster, SiteCheck),
    an_answer_of_a_page,
    a_task_at_rest,
]


@pytest.mark.parametrize("poison", POISONS, ids=lambda one: one.__name__)
def test_what_always_breaks_holds_up_nothing_else(poison, monkeypatch, gwen, walt):
    job, has_gone_on = poison(monkeypatch)

    for _minute in range(5):
        job()

    assert has_gone_on()


@pytest.mark.parametrize("poison", POISONS, ids=lambda one: one.__name__)
def test_the_control_without_turns_holds_up_all_that_follows(poison, monkeypatch, gwen, walt):
    job, has_gone_on = poison(monkeypatch)
    for name in ("turn", "going_on"):
        monkeypatch.setattr(turns, name, lambda event, **which: nullcontext())

    for _minute in range(5):
        with pytest.raises(Poison):
            job()

    assert not has_gone_on()


def test_half_of_what_broke_is_undone_and_the_log_names_it(gwen, monkeypatch):
    told = []
    monkeypatch.setattr(turns.log, "exception", lambda event, **which: told.append((event, which)))
    campaign = CampaignFactory()

    def half(*, by, at):
        Campaign.objects.filter(pk=campaign.pk).update(name="Half")
        raise Poison

    assert marketing._try(half, by=None, at=NOON) is False

    assert Campaign.objects.get().name == campaign.name
    assert told == [("campaign_could_not_be_moved", {"move": "half"})]
