"""What the coordinator would otherwise look for by hand, each minute."""

from celery import shared_task
from django.utils import timezone

from config.lib import turns
from roles.coordinator import actions, briefing
from roles.coordinator.needs import NEEDS
from roles.tasks import actions as tasks


@shared_task
def look_for_work():
    """Open and close the work of every need. One that cannot be asked holds up no other."""
    for need in NEEDS:
        with turns.turn("need_could_not_be_asked", need=need.key):
            tasks.open_and_close(need, now=timezone.now())


STEPS = (
    actions.start_plans,
    briefing.brief_the_desks,
    actions.tidy_up,
    actions.pass_on_questions,
)


@shared_task
def conduct():
    """What campaigns and customers ask of the desks is passed on; a step that fails holds up no
    other, and in each step no campaign another."""
    now = timezone.now()
    for step in STEPS:
        with turns.going_on("could_not_conduct", step=step.__name__):
            step(now=now)
