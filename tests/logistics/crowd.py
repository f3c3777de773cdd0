"""Many hands at the same moment: real threads, real rows."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from config.lib.refusals import Refusal

CROWD = 8
WAITS_FOR_US = """
    SELECT EXISTS (
        SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
    )
"""


def all_at_once(*calls):
    """Run these calls in threads that start together; a refusal answers “refused”."""
    gate = Barrier(len(calls))

    def run(call):
        try:
            gate.wait()
            return call()
        except Refusal:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def held_up(call) -> Future:
    """A call begun in a thread of its own that now waits for what our transaction holds."""

    def run():
        try:
            return call()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    begun, until = pool.submit(run), time.monotonic() + 30
    pool.shutdown(wait=False)
    while not begun.done() and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITS_FOR_US)
            if cursor.fetchone()[0]:
                return begun
        time.sleep(0.01)
    raise AssertionError(f"It did not wait for us: {begun}")
