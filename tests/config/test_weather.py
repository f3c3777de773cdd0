"""Bad weather: a page asks an absent Redis once, and a database that restarts twice."""

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.middleware.common import CommonMiddleware

from config.lib.weather import PatientRedisCache


@pytest.fixture(autouse=True)
def _fair_weather(monkeypatch):
    monkeypatch.setattr(PatientRedisCache, "away_until", 0.0)


@pytest.fixture
def breaking(client, monkeypatch):
    """A house whose database breaks so many times, on the way to the health page."""

    client.raise_request_exception = False

    def breaks(times):
        troubles = iter([OperationalError("server closed the connection")] * times)

        def asked(middleware, request):
            if trouble := next(troubles, None):
                raise trouble

        monkeypatch.setattr(CommonMiddleware, "process_request", asked)

    return breaks


def test_who_only_looks_does_not_notice_a_restart(client, transactional_db, breaking):
    breaking(1)

    assert client.get("/healthz").status_code == 200


def test_who_looks_longer_is_told_when_to_try_again(client, db, breaking):
    breaking(2)

    answer = client.get("/healthz")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Try again" in answer.content.decode()


def test_what_was_sent_is_never_sent_twice(client, db, breaking):
    breaking(1)

    assert client.post("/language/", {"language": "it"}).status_code == 503


def test_a_bug_is_not_weather(client, db, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(CommonMiddleware, "process_request", lambda *_: 1 / 0)

    assert client.get("/healthz").status_code == 500


def test_an_absent_redis_is_asked_once():
    away = PatientRedisCache("redis://127.0.0.1:1", {})

    assert away.get("here", "nothing") == "nothing"
    assert PatientRedisCache.away_until > 0
    cache.set("here", True)
    assert cache.get("here") is None  # not even a Redis that is there: nobody asks for a while
