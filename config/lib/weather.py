"""Bad weather: the database or Redis is away. Nobody sees a stack trace, and no page hangs."""

import sys
import time

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.db import InterfaceError, OperationalError, close_old_connections
from django.shortcuts import render
from django.views.defaults import server_error as django_server_error
from psycopg_pool import PoolTimeout
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = structlog.get_logger(__name__)


class PatientRedisCache(RedisCache):
    """A cache that forgets, instead of failing, while Redis is away.

    Who finds it away does not ask again for a while: one slow answer must not become ten in a page.
    Only tries at a door are still counted, each process for itself: nobody guesses for free.
    """

    A_WHILE = 5  # seconds
    TRIES = "allauth:"  # so begin the keys of django-allauth's counts
    away_until = 0.0  # of the whole process: Django makes one cache for each thread

    def __init__(self, server, params):
        options = params.setdefault("OPTIONS", {})
        options["retry"] = Retry(NoBackoff(), retries=0)
        super().__init__(server, params)
        self._meanwhile = LocMemCache("while redis is away", {"OPTIONS": {"MAX_ENTRIES": 10_000}})

    def get(self, key, default=None, version=None):
        return self._ask("get", default, key, default, version)

    def set(self, key, *args, **kwargs):
        self._ask("set", None, key, *args, **kwargs)

    def add(self, key, *args, **kwargs):
        return self._ask("add", True, key, *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        return self._ask("incr", delta, key, delta, version)

    def delete(self, key, *args, **kwargs):
        return self._ask("delete", False, key, *args, **kwargs)

    def _ask(self, verb, otherwise, key, *args, **kwargs):
        if time.monotonic() >= PatientRedisCache.away_until:
            try:
                return getattr(super(), verb)(key, *args, **kwargs)
            except RedisError:
                PatientRedisCache.away_until = time.monotonic() + self.A_WHILE
                log.warning("redis_away")
        if str(key).startswith(self.TRIES):
            return getattr(self._meanwhile, verb)(key, *args, **kwargs)
        return otherwise


TROUBLE = OperationalError, InterfaceError, PoolTimeout


class DatabaseAwayMiddleware:
    """While the database is away people are told so, with 503 and when to try again.

    Who only looks does not notice a restart: the question is put once more, on a new connection.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if hasattr(response, "database_was_away") and request.method in {"GET", "HEAD"}:
            close_old_connections()
            response = self.get_response(request)
        return response

    def process_exception(self, request, exception):
        return _away_page(request) if isinstance(exception, TROUBLE) else None


def server_error(request):
    """What went wrong outside a view: bad weather, or a bug of ours."""
    if isinstance(sys.exc_info()[1], TROUBLE):
        return _away_page(request)
    return django_server_error(request)


def _away_page(request):
    log.warning("database_away", path=request.path)
    response = render(None, "database_away.html", status=503)
    response["Retry-After"] = "5"
    response.database_was_away = True
    return response
