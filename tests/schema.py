"""The tests' tables, migrated once and copied for every worker until a migration changes.

One migration more is applied to a copy of what there was; a changed one begins anew.
"""

import hashlib
import json
import os
import subprocess
import sys
from fcntl import LOCK_EX, flock
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from config.lib.services import POSTGRES_BIN

ROOT = Path(__file__).resolve().parents[1]
BUILDING = "schema_being_built"
KNOWN = """
    SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database
    WHERE datname LIKE 'schema_%' AND datname <> 'schema_being_built'
"""
TOLD_BY = [
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "requirements/app.txt",
    "config/lib/search.py",
]


def template() -> str:
    """The name of a database with all tables: made now if nobody has made it yet."""
    told = {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for each in TOLD_BY
        for path in sorted(ROOT.glob(each))
    }
    name = f"schema_{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]}"
    with (Path(os.environ["REGIA_DATA"]) / "template.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            _make(connection, name, told)
    return name


def written_down(path: Path) -> Path:
    """All those tables as a file, for a house with a PostgreSQL of its own."""
    command = [POSTGRES_BIN / "pg_dump", "--no-owner", "--file", path]
    subprocess.run([*command, "--dbname", _address(template())], check=True)
    return path


def _address(name):
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _make(connection, name, told):
    known = {name: json.loads(of or "null") for name, of in connection.execute(KNOWN)}
    if name in known:
        return
    connection.execute(_named("DROP DATABASE IF EXISTS {}", BUILDING))
    begun = next((old for old, of in known.items() if of and of.items() <= told.items()), None)
    statement = "CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE {}"
    connection.execute(_named(statement, BUILDING, begun or "template0"))
    for old in known:
        connection.execute(_named("DROP DATABASE {}", old))
    _migrate()
    comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
    connection.execute(comment.format(sql.Identifier(BUILDING), json.dumps(told)))
    connection.execute(_named("ALTER DATABASE {} RENAME TO {}", BUILDING, name))


def _migrate():
    """All migrations, or only what is new since the template this one was copied from."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        check=True,
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": _address(BUILDING)},
    )


def _named(statement, *names):
    return sql.SQL(statement).format(*map(sql.Identifier, names))
