"""The benchmarks' own servers, in a folder of their own, so that no shop is touched."""

import os
from pathlib import Path

import django
from django.db import connection

from config.lib import services

FOLDER = Path(__file__).resolve().parents[1] / ".data" / "bench"
PORT = 8910


def start(folder: Path | None) -> None:
    """Real PostgreSQL, real Redis, the current schema; then Django."""
    os.environ["REGIA_DATA"] = str(folder or FOLDER)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ.pop("REGIA_DEMO", None)
    if not services.is_laptop():
        raise SystemExit("Unset DATABASE_URL, REDIS_URL and SECRET_KEY: this fills a database.")
    services.start()
    services.keep_schema_current(["benchmarks"])
    django.setup()


def run(statement: str, parameters=None) -> list[tuple]:
    """One statement; its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []
