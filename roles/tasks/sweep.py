"""The set-based half of needs: one statement opens, one closes, one hands out, however many."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from roles.tasks.models import NeedSetting
from roles.tasks.needs import Need
from roles.team.models import Role

NOBODY = "SELECT NULL::bigint WHERE FALSE"

OPEN = """
WITH subjects (pk) AS ({subjects}),
need (title, details, role_id, priority, hours, opened_at, due_at, start_by, need,
      subject_type_id, door) AS (
    SELECT %s::varchar, %s::text, %s::bigint, %s::smallint, %s::numeric,
           %s::timestamptz, %s::timestamptz, %s::timestamptz, %s::varchar, %s::int, %s::varchar
),
opened AS (
    INSERT INTO tasks_task (title, details, role_id, priority, hours, opened_at, due_at, start_by,
                            need, subject_type_id, door, subject_id, status, is_set_aside, is_lent)
    SELECT need.*, subjects.pk, 'open', FALSE, FALSE
    FROM need CROSS JOIN subjects
    WHERE NOT EXISTS (
        SELECT FROM tasks_task AS task
        WHERE task.need = need.need
          AND task.subject_type_id = need.subject_type_id
          AND task.subject_id = subjects.pk
          AND (task.status IN ('open', 'taken', 'waiting') OR task.is_set_aside)
          AND NOT task.need = ''
    )
    ORDER BY subjects.pk
    ON CONFLICT DO NOTHING
    RETURNING id, opened_at
)
INSERT INTO tasks_taskmove (subject_id, came_from, became, moved_at, note)
SELECT id, '', 'open', opened_at, '' FROM opened
"""

CLOSE = """
WITH subjects (pk) AS ({subjects}),
gone AS (
    SELECT id, status, is_lent FROM tasks_task AS task
    WHERE task.need = %s AND NOT task.need = ''
      AND (task.status IN ('open', 'taken', 'waiting') OR task.is_set_aside)
      AND NOT EXISTS (SELECT FROM subjects WHERE subjects.pk = task.subject_id)
    ORDER BY id
    FOR UPDATE
),
forgiven AS (
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
    INSERT INTO tasks_taskmove (subject_id, came_from, became, moved_at, note)
    SELECT id, came_from, became, ended_at, %s FROM closed
)
SELECT id, is_lent FROM closed
"""

HAND_OUT = """
WITH loose AS (
    SELECT id, row_number() OVER (ORDER BY priority, due_at, id) AS turn
    FROM (
        SELECT id, priority, due_at FROM tasks_task
        WHERE need = %s AND NOT need = '' AND status = 'open' AND assignee_id IS NULL
        FOR UPDATE
    ) AS unclaimed
),
people AS (
    SELECT person.id, person.name, coalesce(sum(task.hours), 0) AS load
    FROM team_user AS person
    LEFT JOIN tasks_task AS task
           ON task.assignee_id = person.id AND task.status IN ('open', 'taken')
    WHERE person.id = ANY (%s)
    GROUP BY person.id
),
places AS (
    SELECT id, name, row_number() OVER (ORDER BY load + nth * %s, id) AS turn
    FROM people CROSS JOIN generate_series(1, (SELECT count(*) FROM loose)) AS nth
),
handed AS (
    UPDATE tasks_task AS task SET assignee_id = places.id
    FROM loose JOIN places USING (turn)
    WHERE task.id = loose.id AND task.assignee_id IS NULL
    RETURNING task.id, places.name
)
INSERT INTO tasks_taskmove (subject_id, came_from, became, moved_at, note)
SELECT id, 'open', 'open', %s, '→ ' || name FROM handed
"""


def open_tasks(
    need: Need, subjects: QuerySet, setting: NeedSetting, role: Role, *, due_at, start_by, now
) -> int:
    """One task for every subject in need that has none. Returns how many were opened."""
    query, parameters = _compiled(subjects)
    row = [
        need.source(need.title),
        need.source(need.how),
        role.pk,
        setting.priority or need.priority,
        need.hours,
        now,
        due_at,
        start_by,
        need.key,
        ContentType.objects.get_for_model(subjects.model).pk,
        need.door,
    ]
    with connection.cursor() as cursor:
        cursor.execute(OPEN.replace("{subjects}", query), [*parameters, *row])
        return cursor.rowcount


def close_tasks(need: Need, subjects: QuerySet, *, now: datetime) -> list[tuple[int, bool]]:
    """End every task whose subject is no longer in need: (id, was its subject lent)."""
    query, parameters = _compiled(subjects)
    return _end(query, [*parameters, need.key, "done", now, need.source(need.done)])


def cancel_tasks(need: Need, *, now: datetime, why: str) -> list[tuple[int, bool]]:
    """End every task of a need that was turned off: (id, was its subject lent)."""
    return _end(NOBODY, [need.key, "cancelled", now, why])


def hand_out(need: Need, people: list[int], *, now: datetime) -> int:
    """Give each task that nobody has to whoever then has the fewest open hours."""
    with connection.cursor() as cursor:
        cursor.execute(HAND_OUT, [need.key, people, need.hours, now])
        return cursor.rowcount


def _end(query: str, parameters: list) -> list[tuple[int, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(CLOSE.replace("{subjects}", query), parameters)
        return cursor.fetchall()


def _compiled(subjects: QuerySet) -> tuple[str, tuple]:
    """The subjects' keys as SQL. A question that cannot have an answer finds nobody."""
    try:
        return subjects.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return NOBODY, ()
