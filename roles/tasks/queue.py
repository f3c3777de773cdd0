"""The top of an inbox without reading all of it: a few short index scans, however long it is."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from roles.tasks.querysets import ends_of_day_and_week, hats_of

MOST_COUNTED = 1000  # a longer section says "1,000+"

# A section is made of stretches: everything urgent, then by priority what is due in a time.
STRETCHES = """
WITH stretch (section, since, until, priorities) AS (
    VALUES (0, '-infinity'::timestamptz, 'infinity'::timestamptz, '{1}'::smallint[]),
           (0, '-infinity', %(now)s::timestamptz, '{2,3,4}'),
           (1, %(now)s::timestamptz, %(today_ends)s::timestamptz, '{2,3,4}'),
           (2, %(today_ends)s::timestamptz, %(week_ends)s::timestamptz, '{2,3,4}'),
           (3, %(week_ends)s::timestamptz, 'infinity', '{2,3,4}')
),
lane AS (
    SELECT stretch.*, priority, hat
    FROM stretch CROSS JOIN unnest(priorities) AS priority
    CROSS JOIN unnest(%(hats)s::bigint[] || NULL::bigint) AS hat
)
"""

# The free work of a hat, and, where there is no hat, what the person has in hand.
LINES = """
    SELECT id, priority, due_at FROM (
        (SELECT id, priority, due_at FROM tasks_task
         WHERE status = 'open' AND assignee_id IS NULL AND role_id = lane.hat
           AND priority = lane.priority AND due_at >= lane.since AND due_at < lane.until
         ORDER BY due_at, id LIMIT {most})
        UNION ALL
        (SELECT id, priority, due_at FROM tasks_task
         WHERE lane.hat IS NULL AND status IN ('open', 'taken') AND assignee_id = %(person)s::bigint
           AND priority = lane.priority AND due_at >= lane.since AND due_at < lane.until
         ORDER BY due_at, id LIMIT {most})
    ) AS found
"""

TOP = """
{stretches},
counted AS (
    SELECT lane.section, count(*) AS total
    FROM lane CROSS JOIN LATERAL ({to_count}) AS line GROUP BY lane.section
)
SELECT line.id, section, counted.total
FROM lane CROSS JOIN LATERAL ({to_show}) AS line JOIN counted USING (section)
ORDER BY section, line.priority, line.due_at, line.id LIMIT %(rows)s
"""
TOP = TOP.format(
    stretches=STRETCHES.strip(),
    to_count=LINES.replace("{most}", "%(most)s"),
    to_show=LINES.replace("{most}", "%(rows)s"),
)


class Place(NamedTuple):
    """Where a task stands: in which section, and how many stand there in all."""

    section: int
    total: int


def top(user, *, now: datetime, rows: int) -> dict[int, Place]:
    """The first tasks of a person's inbox in their order, each with its place."""
    return _top(hats_of(user), user.pk, now=now, rows=rows)


def unclaimed(roles: list[int], *, now: datetime, rows: int) -> dict[int, Place]:
    """The first tasks of these roles that nobody has, in the order of an inbox."""
    return _top(roles, None, now=now, rows=rows)


def _top(hats, person, *, now, rows):
    today_ends, week_ends = ends_of_day_and_week(now)
    asked = {
        "now": now,
        "today_ends": today_ends,
        "week_ends": week_ends,
        "hats": hats,
        "person": person,
        "rows": rows,
        "most": MOST_COUNTED + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(TOP, asked)
        return {pk: Place(section, total) for pk, section, total in cursor.fetchall()}
