"""What the coordinator would otherwise look for by hand, each minute."""

import structlog
from celery import shared_task
from django.db import Error
from django.utils import timezone

from roles.coordinator import actions
from roles.coordinator.needs import NEEDS
from roles.tasks import actions as tasks

log = structlog.get_logger(__name__)


@shared_task
def look_for_work():
    """Open and close the work of every need. One that cannot be asked holds up no other."""
    for need in NEEDS:
        try:
            tasks.open_and_close(need, now=timezone.now())
        except Error:
            log.exception("need_could_not_be_asked", need=need.key)


STEPS = (
    actions.start_plans,
    actions.brief_the_desks,
    actions.tidy_up,
    actions.pass_on_questions,
)


@shared_task
def conduct():
    """What campaigns and customers ask of the desks is passed on; a step that fails holds up no
    other."""
    now = timezone.now()
    for step in STEPS:
        try:
            step(now=now)
        except Error:
            log.exception("could_not_conduct", step=step.__name__)
