"""The tests' tables, migrated once and copied for every worker until a migration changes."""

import hashlib
import os
import subprocess
import sys
from fcntl import LOCK_EX, flock
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
BUILDING = "schema_being_built"
TOLD_BY = [
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "requirements/app.txt",
    "config/lib/search.py",
]


def template() -> str:
    """The name of a database with all tables: made now if nobody has made it yet."""
    told = b"".join(path.read_bytes() for each in TOLD_BY for path in sorted(ROOT.glob(each)))
    name = f"schema_{hashlib.sha256(told).hexdigest()[:16]}"
    with (Path(os.environ["REGIA_DATA"]) / "template.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            _make(connection, name)
    return name


def _make(connection, name):
    known = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'schema_%'")
    known = {row[0] for row in known}
    if name in known:
        return
    for old in known:
        connection.execute(_named("DROP DATABASE {}", old))
    connection.execute(_named("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0", BUILDING))
    address = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{BUILDING}"))
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        check=True,
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address},
    )
    connection.execute(_named("ALTER DATABASE {} RENAME TO {}", BUILDING, name))


def _named(statement, *names):
    return sql.SQL(statement).format(*map(sql.Identifier, names))
