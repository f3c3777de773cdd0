"""Many hands at the same moment: real threads, real rows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from config.lib.refusals import Refusal

CROWD = 8


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
