"""Drills kill real processes. The suite runs a short form of each; `make drills` the long one."""

import statistics
import threading
import time
from dataclasses import dataclass, field

import pytest

from tests.house import House

PAGES = ["/dashboard/", "/inbox/", "/orders/", "/products/", "/kpis/", "/team/"]


@pytest.fixture(scope="session")
def is_long(pytestconfig):
    return pytestconfig.getoption("--drills")


@dataclass
class Load:
    """People who click through the main pages until told to stop, and what they were answered."""

    house: House
    cookies: str
    answers: list = field(default_factory=list)  # (path, status, seconds)

    def __enter__(self):
        self.is_over = threading.Event()
        self.people = [threading.Thread(target=self._click, args=(n,)) for n in range(3)]
        for person in self.people:
            person.start()
        return self

    def __exit__(self, *error):
        self.is_over.set()
        for person in self.people:
            person.join()

    def _click(self, number):
        while not self.is_over.is_set():
            path = PAGES[number % len(PAGES)]
            began = time.monotonic()
            status, _ = self.house.get(path, self.cookies, timeout=30)
            self.answers.append((path, status, time.monotonic() - began))
            number += 1

    def bad(self):
        """What was answered with an error of ours, or not at all."""
        return [(path, status) for path, status, _ in self.answers if status >= 500 or not status]

    def p95(self):
        return statistics.quantiles([seconds for *_, seconds in self.answers], n=20)[-1]

    def slowest(self):
        return max(seconds for *_, seconds in self.answers)
