"""Files that break, files that are old, two at one file, and writers that are killed."""

import os
import signal
import time

import pytest
from django.utils import timezone

from config.exports import actions, jobs
from config.exports.models import Export, folder
from config.exports.querysets import KEPT
from config.lib import exports, turns
from orders.models import Order
from roles.team.models import Role
from tests.exports.asking import MINE, ask, fetched
from tests.killed import a_process, held
from tests.logistics.crowd import all_at_once

pytestmark = pytest.mark.django_db


def test_a_writer_that_died_thrice_is_not_sent_again(as_, gwen, five, nobody_writes):
    browser = as_(gwen)
    ask(browser)
    Export.objects.update(tries=turns.MOST_TRIES)

    jobs.write()

    assert "three times" in browser.get(MINE).content.decode()


def test_a_fault_of_ours_ends_this_file_and_not_the_next(
    as_, gwen, five, nobody_writes, monkeypatch
):
    browser = as_(gwen)
    ask(browser, form="csv")
    ask(browser, form="xlsx")
    monkeypatch.setattr(exports, "csv_lines", lambda *table: 1 / 0)

    jobs.write()

    broken, whole = Export.objects.order_by("pk")
    assert "fault of ours" in broken.refusal
    assert whole.is_ready
    assert [path.name for path in folder().iterdir()] == [whole.path.name]


def test_files_go_after_some_days_and_nothing_else_does(as_, gwen, five, nobody_writes):
    browser = as_(gwen)
    ask(browser, form="csv")
    jobs.write()
    old = Export.objects.get()
    ask(browser, form="xlsx")
    jobs.write()
    ask(browser, q="#")
    Export.objects.filter(pk=old.pk).update(ended_at=timezone.now() - KEPT)
    (folder() / "77.csv").touch()  # its row is gone

    jobs.forget_old()
    jobs.forget_old()

    ready, waiting = Export.objects.order_by("pk")
    assert waiting.ended_at is None
    assert [path.name for path in folder().iterdir()] == [ready.path.name]
    assert fetched(browser, old).status_code == 404
    assert fetched(browser, ready).status_code == 200


def test_a_file_that_is_asked_for_anew_takes_the_place_of_the_older_one(
    as_, gwen, hired, five, nobody_writes
):
    browser = as_(gwen)
    for asked in ({"form": "csv"}, {"form": "xlsx"}, {"form": "csv", "q": "#"}):
        ask(browser, **asked)
    ask(as_(hired("olga", Role.COORDINATOR)))
    jobs.write()
    older, *others = Export.objects.order_by("pk")
    for _time in range(2):
        ask(as_(gwen))
        assert fetched(browser, older).status_code == 200  # until the newer one is whole
    jobs.write()

    *left, newer = Export.objects.order_by("pk")

    assert left == others
    assert newer.is_ready
    assert sorted(path.name for path in folder().iterdir()) == sorted(
        export.path.name for export in [*others, newer]
    )


def test_a_newer_file_that_breaks_leaves_the_older_one(as_, gwen, five, nobody_writes, monkeypatch):
    browser = as_(gwen)
    ask(browser)
    jobs.write()
    ask(browser)
    monkeypatch.setattr(exports, "csv_lines", lambda *table: 1 / 0)

    jobs.write()

    older, broken = Export.objects.order_by("pk")
    assert broken.refusal
    assert fetched(browser, older).status_code == 200


def test_between_two_files_other_work_has_its_turn(as_, gwen, five, nobody_writes, monkeypatch):
    browser = as_(gwen)
    for number in range(3):
        ask(browser, sort="placed", q=f"#{number}")
    rung = []
    monkeypatch.setattr(jobs, "ring", rung.append)

    jobs.write()
    assert [export.is_ready for export in Export.objects.order_by("pk")] == [True, False, False]
    assert rung == [jobs.write]

    for _round in range(3):
        jobs.write()
    assert not Export.objects.to_write().exists()
    assert len(rung) == 3  # the last round found nothing, and left it at that


def test_the_next_round_is_rung_for_when_nobody_holds_the_pen(
    as_, gwen, five, nobody_writes, monkeypatch
):
    ask(as_(gwen))
    writers = []
    monkeypatch.setattr(jobs, "ring", lambda job: writers.append(held(actions.WRITING_LOCK)))

    jobs.write()

    assert writers == [0]


# Two at it, and writers that are killed


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_it_once(as_, gwen, five, nobody_writes):
    ask(as_(gwen))

    all_at_once(jobs.write, jobs.write)

    export = Export.objects.get()
    assert (export.is_ready, export.tries) == (True, 1)


@pytest.mark.django_db(transaction=True)
def test_a_killed_writer_leaves_nothing_and_the_next_one_completes(as_, gwen, five, nobody_writes):
    browser = as_(gwen)
    ask(browser, form="xlsx")
    export = Export.objects.get()
    writer = _slow_writer()
    _wait_until_it_writes(writer)
    os.killpg(writer.pid, signal.SIGKILL)
    writer.wait()
    assert fetched(browser, export).status_code == 404

    until = time.monotonic() + 30
    while not Export.objects.get().is_ready and time.monotonic() < until:
        jobs.write()

    assert (Export.objects.get().tries, Export.objects.get().rows) == (2, Order.objects.count())
    assert [path.name for path in folder().iterdir()] == [export.path.name]


def _slow_writer():
    """A worker of its own, on the tests' database, that never comes to the second row."""
    script = (
        "import django, time; django.setup()\n"
        "from config.exports import jobs\n"
        "from config.lib import workbooks\n"
        "real = workbooks.safe_cell\n"
        "workbooks.safe_cell = lambda cell: time.sleep(60) if cell == '#3' else real(cell)\n"
        "jobs.write()\n"
    )
    return a_process(script)


def _wait_until_it_writes(writer):
    until = time.monotonic() + 30
    while writer.poll() is None and time.monotonic() < until:
        if list(folder().glob(f"{actions.SCRATCH}/openpyxl*")):
            return
        time.sleep(0.1)
    raise AssertionError("Nobody began to write.")
