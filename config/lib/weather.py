"""Bad weather: the database or Redis is away. Nobody sees a stack trace, and no page hangs."""

from contextlib import suppress

import structlog
from django.core.cache.backends.redis import RedisCache
from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from psycopg_pool import PoolTimeout
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class PatientRedisCache(RedisCache):
    """A cache that forgets, instead of failing, while Redis is away."""

    def get(self, key, default=None, version=None):
        with suppress(RedisError):
            return super().get(key, default, version)
        return default

    def set(self, *args, **kwargs):
        with suppress(RedisError):
            super().set(*args, **kwargs)

    def add(self, *args, **kwargs):
        with suppress(RedisError):
            return super().add(*args, **kwargs)
        return True

    def incr(self, key, delta=1, version=None):
        with suppress(RedisError):
            return super().incr(key, delta, version)
        return delta

    def delete(self, *args, **kwargs):
        with suppress(RedisError):
            return super().delete(*args, **kwargs)
        return False


class DatabaseAwayMiddleware:
    """While the database is away people are told so, with 503 and when to try again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError, PoolTimeout):
            return self._away(request)

    def process_exception(self, request, exception):
        if isinstance(exception, OperationalError | InterfaceError | PoolTimeout):
            return self._away(request)
        return None

    def _away(self, request):
        log.warning("database_away", path=request.path)
        response = render(None, "database_away.html", status=503)
        response["Retry-After"] = "5"
        return response
