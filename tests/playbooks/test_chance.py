"""The chance to be ready in time, rehearsed with seeded draws."""

from dataclasses import replace
from datetime import timedelta
from time import process_time

import pytest

from roles.playbooks import chance, schedule
from roles.playbooks.chance import Rehearsal
from roles.playbooks.schedule import Piece
from tests.playbooks.test_schedule import FRIDAY, LINES, MONDAY, at


def of(*pieces, ends_at=FRIDAY, now=MONDAY, history=None, seed=1):
    return chance.chance(
        pieces,
        timelines=LINES,
        started_at=MONDAY,
        ends_at=ends_at,
        now=now,
        history=history or {},
        seed=seed,
    )


def test_what_cannot_fail_is_certain_and_what_cannot_succeed_is_not():
    assert of(Piece("text", 4)).chance == 1
    assert of(Piece("text", 100)).chance == 0


def test_the_history_gives_the_odds():
    """Eight hours seven times of ten, else sixteen: so it is done on Monday evening."""
    history = {"text": (8,) * 7 + (16,) * 3}

    found = of(Piece("text", 8), ends_at=at("2026-06-15T18:00"), history=history)

    assert found.chance == pytest.approx(0.7, abs=0.06)
    assert found.promise_at == at("2026-06-16T18:00")


def test_without_variation_it_is_the_schedule():
    """Lags, owners, pins and lunch breaks: where each step takes what it always took."""
    pieces = [
        Piece("text", 12, owner="away"),
        Piece("photo", 3, owner="thursdays", waits=(("text", 2.5),)),
        Piece("count", 4, begins="after_start", offset_days=2),
        Piece("page", 6, owner="mornings", waits=(("photo", 0), ("count", 9))),
        Piece("day", 0, waits=(("page", 0),)),
    ]
    plan = schedule.plan(pieces, timelines=LINES, started_at=MONDAY, ends_at=FRIDAY, now=MONDAY)

    found = of(*pieces, history={piece.key: (piece.hours,) for piece in pieces if piece.hours})

    assert found.promise_at == plan.end_at
    assert of(*pieces, ends_at=plan.end_at).chance < 1


def test_the_same_seed_draws_the_same():
    pieces = [Piece(number, 8) for number in range(5)]
    tight = at("2026-06-16T11:00")

    assert of(*pieces, ends_at=tight, seed=7) == of(*pieces, ends_at=tight, seed=7)
    assert of(*pieces, seed=7).promise_at != of(*pieces, seed=8).promise_at


def test_many_ways_that_meet_are_less_likely_than_each_alone():
    tight = at("2026-06-16T11:00")

    alone = of(Piece("a", 8), ends_at=tight).chance
    together = of(*[Piece(number, 8) for number in range(6)], ends_at=tight).chance

    assert together < alone < 1


def test_what_is_being_done_has_taken_its_hours_already():
    """Six hours in, the runs that took four are out of the question."""
    text = Piece("text", 8, begun_at=MONDAY)
    history = {"text": (4, 4, 4, 4, 8)}
    evening = at("2026-06-15T16:00")

    assert of(text, now=evening, history=history).promise_at == at("2026-06-15T18:00")
    overdue = of(text, now=at("2026-06-17T12:00"), history=history)
    assert overdue.promise_at == at("2026-06-17T12:00")


def test_what_is_over_is_certain():
    done = Piece("text", 8, is_passed=True, begun_at=MONDAY, ended_at=MONDAY + timedelta(hours=2))

    assert of(done, ends_at=at("2026-06-15T11:00")).chance == 1
    assert of(replace(done, ended_at=FRIDAY), ends_at=MONDAY).chance == 0
    assert of().chance == 1


def test_a_run_of_thirty_steps_is_rehearsed_in_a_few_thousandths_of_a_second():
    waits = {key: tuple((after, 1) for after in range(max(key - 3, 0), key)) for key in range(30)}
    pieces = [Piece(key, 4, owner="office", waits=waits[key]) for key in waits]
    rehearsal = Rehearsal(LINES)
    asked = {"started_at": MONDAY, "ends_at": FRIDAY, "now": MONDAY, "history": {}}
    rehearsal.chance(pieces, **asked, seed=0)

    started = process_time()
    for seed in range(5):
        rehearsal.chance(pieces, **asked, seed=seed)
    each = (process_time() - started) / 5

    assert each < 0.03
