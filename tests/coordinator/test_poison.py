"""F10: what breaks a job each time it is tried holds up nothing else, and is tried again.

Each job is given something that always fails among what does not. The control takes the turns
away, and sees the others wait: what breaks is the first in the row.
"""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.utils import timezone

from config.lib import turns
from roles.coordinator import jobs
from roles.coordinator.needs import NEEDS
from roles.marketing import actions as marketing
from roles.marketing import jobs as clock
from roles.marketing.models import Campaign
from roles.playbooks import jobs as playbooks
from roles.playbooks import rehearsals
from roles.playbooks.models import Run
from roles.tasks import actions as tasks
from roles.tasks.models import Task
from tests.factories import NOON, RefundFactory
from tests.factories.marketing import CampaignFactory
from tests.factories.playbooks import a_playbook, a_run

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


POISONS = [a_need, a_step_of_the_minute, a_campaign, a_run_nobody_can_rehearse]


@pytest.mark.parametrize("poison", POISONS, ids=lambda one: one.__name__)
def test_what_always_breaks_holds_up_nothing_else(poison, monkeypatch, gwen, walt):
    job, has_gone_on = poison(monkeypatch)

    for _minute in range(5):
        job()

    assert has_gone_on()


@pytest.mark.parametrize("poison", POISONS, ids=lambda one: one.__name__)
def test_the_control_without_turns_holds_up_all_that_follows(poison, monkeypatch, gwen, walt):
    job, has_gone_on = poison(monkeypatch)
    monkeypatch.setattr(turns, "turn", lambda event, **which: nullcontext())

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
