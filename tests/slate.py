"""A clean slate after a test that commits: what it wrote goes, what the migrations wrote stays.

Django would empty every table and write contents, rights and grants anew: seconds each time.
"""

from django.db import connection

SCHEMA = "as_migrated"
TABLES = """
    SELECT c.oid::regclass::text FROM pg_class c
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'django_migrations'
    ORDER BY 1
"""
COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""


class Slate:
    """All tables as the migrations left them, and the way back to that."""

    def __init__(self):
        with connection.cursor() as ask:
            ask.execute(TABLES)
            self.tables = [name for (name,) in ask.fetchall()]
            ask.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            self.kept = {name: self._keep(ask, name) for name in self._written(ask)}

    def wipe(self) -> None:
        """Keys are not looked at meanwhile, so the order of the tables does not matter."""
        with connection.cursor() as ask:
            ask.execute("SET session_replication_role = replica")
            for name in self._written(ask):
                ask.execute(f"DELETE FROM {name}")
            for name, columns in self.kept.items():
                ask.execute(
                    f"INSERT INTO {name} ({columns}) OVERRIDING SYSTEM VALUE"
                    f" SELECT {columns} FROM {SCHEMA}.{name}"
                )
            ask.execute("SET session_replication_role = DEFAULT")

    def _written(self, ask):
        questions = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in self.tables)
        ask.execute(" UNION ALL ".join(questions))
        return [name for (name,) in ask.fetchall()]

    def _keep(self, ask, name):
        ask.execute(f"DROP TABLE IF EXISTS {SCHEMA}.{name}")
        ask.execute(f"CREATE TABLE {SCHEMA}.{name} AS TABLE {name}")
        ask.execute(COLUMNS, [name])
        return ask.fetchone()[0]
