import pytest
from django.db import OperationalError, connection

from config import jobs


@pytest.mark.django_db
def test_a_well_house_says_so_to_anybody(client):
    jobs.sign_of_life()

    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json()["database"] == "ok"
    assert answer.json()["redis"] == "ok"
    assert answer.json()["beat_seconds_ago"] <= 1


@pytest.mark.django_db
def test_a_silent_beat_is_no_reason_to_restart_the_web(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json()["beat_seconds_ago"] is None


@pytest.mark.django_db
def test_without_redis_pages_go_on(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1"

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["redis"]) == (200, "away")


@pytest.mark.django_db
def test_without_the_database_we_are_not_well(client, monkeypatch):
    def away():
        raise OperationalError("the database is away")

    monkeypatch.setattr(connection, "cursor", away)

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["database"]) == (503, "away")
