"""How much memory the house takes: web, worker and beat as `serve` starts them, at work."""

import http.client
import os
import signal
import subprocess
import sys
import time

import psutil
from django.conf import settings

from benchmarks import volume
from benchmarks.browser import Reader
from benchmarks.machine import PORT
from benchmarks.pages import pages
from benchmarks.table import Table

MOST = 700
AT_WORK = 75  # seconds: the timetable has asked for every minutely job at least once


def measure(table: Table) -> None:
    """Every page is asked for, the jobs of a minute run; then each process is weighed."""
    table.heading("Memory of web, worker and beat, after every page and a minute of jobs")
    command = [sys.executable, "manage.py", "serve", "--port", str(PORT)]
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=os.environ, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(process)
        reader = Reader(volume.COORDINATOR)
        began = time.monotonic()
        for page in pages():
            reader.ask(page.address, times=4)
        time.sleep(max(0, AT_WORK - (time.monotonic() - began)))
        _weigh(table, psutil.Process(process.pid))
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(40)


def _weigh(table, runner):
    total = shared = 0
    for each in [runner, *runner.children(recursive=True)]:
        rss = each.memory_info().rss
        total += rss
        shared += each.memory_full_info().pss
        name = " ".join(each.cmdline()[1:5]).replace("-m ", "")[:44]
        table.note(f"  {name}", f"{rss / 2**20:.0f} MB")
    table.at_most("all of them, shared pages counted once (PSS)", shared / 2**20, MOST, "MB")
    table.note("all of them, each counted whole (RSS)", f"{total / 2**20:.0f} MB")


def _wait(process, seconds: float = 60):
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
        try:
            connection.request("GET", "/accounts/login/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.3)
        finally:
            connection.close()
    raise SystemExit("The house did not start.")
