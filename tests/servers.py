"""A pytest plugin, loaded before Django: the tests' own PostgreSQL and Redis, in one folder."""

import os

import psycopg

from config.lib import services

if services.is_laptop():
    os.environ.setdefault("REGIA_DATA", str(services.ROOT / ".data" / "tests"))
    services.start()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")
if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # "gw0": what one forgets, others keep
    os.environ["REDIS_URL"] += f"?db={int(worker[2:]) + 1}"
os.environ["JOBS_INLINE"] = "1"
os.environ["DATABASE_POOL"] = "12"  # the threads of a race are workers that have a process each


def pytest_addoption(parser):
    parser.addoption("--drills", action="store_true", help="run the drills at full length")
