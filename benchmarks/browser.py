"""A real web server (granian, two workers) and one logged-in reader who asks it page by page."""

import http.client
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from benchmarks.machine import PORT
from roles.team.models import User

PLAIN = "/plain/"
WARM_UP = 12  # requests before the clock runs: both workers have then filled their caches
LOADED = re.compile(
    r'hx-get="([^"]+)"[^>]*hx-trigger="[^"]*load|hx-trigger="[^"]*load[^>]*hx-get="([^"]+)"'
)


@dataclass(frozen=True)
class Asked:
    """How long the answers to one address took, and how big they are."""

    milliseconds: list[float]
    plain: float  # what the plain list took in the same moments
    bytes: int
    status: int
    body: str

    @property
    def p50(self) -> float:
        return median(self.milliseconds)

    @property
    def p95(self) -> float:
        return quantiles(self.milliseconds, n=20)[-1]

    @property
    def factor(self) -> float:
        """How many plain lists it is worth: steady, however busy the machine is."""
        return self.p50 / self.plain

    @property
    def panels(self) -> list[str]:
        """What the page asks for as soon as it is there."""
        found = (one or other for one, other in LOADED.findall(self.body))
        return [address.replace("&amp;", "&") for address in dict.fromkeys(found)]


@contextmanager
def server():
    """The house as it is served, with the plain list beside it."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(PORT), "--workers", "2", "--blocking-threads", "4", "--log-level", "warning",
        "benchmarks.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ)
    try:
        _wait_until_it_answers(process)
        yield
    finally:
        process.terminate()
        process.wait(20)


class Reader:
    """Somebody with a session, who asks for one page after the other."""

    def __init__(self, email: str):
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={_session_of(email)}"

    def ask(self, address: str, times: int = 24, headers=None) -> Asked:
        """One address, in turns with the plain list."""
        for _ in range(WARM_UP):
            self._get(address, headers)
        spent, plain, status, body = [], [], 0, b""
        for _ in range(times):
            milliseconds, status, body = self._get(address, headers)
            spent.append(milliseconds)
            plain.append(self._get(PLAIN)[0])
        return Asked(spent, median(plain), len(body), status, body.decode("utf-8", "replace"))

    def _get(self, address, headers=None):
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        try:
            connection.request("GET", address, headers={"Cookie": self.cookie} | (headers or {}))
            answer = connection.getresponse()
            body = answer.read()
            return (time.perf_counter() - began) * 1000, answer.status, body
        finally:
            connection.close()


def _session_of(email: str) -> str:
    user = User.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def _wait_until_it_answers(process, seconds: float = 40):
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
        try:
            connection.request("GET", PLAIN)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise SystemExit("The web server did not start.")
