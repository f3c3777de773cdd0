"""Two at one file, and readers that are killed: nothing twice, nothing by halves."""

import os
import signal
import threading
import time
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from config.intake import actions, engine, jobs
from config.intake.kinds import house
from config.intake.models import Delivery, Profile
from config.intake.ready_profiles import keep_profiles
from orders.models import Order
from tests.factories import ChannelFactory
from tests.intake.conftest import ORDERS
from tests.killed import a_process, held

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 5_000


@pytest.fixture
def orders_file(tmp_path):
    path = tmp_path / "orders.csv"
    with path.open("w") as file:
        file.write(ORDERS + "\n")
        for number in range(MANY):
            file.write(f"o{number},c{number},delivered,2018-01-01 10:00:00,,,,\n")
    return path


@pytest.fixture
def received(orders_file):
    """The file has come and waits its turn."""
    keep_profiles()
    source = house.sources.get(ChannelFactory(time_zone="America/Sao_Paulo").pk)
    profile = Profile.objects.get(key="olist-orders")

    def receive():
        with orders_file.open("rb") as file:
            delivery = actions.receive(
                file,
                name="orders.csv",
                source=source,
                profile=profile,
                by=None,
                at=timezone.now(),
                batch=uuid.uuid4(),
            )
        delivery.queue(by=None, at=timezone.now())
        return delivery

    return receive


def at_once(*works):
    threads = [threading.Thread(target=_alone, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _alone(work):
    try:
        work()
    finally:
        connection.close()


def test_one_file_handed_in_twice_and_taken_in_at_once_lands_once(received):
    twins = [received(), received()]

    at_once(*(lambda each=each: actions.take_in(each, at=timezone.now()) for each in twins))

    assert Order.objects.count() == MANY
    reports = [Delivery.objects.get(pk=each.pk).report["orders"] for each in twins]
    assert sorted(report["new"] for report in reports) == [0, MANY]
    assert sorted(report["unchanged"] for report in reports) == [0, MANY]


def test_two_workers_at_one_delivery_read_it_once(received):
    received()

    at_once(jobs.take_in, jobs.take_in)

    delivery = Delivery.objects.get()
    assert delivery.moves.filter(became=Delivery.Status.RUNNING).count() == 1
    assert Order.objects.count() == MANY


def test_a_killed_reader_leaves_nothing_and_the_next_one_completes(received):
    delivery = received()
    reader = _reader_of(delivery)
    _wait_until_reading(delivery)
    os.killpg(reader.pid, signal.SIGKILL)
    reader.wait()
    landed = Order.objects.count()
    assert landed in (0, MANY)

    _take_in_until_done(delivery)

    assert Order.objects.count() == MANY
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'intake_stage%'")
        assert cursor.fetchone() == (0,)


def _reader_of(delivery):
    """A worker of its own, on the tests' database, reading slowly enough to be killed in time."""
    script = (
        "import django, time; django.setup()\n"
        "from django.utils import timezone\n"
        "from config.intake import actions, engine\n"
        "from config.intake.models import Delivery\n"
        "real = engine._land\n"
        "engine._land = lambda *a: (real(*a), time.sleep(60))\n"
        f"actions.take_in(Delivery.objects.get(pk={delivery.pk}), at=timezone.now())\n"
    )
    return a_process(script)


def _take_in_until_done(delivery):
    """Round after round, as the timetable does: the database needs a moment to miss the dead."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        jobs.take_in()
        delivery.refresh_from_db()
        if delivery.status == Delivery.Status.DONE:
            return
        time.sleep(0.2)
    raise AssertionError("Nobody took it up again.")


def _wait_until_reading(delivery):
    """Wait until its rows have landed in a transaction that nobody has ended yet."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if held(engine.SOURCE_LOCK):
            time.sleep(1)
            return
        time.sleep(0.1)
    raise AssertionError("The reader never began.")


def test_a_file_that_kills_its_readers_again_and_again_is_refused(received):
    delivery = received()
    for _try in range(3):
        delivery.begin(at=timezone.now())

    jobs.take_in()

    delivery.refresh_from_db()
    assert delivery.status == Delivery.Status.REFUSED
    assert "broken off three times" in delivery.told
    assert not Order.objects.exists()
