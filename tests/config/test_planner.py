"""The planner is told of rows it does not know, and of no others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.lib.planner import look_around

pytestmark = pytest.mark.django_db(transaction=True)
MANY = """
INSERT INTO django_session (session_key, session_data, expire_date)
SELECT 'session ' || n, '', now() FROM generate_series(1, 2000) AS n
"""


def looked_at(**how):
    with CaptureQueriesContext(connection) as asked:
        look_around(**how)
    return [one["sql"] for one in asked if one["sql"].startswith("ANALYZE")]


def told_of(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SELECT pg_stat_force_next_flush()")


def test_a_table_is_looked_at_when_it_is_unknown_and_when_a_tenth_of_it_is_new():
    every = looked_at(anew=True)
    assert {'ANALYZE "orders_order"', 'ANALYZE "marketing_campaign_products"'} <= set(every)
    assert looked_at() == []

    told_of(MANY)

    assert looked_at() == ['ANALYZE "django_session"']
    assert looked_at() == []
    assert looked_at(anew=True) == every
