"""Work that a plan opens: many tasks at once, each with words, hours and dates of its own."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Model

from roles.tasks import actions
from roles.tasks.models import Task

ROWS = """
opening AS (
    SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS one (
        subject_id bigint, title varchar, details text, role_id bigint, assignee_id bigint,
        hours numeric(6, 2), due_at timestamptz, start_by timestamptz, at_risk numeric(12, 2),
        priority smallint, door varchar, is_by_hand boolean, news jsonb
    )
)
"""
OPEN = """
WITH {rows},
opened AS (
    INSERT INTO tasks_task (need, subject_type_id, opened_at, status, is_set_aside, is_lent,
                            subject_id, title, details, role_id, assignee_id, hours, due_at,
                            start_by, at_risk, priority, door, is_by_hand, news)
    SELECT %(need)s, %(about)s, %(now)s, 'open', FALSE, FALSE, opening.*
    FROM opening
    WHERE NOT EXISTS (
        SELECT FROM tasks_task AS task
        WHERE task.need = %(need)s AND task.subject_type_id = %(about)s
          AND task.subject_id = opening.subject_id AND NOT task.need = ''
          AND (task.status IN ('open', 'taken', 'waiting') OR task.is_set_aside)
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
RENEW = """
WITH {rows}
UPDATE tasks_task AS task
SET title = opening.title, details = opening.details, role_id = opening.role_id,
    hours = opening.hours, due_at = opening.due_at, start_by = opening.start_by,
    at_risk = opening.at_risk, priority = opening.priority, is_by_hand = opening.is_by_hand,
    news = opening.news
FROM opening
WHERE task.need = %(need)s AND task.subject_type_id = %(about)s AND NOT task.need = ''
  AND task.subject_id = opening.subject_id AND task.status IN ('open', 'taken', 'waiting')
  AND (task.title, task.details, task.role_id, task.hours, task.due_at, task.start_by,
       task.at_risk, task.priority, task.is_by_hand, task.news)
      IS DISTINCT FROM
      (opening.title, opening.details, opening.role_id, opening.hours, opening.due_at,
       opening.start_by, opening.at_risk, opening.priority, opening.is_by_hand, opening.news)
"""
CLOSE = """
WITH gone AS (
    SELECT id, status FROM tasks_task AS task
    WHERE task.need = %(need)s AND task.subject_type_id = %(about)s AND NOT task.need = ''
      AND task.subject_id = ANY (%(subjects)s)
      AND (task.status IN ('open', 'taken', 'waiting') OR task.is_set_aside)
    ORDER BY id
    FOR UPDATE
),
forgiven AS (
    UPDATE tasks_task AS task SET is_set_aside = FALSE
    FROM gone WHERE task.id = gone.id AND gone.status = 'cancelled'
),
closed AS (
    UPDATE tasks_task AS task
    SET status = %(status)s, ended_at = %(now)s, waiting_until = NULL, waiting_for_id = NULL
    FROM gone WHERE task.id = gone.id AND gone.status <> 'cancelled'
    RETURNING task.id, task.is_lent, gone.status AS came_from
),
told AS (
    INSERT INTO tasks_taskmove (subject_id, came_from, became, moved_at, moved_by_id, note)
    SELECT id, came_from, %(status)s, %(now)s, %(by)s, %(note)s FROM closed
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


@transaction.atomic
def open_many(
    need: str, about: type[Model], openings: Iterable[Opening], *, now: datetime
) -> list[int]:
    """Every subject that has no live task of this need gets one: the keys of the new ones."""
    asked = _of(need, about) | {"rows": _rows(openings), "now": now}
    with connection.cursor() as cursor:
        cursor.execute(OPEN.format(rows=ROWS.strip()), asked)
        opened = [pk for (pk,) in cursor.fetchall()]
    _let_outsiders_see(opened)
    return opened


def renew(need: str, about: type[Model], openings: Iterable[Opening]) -> int:
    """Dates, hours and words of live tasks follow the plan; whose they are stays as it is."""
    asked = _of(need, about) | {"rows": _rows(openings)}
    with connection.cursor() as cursor:
        cursor.execute(RENEW.format(rows=ROWS.strip()), asked)
        return cursor.rowcount


@transaction.atomic
def close(
    need: str,
    about: type[Model],
    subjects: Collection[int],
    *,
    now: datetime,
    status: str = Task.Status.DONE,
    by: int | None = None,
    note: str = "",
) -> int:
    """End the live tasks of these subjects, and give back what was lent for them."""
    if not subjects:
        return 0
    asked = _of(need, about) | {"subjects": list(subjects), "status": str(status)}
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, asked | {"now": now, "by": by, "note": note})
        closed = cursor.fetchall()
    return actions.settle_loans(closed)


def _rows(openings: Iterable[Opening]) -> str:
    return json.dumps([vars(one) for one in openings], default=str)


def _of(need: str, about: type[Model]) -> dict:
    return {"need": need, "about": ContentType.objects.get_for_model(about).pk}


def _let_outsiders_see(opened: list[int]) -> None:
    """Who is given work about what they may not see, may see it while the work lasts."""
    if not opened:
        return
    given = Task.objects.filter(pk__in=opened, assignee__isnull=False)
    people = {}  # one of each person, so that their rights are asked once
    for task in given.select_related("assignee").prefetch_related("subject"):
        task.assignee = people.setdefault(task.assignee_id, task.assignee)
        actions.let_see(task)
