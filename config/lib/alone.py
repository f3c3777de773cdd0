"""One at a time, across all processes, for as long as whoever is at it lives."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(lock: int, key: int = 0):
    """Hold a thing that nobody else is at; says whether it is ours. A killed process lets go of it
    at once, since PostgreSQL drops what a lost connection held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [lock, key])
        is_ours = cursor.fetchone()[0]
        try:
            yield is_ours
        finally:
            if is_ours and connection.is_usable():
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [lock, key])
