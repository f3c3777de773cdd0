"""Bad weather: a page asks an absent Redis once, and a database that restarts twice."""

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpResponse

from config.lib import weather
from config.lib.weather import DatabaseAwayMiddleware, PatientRedisCache


@pytest.fixture(autouse=True)
def _fair_weather(monkeypatch):
    monkeypatch.setattr(weather._away, "until", 0.0)


def broken_once():
    answers = iter([OperationalError("server closed the connection"), None])

    def answer(request):
        if trouble := next(answers):
            raise trouble
        return HttpResponse("here")

    return answer


def test_who_only_looks_does_not_notice_a_restart(rf):
    assert DatabaseAwayMiddleware(broken_once())(rf.get("/")).status_code == 200


def test_what_was_sent_is_never_sent_twice(rf):
    answer = DatabaseAwayMiddleware(broken_once())(rf.post("/"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_a_bug_is_not_weather(rf):
    def broken(request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        DatabaseAwayMiddleware(broken)(rf.get("/"))


def test_an_absent_redis_is_asked_once():
    away = PatientRedisCache("redis://127.0.0.1:1", {})

    assert away.get("here", "nothing") == "nothing"
    assert weather._away.until > 0
    cache.set("here", True)
    assert cache.get("here") is None  # not even a Redis that is there: nobody asks for a while
