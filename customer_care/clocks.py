"""The customer's clocks: what an event changes. Nothing here writes a row or reads the clock.

*First answer* runs from the customer's first word to ours, *update* from any later word of theirs.
*Solution* runs from the beginning to the end, and stands still while the customer is to answer.
A *role's* own clock runs beside them while the conversation waits for that role.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from config.lib.clock import WorkingCalendar


@dataclass(frozen=True)
class Pace:
    """What is promised, in working hours, and the calendar on which they pass."""

    calendar: WorkingCalendar
    first_answer_hours: float = 4
    update_hours: float = 8
    solution_hours: float = 24
    role_hours: float = 4

    def after(self, at: datetime, hours: float) -> datetime:
        return self.calendar.add_hours(at, float(hours))


def begin(pace: Pace, *, at: datetime) -> dict:
    """A customer's first word: we owe an answer and a solution."""
    return {
        "first_answer_due_at": pace.after(at, pace.first_answer_hours),
        "solution_due_at": pace.after(at, pace.solution_hours),
    }


def heard(one, pace: Pace, *, at: datetime) -> dict:
    """Another word of the customer's. Of several unanswered words the first one counts."""
    changes = go_on(one, pace, at=at)
    if one.first_answered_at is None:
        if not one.is_running():  # it was put aside unanswered: the wait begins now
            changes["first_answer_due_at"] = pace.after(at, pace.first_answer_hours)
    elif one.update_due_at is None:
        changes["update_due_at"] = pace.after(at, pace.update_hours)
    return changes


def answered(one, *, at: datetime) -> dict:
    """We have answered: the first-answer and the update clock stop."""
    return {"first_answered_at": one.first_answered_at or at, "update_due_at": None}


def stand_still(one, pace: Pace, *, at: datetime) -> dict:
    """It is the customer's turn: the solution clock keeps what is left of it. Past is past."""
    if one.solution_due_at is None or one.solution_due_at < at:
        return {}
    left = timedelta(hours=pace.calendar.hours_between(at, one.solution_due_at))
    return {"solution_due_at": None, "solution_left": left}


def go_on(one, pace: Pace, *, at: datetime) -> dict:
    """It is our turn again: the solution clock runs on with what was left."""
    if one.solution_left is None:
        return {}
    hours = one.solution_left.total_seconds() / 3600
    return {"solution_due_at": pace.after(at, hours), "solution_left": None}


def asked(pace: Pace, *, at: datetime) -> dict:
    """A role was asked: its own clock starts, and the customer's run on."""
    return {"waiting_since": at, "role_due_at": pace.after(at, pace.role_hours)}


def solve(one, pace: Pace, *, at: datetime) -> dict:
    """All clocks stop. What is left of the solution's is kept, should the customer come back."""
    due, left = one.solution_due_at, one.solution_left
    if left is not None:
        due = pace.after(at, left.total_seconds() / 3600)
    elif due is not None and due >= at:
        left = timedelta(hours=pace.calendar.hours_between(at, due))
    return {"solved_at": at, "solution_due_at": due, "solution_left": left, "update_due_at": None}
