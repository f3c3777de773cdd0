"""Redis away, Redis silent, the database restarted: while people click through the main pages."""

import os
import signal
import time
from uuid import uuid4

import pytest

from tests.drills.conftest import Load
from tests.house import House, wait_until

pytestmark = [pytest.mark.drill, pytest.mark.xdist_group("house")]

PAY_ORDERS = """
    INSERT INTO orders_order (channel_id, external_id, number, status, currency, customer_ref,
        buyer_name, buyer_email, country, visit_ref, shipping_charged, discount, placed_at, paid_at)
    SELECT (SELECT min(id) FROM catalog_channel), %s || n, %s || n, 'paid', 'EUR', '',
        'Nora Night', '', 'IT', '', 0, 0, now(), now()
    FROM generate_series(1, %s) n RETURNING 1
"""
WITHOUT_PARCEL = """
    SELECT count(*) FROM orders_order o WHERE number LIKE %s
    AND NOT EXISTS (SELECT FROM logistics_parcel p WHERE p.order_id = o.id)
"""


def seconds(is_long):
    return 60 if is_long else 4


def pay_orders(house, prefix, count):
    house.rows(PAY_ORDERS, prefix, prefix, count)


def calm_p95(house, cookies):
    with Load(house, cookies) as load:
        time.sleep(4)
    assert load.bad() == []
    return load.p95()


@pytest.fixture(scope="module")
def cookies(house):
    return house.log_in(house.rows(A_COORDINATOR)[0][0])


@pytest.fixture(scope="module")
def _parcels_are_opened_often(house):
    """As one would set it in the admin: nobody here has a minute."""
    house.rows(OPEN_PARCELS_OFTEN)
    house.rows("UPDATE django_celery_beat_periodictasks SET last_update = now()")


OPEN_PARCELS_OFTEN = """
    WITH often AS (
        INSERT INTO django_celery_beat_intervalschedule (every, period)
        VALUES (5, 'seconds') RETURNING id
    )
    UPDATE django_celery_beat_periodictask SET interval_id = (SELECT id FROM often)
    WHERE name = 'logistics: open parcels'
"""
A_COORDINATOR = """
    SELECT u.email FROM team_user u JOIN team_membership m ON m.user_id = u.id
    JOIN team_role r ON r.id = m.role_id WHERE r.key = 'coordinator' LIMIT 1
"""


@pytest.mark.usefixtures("_parcels_are_opened_often")
@pytest.mark.parametrize("weather", ["gone", "silent"])
def test_pages_work_while_redis_is(weather, house: House, cookies, is_long, record_property):
    """No page fails or hangs, and the work that came meanwhile is done once Redis is back."""
    calm = calm_p95(house, cookies)
    prefix, count = f"{weather}-", 1000 if is_long else 100

    with Load(house, cookies) as load:
        _take_redis_away(house, weather)
        pay_orders(house, prefix, count)
        time.sleep(seconds(is_long))
        _bring_redis_back(house, weather)
    back = time.monotonic()
    wait_until(lambda: house.rows(WITHOUT_PARCEL, prefix + "%")[0][0] == 0, seconds=100, every=1)

    figures = f"{len(load.answers)} answers, p95 {load.p95():.3f} s (calm {calm:.3f} s)"
    print(f"Redis {weather}: {figures}, all done {time.monotonic() - back:.0f} s after its return")
    assert load.bad() == []
    assert load.slowest() <= 3.5


def _take_redis_away(house, weather):
    os.kill(house.redis_pid(), signal.SIGSTOP if weather == "silent" else signal.SIGTERM)


def _bring_redis_back(house, weather):
    if weather == "silent":
        os.kill(house.redis_pid(), signal.SIGCONT)
    else:
        house.manage("check")  # whoever comes first brings the servers up


@pytest.mark.parametrize("way", ["fast", "immediate"])
def test_a_restart_of_the_database_is_waited_out(way, house: House, cookies, is_long):
    """Nobody sees an error on a plain restart, no acknowledged write is lost, no hand is needed."""
    acknowledged = []

    with Load(house, cookies) as load:
        for number in range(40 if is_long else 10):
            if number == 5:
                house.restart_postgres(way)
            title = f"{way} {number}"
            if _open_task(house, cookies, title):
                acknowledged.append(title)
        time.sleep(1)

    kept = {title for (title,) in house.rows("SELECT title FROM tasks_task WHERE need = ''")}
    print(
        f"PostgreSQL {way}: {len(load.answers)} answers, failed: {load.bad()}, "
        f"slowest {load.slowest():.2f} s, {len(acknowledged)} writes acknowledged"
    )
    assert set(acknowledged) <= kept
    assert len(load.bad()) <= (0 if way == "fast" else 20)
    assert house.get("/inbox/", cookies)[0] == 200


def _open_task(house, cookies, title):
    role = house.rows("SELECT id FROM team_role WHERE key = 'coordinator'")[0][0]
    fields = {"title": title, "role": role, "due_at": "2030-01-01T12:00", "priority": 3, "hours": 1}
    fields |= {"form_key": uuid4()}
    return house.post("/tasks/new/", fields, cookies)[0] in {200, 302}
