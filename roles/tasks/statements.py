"""The SQL of work that machines open and end: one statement each, however many tasks."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import connection

from roles.tasks.models import Task

# The partial unique index that keeps one live task of a need and a subject has these words too.
LIVE = """NOT task.need = ''
          AND (task.status IN ('open', 'taken', 'waiting') OR task.is_set_aside)"""
ROWS = """jsonb_to_recordset(%s::jsonb) AS opening (
        subject_id bigint, title varchar, details text, role_id bigint, assignee_id bigint,
        hours numeric(6, 2), due_at timestamptz, start_by timestamptz, at_risk numeric(12, 2),
        priority smallint, door varchar, is_by_hand boolean, news jsonb
    )"""
OPEN = """
WITH asked (need, subject_type_id, opened_at) AS (
    SELECT %s::varchar, %s::int, %s::timestamptz
),
opening AS ({opening}),
opened AS (
    INSERT INTO tasks_task (need, subject_type_id, opened_at, status, is_set_aside, is_lent,
                            subject_id, title, details, role_id, assignee_id, hours, due_at,
                            start_by, at_risk, priority, door, is_by_hand, news)
    SELECT asked.*, 'open', FALSE, FALSE, opening.*
    FROM asked CROSS JOIN opening
    WHERE NOT EXISTS (
        SELECT FROM tasks_task AS task
        WHERE task.need = asked.need AND task.subject_type_id = asked.subject_type_id
          AND task.subject_id = opening.subject_id AND {live}
    )
    ORDER BY subject_id
    ON CONFLICT DO NOTHING
    RETURNING id, opened_at
),
told AS (
    INSERT INTO tasks_taskmove (subject_id, came_from, became, moved_at, note)
    SELECT id, '', 'open', opened_at, '' FROM opened
)
SELECT id FROM opened
"""
END = """
WITH gone AS (
    SELECT id, status FROM tasks_task AS task
    WHERE task.need = %s AND {live}
      AND {which}
    ORDER BY id
    FOR UPDATE
),
forgiven AS (
    -- One statement must not write a row twice: each of the two takes its own.
    UPDATE tasks_task AS task SET is_set_aside = FALSE
    FROM gone WHERE task.id = gone.id AND gone.status = 'cancelled'
),
closed AS (
    UPDATE tasks_task AS task
    SET status = %s, ended_at = %s, waiting_until = NULL, waiting_for_id = NULL
    FROM gone WHERE task.id = gone.id AND gone.status <> 'cancelled'
    RETURNING task.id, task.is_lent, gone.status AS came_from, task.status AS became, task.ended_at
),
told AS (
    INSERT INTO tasks_taskmove (subject_id, came_from, became, moved_at, moved_by_id, note)
    SELECT id, came_from, became, ended_at, %s, %s FROM closed
)
SELECT id, is_lent FROM closed
"""


@dataclass(frozen=True)
class Opening:
    """One task to be: about which subject, whose, how much work, and until when."""

    subject_id: int
    title: str
    role_id: int
    due_at: datetime
    details: str = ""
    assignee_id: int | None = None
    hours: Decimal = Decimal(1)
    start_by: datetime | None = None
    at_risk: Decimal | None = None
    priority: int = Task.Priority.NORMAL
    door: str = ""
    is_by_hand: bool = False
    news: list[dict] = field(default_factory=list)


def as_rows(openings: Iterable[Opening]) -> str:
    """Openings as `ROWS` reads them."""
    return json.dumps([vars(one) for one in openings], default=str)


def open_tasks(
    need: str, about: int, opening: str, parameters: Sequence, *, now: datetime
) -> list[int]:
    """A task for each opening whose subject has no live one of this need: the new ones' keys."""
    query = OPEN.replace("{live}", LIVE).replace("{opening}", opening)
    return [pk for (pk,) in _asked(query, [need, about, now, *parameters])]


def end_tasks(
    need: str,
    which: str = "TRUE",
    parameters: Sequence = (),
    *,
    status: str,
    now: datetime,
    by: int | None = None,
    note: str = "",
) -> list[tuple[int, bool]]:
    """End the live tasks of a need that fit: (id, was its subject lent).

    What a person had cancelled is asked again the next time.
    """
    query = END.replace("{live}", LIVE).replace("{which}", which)
    return _asked(query, [need, *parameters, str(status), now, by, note])


def _asked(query: str, parameters: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()
