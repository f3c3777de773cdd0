"""How long a step takes here: the lead time typed in, until the team's own history can tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from roles.playbooks.models import Step

ENOUGH_RUNS = 5
REMEMBERED = timedelta(days=730)  # how a team worked longer ago says little about today
MOST_DRAWN = 200  # of the newest durations, for the chance to meet a date

Kind = tuple[int, str, int]  # a playbook, a step's key, a role

MEASURE = """
SELECT edition.playbook_id, step.key, step.role_id, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY done.worked_hours),
       percentile_cont(0.8) WITHIN GROUP (ORDER BY done.worked_hours),
       (array_agg(done.worked_hours::float ORDER BY done.done_at DESC, done.id))[1:%(most)s]
FROM playbooks_runstep AS done
JOIN playbooks_step AS step ON step.id = done.step_id
JOIN playbooks_edition AS edition ON edition.id = step.edition_id
WHERE done.status = 'done' AND done.worked_hours IS NOT NULL AND done.done_at >= %(since)s
  AND (%(playbooks)s::bigint[] IS NULL OR edition.playbook_id = ANY (%(playbooks)s::bigint[]))
GROUP BY 1, 2, 3
HAVING count(*) >= %(enough)s
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What the team's own runs of a step took, in working hours: half of them, four of five."""

    runs: int
    p50: float
    p80: float
    hours: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Duration:
    """How long a step takes: in the plan, in a promise, and out of how many runs one knows."""

    hours: float
    promise_hours: float
    runs: int = 0
    history: tuple[float, ...] = ()


def measured(*, now: datetime, playbooks: Iterable[int] | None = None) -> dict[Kind, Measured]:
    """What the steps took of which there are runs enough, whichever edition they were run in."""
    asked = {
        "since": now - REMEMBERED,
        "playbooks": None if playbooks is None else list(playbooks),
        "enough": ENOUGH_RUNS,
        "most": MOST_DRAWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(MEASURE, asked)
        return {
            (playbook, key, role): Measured(runs, p50, p80, tuple(hours))
            for playbook, key, role, runs, p50, p80, hours in cursor.fetchall()
        }


def of(step: Step, known: Mapping[Kind, Measured], *, playbook_id: int) -> Duration:
    """A step's duration: its history where it has one, else the lead time typed in."""
    history = known.get((playbook_id, step.key, step.role_id))
    if history is None:
        return Duration(float(step.lead_hours), float(step.lead_hours))
    return Duration(history.p50, history.p80, history.runs, history.hours)
