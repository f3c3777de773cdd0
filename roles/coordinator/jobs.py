"""What the coordinator would otherwise look for by hand, each minute."""

import structlog
from celery import shared_task
from django.db import Error
from django.utils import timezone

from roles.coordinator.needs import NEEDS
from roles.tasks import actions

log = structlog.get_logger(__name__)


@shared_task
def look_for_work():
    """Open and close the work of every need. One that cannot be asked holds up no other."""
    for need in NEEDS:
        try:
            actions.open_and_close(need, now=timezone.now())
        except Error:
            log.exception("need_could_not_be_asked", need=need.key)
