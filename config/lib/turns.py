"""A job that goes through many things gives each its own turn."""

from contextlib import contextmanager

import structlog
from django.db import transaction

log = structlog.get_logger(__name__)


@contextmanager
def turn(event: str, **which):
    """One piece of a job's work. What breaks it is undone and logged, and the next has its turn;
    whatever was due is due again at the next round."""
    try:
        with transaction.atomic():
            yield
    except Exception:
        log.exception(event, **which)
