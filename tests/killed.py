"""Workers of their own, on the tests’ database, killed at their work as the kernel does it."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

from config.lib.services import ROOT

ROUNDS = """
import django, os, signal, sys, time
django.setup()

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def rounds(number, work):
    for round in range(number):
        if os.fork() == 0:
            work(round)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
        time.sleep(0.2)  # the database needs a moment to miss the dead
"""


def our_database() -> str:
    """The address of the tests' database, for a process that has only the environment's."""
    return os.environ["DATABASE_URL"].replace("/regia?", f"/{connection.settings_dict['NAME']}?")


def a_process(script: str) -> subprocess.Popen:
    """A Python of its own, beside ours."""
    environment = os.environ | {
        "DATABASE_URL": our_database(),
        "REGIA_DATA": str(settings.MEDIA_ROOT.parent),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", script],
        env=environment,
        cwd=ROOT,
        start_new_session=True,
        stdout=subprocess.PIPE,
        text=True,
    )


def rounds(script: str) -> list[int]:
    """What became of each round of a script that calls `rounds(number, work)`: 0, or -9."""
    out, _err = a_process(ROUNDS + script).communicate(timeout=60)
    return [int(line) for line in out.split()]


def held(lock: int) -> int:
    """How many hold this lock in our database: the server serves the other test workers too."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
            WHERE datname = current_database()
                AND locktype = 'advisory' AND granted AND classid = %s
            """,
            [lock],
        )
        return cursor.fetchone()[0]
