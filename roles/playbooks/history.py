"""What happened to a run and to its steps, the newest first."""

from django.utils.translation import gettext as _

from config.lib.words import told
from roles.playbooks import board
from roles.playbooks.models import Run, RunStep, RunStepMove

MOST_EVENTS = 40


def events_of(run: Run) -> list[dict]:
    """The last moves of its steps, all of its own, and its beginning."""
    begun = {"at": run.started_at, "by": run.started_by, "text": _("Started")}
    events = [*_of_steps(run), *run.events(begun=begun)]
    return sorted(events, key=lambda event: event["at"], reverse=True)


def _of_steps(run):
    moves = RunStepMove.objects.filter(subject__run=run).exclude(came_from="")
    moves = moves.select_related("moved_by", "subject__step").order_by("-moved_at", "-pk")
    for move in moves[:MOST_EVENTS]:
        yield {
            "at": move.moved_at,
            "by": move.moved_by,
            "text": f"{move.subject}: {RunStep.Status(move.became).label}",
            "note": told(move.note) if move.moved_by_id is None else move.note,
            "state": board.STATES[move.became],
        }
