"""Golden tables of the customer's clocks: worked out by hand on a calendar with a lunch break."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from config.lib.clock import WorkingCalendar
from customer_care import clocks
from customer_care.clocks import Pace
from tests.reading import at

MORNING, AFTERNOON = (time(9), time(13)), (time(14), time(18))
SHOP = WorkingCalendar(
    zone="Europe/Rome",
    hours={day: [MORNING, AFTERNOON] for day in range(5)} | {5: [MORNING]},
    country="IT",
    days_off=frozenset([date(2026, 8, 14)]),
)
PACE = Pace(SHOP, first_answer_hours=4, update_hours=8, solution_hours=16, role_hours=2)


def same(one, other):
    return one.astimezone(UTC) == other.astimezone(UTC)


@dataclass
class Row:
    """What the clocks look at of a conversation."""

    status: str = "open"
    first_answer_due_at: datetime | None = None
    first_answered_at: datetime | None = None
    update_due_at: datetime | None = None
    solution_due_at: datetime | None = None
    solution_left: timedelta | None = None

    def is_running(self):
        return self.status in ("new", "open", "waiting_role")

    def then(self, changes, status=None):
        known = {name: value for name, value in changes.items() if hasattr(self, name)}
        return Row(**(vars(self) | known | ({"status": status} if status else {})))


@pytest.mark.parametrize(
    ("written", "answer_due", "solution_due"),
    [
        # a Monday morning: over lunch nothing passes
        ("2026-06-15 10:00", "2026-06-15 15:00", "2026-06-17 10:00"),
        # in the lunch break: from two o'clock
        ("2026-06-15 13:20", "2026-06-15 18:00", "2026-06-17 13:00"),
        # at closing: from the next morning
        ("2026-06-15 18:00", "2026-06-16 13:00", "2026-06-17 18:00"),
        # a Friday evening: Saturday is half a day, Sunday none
        ("2026-06-19 17:00", "2026-06-20 12:00", "2026-06-23 12:00"),
        # the night before the Republic's holiday, 2 June
        ("2026-06-01 17:00", "2026-06-03 12:00", "2026-06-04 17:00"),
        # before a closure of the shop's own and the holiday of 15 August, a Saturday
        ("2026-08-13 16:00", "2026-08-17 11:00", "2026-08-18 16:00"),
        # over the night in which the clocks go back: working hours are what they are
        ("2026-10-24 12:00", "2026-10-26 12:00", "2026-10-27 17:00"),
    ],
)
def test_an_answer_and_a_solution_are_owed_in_working_hours(written, answer_due, solution_due):
    changes = clocks.begin(PACE, at=at(written))

    assert same(changes["first_answer_due_at"], at(answer_due))
    assert same(changes["solution_due_at"], at(solution_due))


def begun(written="2026-06-15 10:00"):
    return Row("new").then(clocks.begin(PACE, at=at(written)))


def test_our_answer_stops_the_first_answer_and_the_update_clock():
    row = begun()

    first = row.then(clocks.answered(row, at=at("2026-06-15 11:00")))
    heard = first.then(clocks.heard(first, PACE, at=at("2026-06-15 12:00")))
    second = heard.then(clocks.answered(heard, at=at("2026-06-15 15:00")))

    assert first.first_answered_at == at("2026-06-15 11:00")
    assert same(heard.update_due_at, at("2026-06-16 12:00"))
    assert second.update_due_at is None
    assert second.first_answered_at == at("2026-06-15 11:00")


def test_of_several_unanswered_words_the_first_one_counts():
    row = begun()
    answered = row.then(clocks.answered(row, at=at("2026-06-15 11:00")))

    once = answered.then(clocks.heard(answered, PACE, at=at("2026-06-15 12:00")))
    twice = once.then(clocks.heard(once, PACE, at=at("2026-06-16 09:00")))
    impatient = row.then(clocks.heard(row, PACE, at=at("2026-06-15 11:00")))

    assert twice.update_due_at == once.update_due_at
    assert impatient.first_answer_due_at == row.first_answer_due_at
    assert impatient.update_due_at is None


def test_while_the_customer_is_to_answer_the_solution_clock_stands_still():
    row = begun()  # 16 hours: due on Wednesday at 10

    still = row.then(clocks.stand_still(row, PACE, at=at("2026-06-15 12:00")), "waiting_customer")
    again = still.then(clocks.go_on(still, PACE, at=at("2026-06-18 16:00")), "open")

    assert still.solution_due_at is None
    assert still.solution_left == timedelta(hours=14)  # two were used
    assert same(again.solution_due_at, at("2026-06-20 13:00"))  # 2 + 8 + 4: half a Saturday
    assert again.solution_left is None


def test_pauses_of_a_day_and_of_weeks_cost_nobody_anything():
    row = begun()

    for stands, goes_on in (("06-16 09:00", "06-17 09:00"), ("06-18 09:00", "07-02 09:00")):
        row = row.then(clocks.stand_still(row, PACE, at=at(f"2026-{stands}")))
        row = row.then(clocks.go_on(row, PACE, at=at(f"2026-{goes_on}")))

    assert same(row.solution_due_at, at("2026-07-02 10:00"))  # 7 + 8 hours used, one is left


def test_a_promise_that_was_broken_stays_broken():
    row = begun()
    late = at("2026-06-18 10:00")

    still = row.then(clocks.stand_still(row, PACE, at=late))
    again = still.then(clocks.go_on(still, PACE, at=late + timedelta(days=9)))

    assert again.solution_due_at == row.solution_due_at


def test_a_role_has_a_clock_of_its_own_and_the_customers_runs_on():
    row = begun()

    changes = clocks.asked(PACE, at=at("2026-06-15 12:00"))
    after = row.then(changes)

    assert same(changes["role_due_at"], at("2026-06-15 15:00"))
    assert (after.solution_due_at, after.first_answer_due_at) == (
        row.solution_due_at,
        row.first_answer_due_at,
    )


def test_solved_stops_all_clocks_and_a_new_word_lets_the_rest_run():
    row = begun()
    answered = row.then(clocks.answered(row, at=at("2026-06-15 11:00")))

    solved = answered.then(clocks.solve(answered, PACE, at=at("2026-06-15 12:00")), "solved")
    again = solved.then(clocks.heard(solved, PACE, at=at("2026-06-20 12:00")), "open")

    assert solved.solution_due_at == row.solution_due_at  # kept: this is what was promised
    assert solved.solution_left == timedelta(hours=14)
    assert same(again.solution_due_at, at("2026-06-23 15:00"))
    assert same(again.update_due_at, at("2026-06-22 17:00"))


def test_solved_while_the_customer_was_to_answer_is_in_time():
    row = begun()
    still = row.then(clocks.stand_still(row, PACE, at=at("2026-06-15 12:00")), "waiting_customer")

    solved = still.then(clocks.solve(still, PACE, at=at("2026-07-01 12:00")), "solved")

    assert solved.solution_due_at > at("2026-07-01 12:00")
    assert solved.solution_left == timedelta(hours=14)


def test_who_was_never_answered_and_writes_again_waits_from_then():
    row = begun()
    solved = row.then(clocks.solve(row, PACE, at=at("2026-06-15 12:00")), "solved")

    again = solved.then(clocks.heard(solved, PACE, at=at("2026-06-22 09:00")), "open")

    assert same(again.first_answer_due_at, at("2026-06-22 13:00"))


def test_nobody_working_lets_plain_hours_pass():
    pace = Pace(WorkingCalendar(zone="Europe/Rome", hours={}), first_answer_hours=4)

    due = clocks.begin(pace, at=at("2026-06-15 10:00"))["first_answer_due_at"]

    assert same(due, at("2026-06-15 14:00"))
