"""A whole house for tests that need one: real web, worker and beat, on servers of its own."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import psutil
import psycopg

from config.lib.services import ADDRESSES, POSTGRES_BIN, ROOT

LEFT_OUT = {
    *ADDRESSES,
    "REGIA_LAPTOP",
    "JOBS_INLINE",
    "DJANGO_SETTINGS_MODULE",
    "DEBUG",
    "DATABASE_POOL",
}


class House:
    """`manage.py serve` in a folder of its own, with handles on each of its processes."""

    def __init__(self, folder: Path, **variables: str):
        self.folder = folder
        self.port = _free_port()
        kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        self.env = kept | {"REGIA_DATA": str(folder)} | variables
        self.process = None
        self.workers = []

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def manage(self, *arguments: str, check: bool = True) -> str:
        """Run a command in this house and give back what it printed."""
        outcome = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and outcome.returncode:
            raise AssertionError(f"{arguments}: {outcome.stdout}{outcome.stderr}")
        return outcome.stdout

    def furnish(self, tables: Path) -> None:
        """Bring in tables that were migrated already."""
        told = FURNISH.format(psql=POSTGRES_BIN / "psql", tables=tables)
        subprocess.run([sys.executable, "-c", told], cwd=ROOT, env=self.env, check=True)

    def open(self, *arguments: str) -> "House":
        """Start it and wait until it answers."""
        self.log = (self.folder.parent / f"{self.folder.name}.log").open("a")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port), *arguments],
            cwd=ROOT,
            env=self.env,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        wait_until(self._is_open, seconds=120)
        return self

    def _is_open(self):
        if self.process.poll() is not None:
            raise AssertionError(Path(self.log.name).read_text()[-3000:])
        return self.get("/healthz")[0] == 200

    def close(self) -> None:
        """Ctrl+C, as a person would; whoever does not listen is killed."""
        if self.process is None:
            return
        for worker in self.workers:
            kill_all(worker.pid)
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.process = None

    def processes(self, *words: str) -> list[psutil.Process]:
        """This house's processes whose command line holds all these words."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        return [one for one in family if all(word in _command_line(one) for word in words)]

    def start_worker(self) -> subprocess.Popen:
        """One more worker, which a test may kill without ending the house."""
        addresses = {
            "REGIA_LAPTOP": "1",
            "DATABASE_URL": f"postgres://postgres@/regia?host={self._postmaster()[4]}",
            "REDIS_URL": f"unix://{self._redis_socket()}",
            "SECRET_KEY": (self.folder / "secret_key").read_text(),
        }
        command = "-m celery -A config worker --concurrency 2 --without-gossip --without-mingle"
        worker = subprocess.Popen(
            [sys.executable, *command.split(), "-O", "fair", "--loglevel", "WARNING"],
            cwd=ROOT,
            env=self.env | addresses,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.workers.append(worker)
        return worker

    def redis_pid(self) -> int:
        return int((self.folder / "redis" / "redis.pid").read_text())

    def postgres_pid(self) -> int:
        return int(self._postmaster()[0])

    def restart_postgres(self, way: str) -> None:
        """Stop the database, kindly (`fast`) or as in a crash (`immediate`), and start it again."""
        owner = psutil.Process(self.postgres_pid()).username()
        options = f'-h "" -k {self._postmaster()[4]}'
        data = str(self.folder / "postgres")
        command = [POSTGRES_BIN / "pg_ctl", "restart", "-w", "-m", way, "-D", data, "-o", options]
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([*command, "-l", f"{data}/log"], check=True, user=owner, cwd="/", **silent)

    def rows(self, sql: str, *arguments) -> list[tuple]:
        """Ask this house's database."""
        folder = self._postmaster()[4]
        with psycopg.connect(host=folder, dbname="regia", user="postgres") as connection:
            cursor = connection.execute(sql, arguments)
            return cursor.fetchall() if cursor.description else []

    def get(self, path: str, cookies: str = "", timeout: float = 10):
        """Status and body of one page; status 0 when nobody answers."""
        return self._ask("GET", path, None, {"Cookie": cookies}, timeout)

    def post(self, path: str, fields: dict, cookies: str, timeout: float = 10):
        token = re.search(r"csrf=(\w+)", cookies)[1]
        headers = {
            "Cookie": cookies,
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._ask("POST", path, urlencode(fields), headers, timeout)

    def log_in(self, email: str) -> str:
        """The cookies of somebody who is in."""
        key = self.manage("shell", "-c", LOG_IN.format(email=email)).split()[-1]
        return f"session={key}; csrf={'a' * 32}"

    def _ask(self, method, path, body, headers, timeout):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers | {"Host": "localhost"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    def _redis_socket(self):
        return next(
            line.split()[-1]
            for line in (self.folder / "redis" / "redis.log").read_text().splitlines()
            if "server is now ready to accept connections at" in line
        )

    def _postmaster(self):
        return (self.folder / "postgres" / "postmaster.pid").read_text().splitlines()


FURNISH = """
import os, subprocess
from config.lib import services
services.start()
psql = ["{psql}", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", "{tables}"]
address = ["--dbname", os.environ["DATABASE_URL"]]
subprocess.run([*psql, *address], check=True, stdout=subprocess.DEVNULL)
(services.home() / "schema").write_text(services.schema_wanted())
"""
LOG_IN = """
from importlib import import_module
from django.conf import settings
from roles.team.models import User
user = User.objects.get(email="{email}")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session["_auth_user_id"] = str(user.pk)
session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
session["_auth_user_hash"] = user.get_session_auth_hash()
session.create()
print(session.session_key)
"""


def kill_all(pid: int) -> None:
    """End a process and all it started, as a power cut would."""
    with suppress(psutil.NoSuchProcess):
        parent = psutil.Process(pid)
        for process in [parent, *parent.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()


def wait_until(holds, *, seconds: float = 30, every: float = 0.1) -> None:
    """Wait for something to become true, and fail when it does not."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds} s")
        time.sleep(every)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _command_line(process):
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
