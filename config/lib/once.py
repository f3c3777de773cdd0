"""A memory that lasts as long as one look: what many ask in it is answered once."""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps

_kept: ContextVar[dict | None] = ContextVar("kept", default=None)


@contextmanager
def one_look():
    """Until it ends, a question marked `once_a_look` about the same rows and moment is asked once.

    Not a cache: nothing outlives the look, and a look within a look begins afresh.
    """
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once_a_look(ask: Callable) -> Callable:
    """Mark a question about rows at a moment, `ask(rows, now=)`. Outside of a look it is asked
    each time; what it answers nobody may change."""

    @wraps(ask)
    def asked(rows: Iterable, *, now: datetime):
        kept, rows = _kept.get(), list(rows)
        if kept is None:
            return ask(rows, now=now)
        key = ask, tuple(row.pk for row in rows), now
        if key not in kept:
            kept[key] = ask(rows, now=now)
        return kept[key]

    return asked
