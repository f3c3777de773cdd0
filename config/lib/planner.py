"""What PostgreSQL must have seen of the rows, to choose a good way through them."""

from django.db import connection

# Tables it knows too little of: never looked at, or a tenth of them is new. After a first import
# nobody may have looked yet.
UNKNOWN = """
SELECT relname FROM pg_stat_user_tables
WHERE schemaname = current_schema() AND relname = ANY (%s) AND (
    %s OR coalesce(last_analyze, last_autoanalyze) IS NULL
    OR n_mod_since_analyze > n_live_tup / 10 + 1000)
ORDER BY relname
"""


def look_around(*, anew: bool = False) -> None:
    """Let PostgreSQL look at our tables that it does not know yet; at all of them `anew`, when rows
    have just come in bulk."""
    tables = connection.introspection.django_table_names(include_views=False)
    with connection.cursor() as cursor:
        cursor.execute(UNKNOWN, [tables, anew])
        for (table,) in cursor.fetchall():
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
