"""A taken port is said at once, with what to do instead."""

import socket
import subprocess
import sys
from contextlib import contextmanager

from config.lib import ports
from config.lib.services import ROOT


@contextmanager
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_said_before_a_database_is_made(tmp_path):
    with taken() as port:
        outcome = subprocess.run(
            [sys.executable, "manage.py", "serve", "--demo", "--port", str(port)],
            cwd=ROOT,
            env={"REGIA_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"Port {port} is taken.")
    assert f"PORT={port + 1}" in outcome.stderr
    assert not list(tmp_path.iterdir())


def test_only_what_listens_asks_for_a_port():
    with taken() as port:
        assert ports.why_not(["serve", f"--port={port}"])
        assert not ports.why_not(["migrate", "--port", str(port)])
        assert not ports.why_not(["serve", "--help", "--port", str(port)])
        assert not ports.why_not(["serve", "--port", "many"])
        assert not ports.why_not([])
    assert not ports.why_not(["serve", "--port", str(port)])


def test_make_takes_the_port():
    for what in ("serve", "demo"):
        told = subprocess.run(
            ["make", "--dry-run", "--always-make", what, "PORT=8041"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert "--port 8041" in told.stdout
