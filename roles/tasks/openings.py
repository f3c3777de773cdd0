"""Work that a plan opens: many tasks at once, each with words, hours and dates of its own."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Model

from roles.tasks import actions, statements
from roles.tasks.models import Task
from roles.tasks.statements import ROWS, Opening, as_rows

RENEW = """
UPDATE tasks_task AS task
SET title = opening.title, details = opening.details, role_id = opening.role_id,
    hours = opening.hours, due_at = opening.due_at, start_by = opening.start_by,
    at_risk = opening.at_risk, priority = opening.priority, is_by_hand = opening.is_by_hand,
    news = opening.news
FROM {rows}
WHERE task.need = %s AND task.subject_type_id = %s AND NOT task.need = ''
  AND task.subject_id = opening.subject_id AND task.status IN ('open', 'taken', 'waiting')
  AND (task.title, task.details, task.role_id, task.hours, task.due_at, task.start_by,
       task.at_risk, task.priority, task.is_by_hand, task.news)
      IS DISTINCT FROM
      (opening.title, opening.details, opening.role_id, opening.hours, opening.due_at,
       opening.start_by, opening.at_risk, opening.priority, opening.is_by_hand, opening.news)
""".replace("{rows}", ROWS)
EACH = "SELECT * FROM {rows}".replace("{rows}", ROWS)
THESE = "task.subject_type_id = %s AND task.subject_id = ANY (%s)"


@transaction.atomic
def open_many(
    need: str, about: type[Model], openings: Iterable[Opening], *, now: datetime
) -> list[int]:
    """Every subject that has no live task of this need gets one: the keys of the new ones."""
    opened = statements.open_tasks(need, _kind(about), EACH, [as_rows(openings)], now=now)
    _let_outsiders_see(opened)
    return opened


def renew(need: str, about: type[Model], openings: Iterable[Opening]) -> int:
    """Dates, hours and words of live tasks follow the plan; whose they are stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute(RENEW, [as_rows(openings), need, _kind(about)])
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
    which = [_kind(about), list(subjects)]
    told = {"status": status, "now": now, "by": by, "note": note}
    return actions.settle_loans(statements.end_tasks(need, THESE, which, **told))


def _kind(about: type[Model]) -> int:
    return ContentType.objects.get_for_model(about).pk


def _let_outsiders_see(opened: list[int]) -> None:
    """Who is given work about what they may not see, may see it while the work lasts."""
    if not opened:
        return
    given = Task.objects.filter(pk__in=opened, assignee__isnull=False)
    people = {}  # one of each person, so that their rights are asked once
    for task in given.select_related("assignee").prefetch_related("subject"):
        task.assignee = people.setdefault(task.assignee_id, task.assignee)
        actions.let_see(task)
