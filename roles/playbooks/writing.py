"""What a look changed, written down: a few statements, however many runs."""

import json
from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _

from config.lib.states import IllegalMove
from roles.playbooks.cases import CHANGING, CHANGING_OF_RUN, Case
from roles.playbooks.models import Run, RunMove, RunStep, RunStepMove

WRITE = """
UPDATE {table} AS kept SET {assignments}
FROM jsonb_to_recordset(%s::jsonb) AS new (id bigint, was varchar, {columns})
WHERE kept.id = new.id AND kept.status = new.was
"""


def write(cases: Iterable[Case]) -> None:
    """Keep the runs, their steps and their history. What another hand moved is not overwritten."""
    cases = list(cases)
    steps = [(row, case.was(row)) for case in cases for row in case.changed_steps()]
    runs = [(case.run, case.run_was) for case in cases if case.changed_of_run()]
    _update(RunStep, CHANGING, steps)
    _update(Run, CHANGING_OF_RUN, runs)
    RunStepMove.objects.bulk_create(move for case in cases for move in case.step_moves)
    RunMove.objects.bulk_create(move for case in cases for move in case.run_moves)


def _update(model, names, rows) -> None:
    if not rows:
        return
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = [(fields[name].column, fields[name].db_type(connection)) for name in names]
    statement = WRITE.format(
        table=model._meta.db_table,
        assignments=", ".join(f"{column} = new.{column}" for column, _kind in columns),
        columns=", ".join(f"{column} {kind}" for column, kind in columns),
    )
    told = [
        {"id": row.pk, "was": was} | {fields[name].column: getattr(row, name) for name in names}
        for row, was in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(told, default=str)])
        if cursor.rowcount != len(rows):
            raise IllegalMove(_("Somebody changed this run meanwhile."))
