"""The set-based half of needs: one statement opens, one closes, one hands out, however many."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from roles.tasks import statements
from roles.tasks.models import NeedSetting
from roles.tasks.needs import Need
from roles.tasks.statements import ROWS, Opening, as_rows
from roles.team.models import Role

NOBODY = "SELECT NULL::bigint WHERE FALSE"
# One opening, alike for each subject. The limit tells the planner so.
FOR_EACH = """
    SELECT subjects.pk AS subject_id, title, details, role_id, assignee_id, hours, due_at,
           start_by, at_risk, priority, door, is_by_hand, news
    FROM (SELECT * FROM {rows} LIMIT 1) AS alike CROSS JOIN ({subjects}) AS subjects (pk)
""".replace("{rows}", ROWS)
GONE = "NOT EXISTS (SELECT FROM ({subjects}) AS subjects (pk) WHERE subjects.pk = task.subject_id)"
HAND_OUT = """
WITH loose AS (
    SELECT id, row_number() OVER (ORDER BY priority, due_at, id) AS turn
    FROM (
        SELECT id, priority, due_at FROM tasks_task
        WHERE need = %s AND NOT need = '' AND status = 'open' AND assignee_id IS NULL
        ORDER BY id
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
    alike = Opening(
        subject_id=0,
        title=need.source(need.title),
        details=need.source(need.how),
        role_id=role.pk,
        priority=setting.priority or need.priority,
        hours=need.hours,
        due_at=due_at,
        start_by=start_by,
        door=need.door,
    )
    about = ContentType.objects.get_for_model(subjects.model).pk
    each = FOR_EACH.replace("{subjects}", query), [as_rows([alike]), *parameters]
    return len(statements.open_tasks(need.key, about, *each, now=now))


def close_tasks(need: Need, subjects: QuerySet, *, now: datetime) -> list[tuple[int, bool]]:
    """End every task whose subject is no longer in need: (id, was its subject lent)."""
    query, parameters = _compiled(subjects)
    gone, note = GONE.replace("{subjects}", query), need.source(need.done)
    return statements.end_tasks(need.key, gone, parameters, status="done", now=now, note=note)


def cancel_tasks(need: Need, *, now: datetime, why: str) -> list[tuple[int, bool]]:
    """End every task of a need that was turned off: (id, was its subject lent)."""
    return statements.end_tasks(need.key, status="cancelled", now=now, note=why)


def hand_out(need: Need, people: list[int], *, now: datetime) -> int:
    """Give each task that nobody has to whoever then has the fewest open hours."""
    with connection.cursor() as cursor:
        cursor.execute(HAND_OUT, [need.key, people, need.hours, now])
        return cursor.rowcount


def _compiled(subjects: QuerySet) -> tuple[str, tuple]:
    """The subjects' keys as SQL. A question that cannot have an answer finds nobody."""
    try:
        return subjects.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return NOBODY, ()
