"""Bad weather: the database or Redis is away. Nobody sees a stack trace, and no page hangs."""

import time

import structlog
from django.core.cache.backends.redis import RedisCache
from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from psycopg_pool import PoolTimeout
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = structlog.get_logger(__name__)


class PatientRedisCache(RedisCache):
    """A cache that forgets, instead of failing, while Redis is away.

    Who finds it away does not ask again for a while: one slow answer must not become ten in a page.
    """

    A_WHILE = 5  # seconds

    def __init__(self, server, params):
        options = params.setdefault("OPTIONS", {})
        options["retry"] = Retry(NoBackoff(), retries=0)
        super().__init__(server, params)

    def get(self, key, default=None, version=None):
        return self._ask(super().get, default, key, default, version)

    def set(self, *args, **kwargs):
        self._ask(super().set, None, *args, **kwargs)

    def add(self, *args, **kwargs):
        return self._ask(super().add, True, *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        return self._ask(super().incr, delta, key, delta, version)

    def delete(self, *args, **kwargs):
        return self._ask(super().delete, False, *args, **kwargs)

    def _ask(self, question, otherwise, *args, **kwargs):
        if time.monotonic() < _away.until:
            return otherwise
        try:
            return question(*args, **kwargs)
        except RedisError:
            _away.until = time.monotonic() + self.A_WHILE
            log.warning("redis_away")
            return otherwise


class _Away:
    """Until when nobody in this process asks Redis."""

    until = 0.0


_away = _Away()


class DatabaseAwayMiddleware:
    """While the database is away people are told so, with 503 and when to try again.

    Who only looks does not notice a restart: the question is put once more, on a new connection.
    """

    TROUBLE = OperationalError, InterfaceError, PoolTimeout

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self._answer(request)
        if hasattr(response, "database_was_away") and request.method in {"GET", "HEAD"}:
            response = self._answer(request)
        return response

    def _answer(self, request):
        try:
            return self.get_response(request)
        except self.TROUBLE:
            return self._away(request)

    def process_exception(self, request, exception):
        return self._away(request) if isinstance(exception, self.TROUBLE) else None

    def _away(self, request):
        log.warning("database_away", path=request.path)
        response = render(None, "database_away.html", status=503)
        response["Retry-After"] = "5"
        response.database_was_away = True
        return response
