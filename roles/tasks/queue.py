"""The top of an inbox without reading all of it: a few short index scans, however long it is."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from roles.tasks.kinds import patterns
from roles.tasks.querysets import ends_of_day_and_week, role_ids_of

MOST_COUNTED = 1000  # a longer section says "1,000+"

# A section is made of stretches: everything urgent, then by priority what must begin in a time.
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

# The free work of a hat, and, where there is no hat, what the person has in hand. Work that money
# waits for is found by itself, so that it can stand first among what must begin as soon.
FREE = "status = 'open' AND assignee_id IS NULL AND role_id = lane.hat"
IN_HAND = "lane.hat IS NULL AND status IN ('open', 'taken') AND assignee_id = %(person)s::bigint"
LINE = """
(SELECT id, priority, COALESCE(start_by, due_at) AS begin_by, at_risk FROM tasks_task
 WHERE {whose} AND at_risk IS {dear} AND priority = lane.priority
   AND COALESCE(start_by, due_at) >= lane.since AND COALESCE(start_by, due_at) < lane.until {kind}
 ORDER BY COALESCE(start_by, due_at), id LIMIT {most})
"""

TOP = """
{stretches},
counted AS (
    SELECT lane.section, count(*) AS total
    FROM lane CROSS JOIN LATERAL ({to_count}) AS line GROUP BY lane.section
)
SELECT line.id, section, counted.total
FROM lane CROSS JOIN LATERAL ({to_show}) AS line JOIN counted USING (section)
ORDER BY section, line.priority,
         line.at_risk / (1 + greatest(extract(epoch FROM line.begin_by - %(now)s), 0) / 86400)
             DESC NULLS LAST,
         line.begin_by, line.id
LIMIT %(rows)s
"""
KIND = "AND need LIKE ANY (%(is_of)s) AND NOT need LIKE ANY (%(is_not_of)s)"


def _lines(most: str, dear_most: str, kind: str) -> str:
    return " UNION ALL ".join(
        LINE.format(whose=whose, dear=dear, most=limit, kind=kind)
        for whose in (FREE, IN_HAND)
        for dear, limit in (("NULL", most), ("NOT NULL", dear_most))
    )


def _top_sql(kind: str) -> str:
    most, rows = "%(most)s", "%(rows)s"
    return TOP.format(
        stretches=STRETCHES.strip(),
        to_count=_lines(most, most, kind),
        to_show=_lines(rows, most, kind),
    )


ALL, OF_A_KIND = _top_sql(""), _top_sql(KIND)


class Place(NamedTuple):
    """Where a task stands: in which section, and how many stand there in all."""

    section: int
    total: int


def top(user, *, now: datetime, rows: int, kind: str = "") -> dict[int, Place]:
    """The first tasks of a person's inbox, or those of a kind, in their order with their place."""
    return _top(role_ids_of(user), user.pk, now=now, rows=rows, kind=kind)


def unclaimed(roles: list[int], *, now: datetime, rows: int) -> dict[int, Place]:
    """The first tasks of these roles that nobody has, in the order of an inbox."""
    return _top(roles, None, now=now, rows=rows)


def _top(hats, person, *, now, rows, kind=""):
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
    if kind:
        asked["is_of"], asked["is_not_of"] = patterns(kind)
    with connection.cursor() as cursor:
        cursor.execute(OF_A_KIND if kind else ALL, asked)
        return {pk: Place(section, total) for pk, section, total in cursor.fetchall()}
