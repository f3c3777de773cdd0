"""Is the house well? For whoever watches it from outside."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connection
from django.http import JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from psycopg_pool import PoolTimeout
from redis import Redis
from redis.exceptions import RedisError

from config.jobs import SIGN_OF_LIFE


@require_GET
@never_cache
@login_not_required
def healthz(request):
    """Whether database, Redis and beat are alive. Only without the database are we not well."""
    database = _database_answers()
    answer = {
        "database": "ok" if database else "away",
        "redis": "ok" if _redis_answers() else "away",
        "beat_seconds_ago": _since_beat(),
    }
    return JsonResponse(answer, status=200 if database else 503)


def _database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (Error, PoolTimeout):
        return False
    return True


def _redis_answers():
    try:
        patience = {"socket_timeout": 1}
        return Redis.from_url(settings.REDIS_URL, **patience).ping()
    except RedisError:
        return False


def _since_beat():
    """Seconds since beat asked and a worker answered; None when nobody has for a day."""
    said = parse_datetime(cache.get(SIGN_OF_LIFE) or "")
    return round((timezone.now() - said).total_seconds()) if said else None
