"""What happens to campaigns by the clock."""

from celery import shared_task
from django.utils import timezone

from roles.marketing import actions


@shared_task
def keep_time():
    """What is proven is ready, what is due begins or ends, and what is final is settled."""
    now = timezone.now()
    actions.end_due(now=now)
    actions.follow_gates(now=now)
    actions.start_due(now=now)
    actions.settle_due(now=now)
