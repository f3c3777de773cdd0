"""Filling a shop with invented rows: dice that fall alike for one seed, and rows by COPY."""

import random
from bisect import bisect
from collections.abc import Iterable
from contextlib import contextmanager
from itertools import accumulate

from django.db import connection, models


def dice(seed: int, name: str) -> random.Random:
    """Dice of one room: the same falls for the same seed, whatever other rooms roll."""
    return random.Random(f"{seed}:{name}")  # noqa: S311


class Weighted:
    """Draws among values, some likelier than others; made once, rolled often."""

    def __init__(self, weights: dict):
        self.values = list(weights)
        self.sums = list(accumulate(weights.values()))

    def roll(self, rolls: random.Random):
        return self.values[bisect(self.sums, rolls.random() * self.sums[-1])]


def words(text: str) -> list[str]:
    """A list of words as one writes them down: between blanks."""
    return text.split()


def next_id(model: type[models.Model]) -> int:
    """The first number free for rows that are to be copied in with numbers of our own."""
    return (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def copy_in(model: type[models.Model], fields: list[str], rows: Iterable[tuple]) -> None:
    """Rows in bulk, by COPY, with the model's own defaults where they are plain values."""
    defaults = {
        field.attname: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.local_concrete_fields
        if field.attname not in fields and field.has_default() and not field.primary_key
    }
    columns = {field.attname: field.column for field in model._meta.local_concrete_fields}
    blanks = {
        field.attname: ""
        for field in model._meta.local_concrete_fields
        if field.attname not in fields and field.empty_strings_allowed and not field.null
        if not field.generated and field.attname not in defaults
    }
    rest = tuple((defaults | blanks).values())
    names = [f'"{columns[name]}"' for name in [*fields, *defaults, *blanks]]
    statement = f'COPY "{model._meta.db_table}" ({", ".join(names)}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((*row, *rest))
    if "id" in fields:
        _count_on(model)


def insert(statement: str, parameters: dict | None = None) -> int:
    """Rows made by the database out of rows it already has; how many."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


@contextmanager
def trusted():
    """Rows that come in here refer to rows that are there: the database need not look up each.

    Only the owner of the whole server may say so; for anybody else it looks, and takes longer.
    """
    with connection.cursor() as cursor:
        may = _answer(cursor, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if may:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        if may:
            cursor.execute("SET LOCAL session_replication_role = origin")


def _answer(cursor, question):
    cursor.execute(question)
    return cursor.fetchone()[0]


def _count_on(model: type[models.Model]) -> None:
    """The next row made by hand gets the number after the last copied one."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM \"{table}\"",  # noqa: S608
            [table],
        )
