"""The machine's own pulse."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

SIGN_OF_LIFE = "beat:last-sign-of-life"
A_DAY = 24 * 60 * 60


@shared_task
def sign_of_life():
    """Beat asked and a worker answered: remember when, for the health page."""
    cache.set(SIGN_OF_LIFE, timezone.now().isoformat(), A_DAY)
