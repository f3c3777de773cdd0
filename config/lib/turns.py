"""A job that goes through many things gives each its own turn."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

import structlog
from django.db import transaction
from django.db.models import F, Model

from config.lib.refusals import Refusal

log = structlog.get_logger(__name__)
MOST_TRIES = 3


@contextmanager
def going_on(event: str, **which) -> Iterator[None]:
    """What breaks here is logged, and what follows has its turn."""
    try:
        yield
    except Refusal as no:
        log.info(event, why=str(no), **which)
    except Exception:
        log.exception(event, **which)


@contextmanager
def turn(event: str, **which) -> Iterator[None]:
    """One piece of a job's work. What breaks it is undone and logged, and the next has its turn;
    whatever was due is due again at the next round."""
    with going_on(event, **which), transaction.atomic():
        yield


def each(event: str, deeds: Iterable[partial]) -> None:
    """Every deed has its own turn; what it is done to comes first among its arguments."""
    for deed in deeds:
        with turn(event, deed=deed.func.__name__, to=deed.args[0].pk):
            deed()


def may_be_tried(row: Model) -> bool:
    """Count a try before it is made: of a process that is killed at it, the count is what is left.
    Says whether to make it; not, once it has been broken off too often."""
    type(row)._base_manager.filter(pk=row.pk).update(tries=F("tries") + 1)
    row.refresh_from_db(fields=["tries"])
    return row.tries <= MOST_TRIES
