"""One look at many runs: ask, settle, plan, and bring the tasks into step."""

from collections.abc import Collection, Iterator
from datetime import datetime

import structlog
from django.db import transaction

from roles.playbooks import asking, cases, dating, settling, team, work, writing
from roles.playbooks.asking import Answers
from roles.playbooks.cases import Case
from roles.playbooks.models import Run
from roles.playbooks.team import Team
from roles.playbooks.work import Tasks

log = structlog.get_logger(__name__)

AT_ONCE = 200  # runs in one transaction: nobody waits longer for a run than these take


def look(pks: Collection[int], *, now: datetime, wait: bool = False) -> int:
    """Look at these runs. One that cannot be looked at holds up no other."""
    looked = 0
    for some in _batches(sorted(pks)):
        try:
            looked += _look(some, now=now, wait=wait)
        except Exception:
            if len(some) == 1:
                raise
            log.exception("runs_could_not_be_looked_at_together", runs=len(some))
            looked += sum(_look_alone(pk, now=now, wait=wait) for pk in some)
    return looked


def _look_alone(pk: int, *, now: datetime, wait: bool) -> int:
    try:
        return _look([pk], now=now, wait=wait)
    except Exception:  # the next look finds it again; the log says which and why
        log.exception("run_could_not_be_looked_at", run=pk)
        return 0


def _look(pks: list[int], *, now: datetime, wait: bool) -> int:
    """Ask without holding anything, then settle what nobody else holds or has looked at since."""
    runs = list(Run.objects.running().filter(pk__in=pks).select_related("playbook"))
    answers = asking.ask(runs, now=now)
    with transaction.atomic():
        held = cases.hold(pks, looked_before=now, wait=wait)
        tasks = work.of(held)
        settle(held, answers, team.of(held, tasks.people(), now=now), tasks, now=now)
    return len(held)


def settle(
    held: list[Case], answers: Answers | None, people: Team, tasks: Tasks, *, now: datetime
) -> None:
    """Where the facts and the people have put each step; then dates, tasks and history.

    Without answers what was heard last still counts: somebody only moved a step by hand.
    """
    planned = set()
    for case in held:
        if answers is not None:
            settling.hear(case, answers, now=now)
        if not case.is_over:
            work.follow(case, tasks, people, now=now)
            settling.settle(case, people, now=now)
            settling.end_what_is_done(case, now=now)
        if dating.plan(case, people, now=now):
            planned.add(case.run.pk)
    writing.write(held)
    work.bring_into_step(held, tasks, people, planned=planned, now=now)


def _batches(pks: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(pks), AT_ONCE):
        yield pks[first : first + AT_ONCE]
