"""The dates of a run, against numbers worked by hand on a calendar of the wall.

15 June 2026 is a Monday. The office works 9–13 and 14–18, Monday to Friday: eight hours a day.
"""

from dataclasses import replace
from datetime import date, time

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from config.lib.clock import Timeline, WorkingCalendar
from roles.playbooks import schedule
from roles.playbooks.schedule import Cycle, Piece
from tests.reading import ROME, at

OFFICE = {day: [(time(9), time(13)), (time(14), time(18))] for day in range(5)}
MORNINGS = {day: [(time(9), time(13))] for day in range(5)}
ALWAYS = {day: [(time(0), time(23, 59, 59))] for day in range(7)}


def line(hours, *, country="", days_off=(), zone="Europe/Rome"):
    calendar = WorkingCalendar(zone, hours, country, frozenset(days_off))
    return Timeline(calendar, since=date(2026, 6, 1))


LINES = {
    None: line(OFFICE),
    "office": line(OFFICE),
    "mornings": line(MORNINGS),
    "away": line(OFFICE, days_off=[date(2026, 6, 16), date(2026, 6, 17)]),
    "italian": line(OFFICE, country="IT"),
    "thursdays": line({3: OFFICE[3]}),
}


MONDAY = at("2026-06-15T09:00")
FRIDAY = at("2026-06-19T18:00")


def planned(*pieces, now=MONDAY, ends_at=FRIDAY, started_at=MONDAY, timelines=LINES):
    return schedule.plan(
        pieces, timelines=timelines, started_at=started_at, ends_at=ends_at, now=now
    )


def told(plan, key):
    """A step's four dates as one writes them on the wall, and its slack."""
    dates = plan.dates[key]
    four = [dates.earliest_start_at, dates.earliest_end_at]
    four += [dates.latest_start_at, dates.latest_end_at]
    return [f"{day.astimezone(ROME):%d %H:%M}" for day in four] + [dates.slack_hours]


def test_one_step_alone():
    plan = planned(Piece("text", 8))

    assert told(plan, "text") == ["15 09:00", "15 18:00", "19 09:00", "19 18:00", 32]
    assert (plan.end_at, plan.slack_hours) == (at("2026-06-15T18:00"), 32)
    assert plan.critical == ("text",)


def test_one_after_the_other_over_the_night():
    plan = planned(Piece("text", 8), Piece("picture", 12, waits=(("text", 0),)))

    assert told(plan, "text") == ["15 09:00", "15 18:00", "17 14:00", "18 13:00", 20]
    assert told(plan, "picture") == ["16 09:00", "17 13:00", "18 14:00", "19 18:00", 20]
    assert plan.critical == ("text", "picture")


def test_a_lag_passes_in_the_shops_working_hours():
    """The proof dries for six hours: from Monday 18:00 until Tuesday 16:00, lunch between."""
    plan = planned(Piece("print", 8), Piece("check", 2, waits=(("print", 6),)))

    assert told(plan, "print") == ["15 09:00", "15 18:00", "18 09:00", "18 18:00", 24]
    assert told(plan, "check") == ["16 16:00", "16 18:00", "19 16:00", "19 18:00", 24]


def test_the_longer_way_is_critical():
    """Two ways to the end: text 8 → proof 4 = 12 hours, pictures 20 hours."""
    plan = planned(
        Piece("text", 8),
        Piece("proof", 4, waits=(("text", 0),)),
        Piece("pictures", 20),
        Piece("page", 4, waits=(("proof", 0), ("pictures", 0))),
    )

    assert told(plan, "page") == ["17 14:00", "17 18:00", "19 14:00", "19 18:00", 16]
    assert told(plan, "pictures") == ["15 09:00", "17 13:00", "17 09:00", "19 13:00", 16]
    assert told(plan, "proof") == ["16 09:00", "16 13:00", "19 09:00", "19 13:00", 24]
    assert set(plan.critical) == {"pictures", "page"}


def test_no_hour_to_lose():
    plan = planned(Piece("text", 24), Piece("page", 16, waits=(("text", 0),)))

    assert told(plan, "text") == ["15 09:00", "17 18:00", "15 09:00", "17 18:00", 0]
    assert told(plan, "page") == ["18 09:00", "19 18:00", "18 09:00", "19 18:00", 0]
    assert plan.slack_hours == 0


def test_more_work_than_days():
    """48 hours of work, 40 hours of time: a day late, and everything should have begun before."""
    plan = planned(Piece("text", 24), Piece("page", 24, waits=(("text", 0),)))

    assert (plan.end_at, plan.slack_hours) == (at("2026-06-22T18:00"), -8)
    assert told(plan, "text") == ["15 09:00", "17 18:00", "12 09:00", "16 18:00", -8]
    assert told(plan, "page") == ["18 09:00", "22 18:00", "17 09:00", "19 18:00", -8]


def test_a_public_holiday_is_not_worked():
    """2 June is the feast of the Republic, a Tuesday in 2026."""
    plan = planned(
        Piece("text", 12, owner="italian"),
        now=at("2026-06-01T09:00"),
        started_at=at("2026-06-01T09:00"),
        ends_at=at("2026-06-03T18:00"),
    )

    assert told(plan, "text") == ["01 09:00", "03 13:00", "01 14:00", "03 18:00", 4]


def test_an_absence_moves_what_waits_for_it():
    plan = planned(
        Piece("text", 12, owner="away"),
        Piece("page", 4, owner="office", waits=(("text", 0),)),
    )

    assert told(plan, "text") == ["15 09:00", "18 13:00", "18 09:00", "19 13:00", 8]
    assert told(plan, "page") == ["18 14:00", "18 18:00", "19 14:00", "19 18:00", 8]


def test_part_time_hours():
    """Eight hours are two mornings."""
    plan = planned(Piece("text", 8, owner="mornings"))

    assert told(plan, "text") == ["15 09:00", "16 13:00", "18 09:00", "19 13:00", 12]


def test_two_owners_who_seldom_meet():
    """She is in on Thursdays only: he may lose Wednesday without anybody noticing."""
    plan = planned(
        Piece("text", 16, owner="office"),
        Piece("photo", 4, owner="thursdays", waits=(("text", 0),)),
    )

    assert told(plan, "photo") == ["18 09:00", "18 13:00", "18 14:00", "18 18:00", 4]
    assert told(plan, "text") == ["15 09:00", "16 18:00", "16 14:00", "18 13:00", 12]
    assert plan.critical == ("photo",)


@pytest.mark.parametrize(
    ("night", "end"),
    [("2026-03-29", "2026-03-29T09:00"), ("2026-10-25", "2026-10-25T07:00")],
)
def test_eight_hours_on_the_night_the_clock_is_put(night, end):
    """From midnight: in spring at nine in the morning, in autumn at seven."""
    midnight = at(f"{night}T00:00")
    guard = {None: line(ALWAYS)}

    plan = planned(
        Piece("watch", 8), now=midnight, started_at=midnight, ends_at=at(end), timelines=guard
    )

    assert plan.end_at == at(end)
    assert plan.dates["watch"].latest_start_at == midnight
    assert plan.dates["watch"].slack_hours == 0


def test_what_is_done_stays_where_it_was():
    plan = planned(
        Piece("text", 8, is_passed=True, begun_at=MONDAY, ended_at=at("2026-06-15T11:00")),
        Piece("page", 8, waits=(("text", 4),)),
        now=at("2026-06-15T12:00"),
    )

    assert told(plan, "text") == ["15 09:00", "15 11:00", "15 09:00", "15 11:00", None]
    assert told(plan, "page") == ["15 16:00", "16 16:00", "19 09:00", "19 18:00", 26]
    assert plan.critical == ("page",)


def test_what_is_being_done_ends_when_its_hours_have_passed():
    plan = planned(Piece("text", 8, begun_at=at("2026-06-15T11:00")), now=at("2026-06-15T16:00"))

    assert told(plan, "text")[:2] == ["15 11:00", "16 11:00"]


def test_what_is_late_moves_all_after_it_while_time_passes():
    """Eight hours begun on Monday, and on Wednesday noon it is not done."""
    pieces = (Piece("text", 8, begun_at=MONDAY), Piece("page", 8, waits=(("text", 0),)))

    plan = planned(*pieces, now=at("2026-06-17T12:00"))

    assert told(plan, "text")[:2] == ["15 09:00", "17 12:00"]
    assert told(plan, "page") == ["17 12:00", "18 12:00", "19 09:00", "19 18:00", 13]


def test_a_reopened_step_moves_all_after_it():
    """The text was done on Monday; on Wednesday it opens again: the page is a day's work later."""
    page = Piece("page", 8, waits=(("text", 0),))
    done = Piece("text", 8, is_passed=True, begun_at=MONDAY, ended_at=at("2026-06-15T18:00"))
    wednesday = at("2026-06-17T09:00")

    before = planned(done, page, now=wednesday)
    after = planned(
        replace(done, is_passed=False, begun_at=None, ended_at=None), page, now=wednesday
    )

    assert told(before, "page") == ["17 09:00", "17 18:00", "19 09:00", "19 18:00", 16]
    assert told(after, "page") == ["18 09:00", "18 18:00", "19 09:00", "19 18:00", 8]
    assert (before.slack_hours, after.slack_hours) == (16, 8)


def test_a_waived_step_holds_nothing_up():
    plan = planned(Piece("legal", 40, is_passed=True), Piece("page", 8, waits=(("legal", 0),)))

    assert told(plan, "page")[:2] == ["15 09:00", "15 18:00"]


def test_so_many_working_days_after_the_start():
    plan = planned(
        Piece("count", 4, begins="after_start", offset_days=2),
        Piece("label", 4, waits=(("count", 0),)),
    )

    assert told(plan, "count")[:2] == ["17 09:00", "17 13:00"]
    assert told(plan, "label")[:2] == ["17 14:00", "17 18:00"]


def test_so_many_working_days_before_the_end():
    """The freeze begins two working days before the Monday: on Thursday."""
    freeze = Piece("freeze", 1, begins="before_end", offset_days=2)
    monday = at("2026-06-22T09:00")

    plan = planned(freeze, ends_at=monday)

    assert told(plan, "freeze")[:2] == ["18 09:00", "18 10:00"]
    assert schedule.earliest_end([freeze], timelines=LINES, started_at=MONDAY, now=MONDAY) == at(
        "2026-06-15T10:00"
    )


def test_a_step_that_takes_no_time_needs_nobody_at_work():
    saturday = at("2026-06-20T12:00")
    plan = planned(
        Piece("text", 40),
        Piece("day", 0, waits=(("text", 0),)),
        ends_at=saturday,
    )

    assert told(plan, "day") == ["19 18:00", "19 18:00", "20 12:00", "20 12:00", 0]


def test_the_end_is_counted_by_what_is_needed():
    plan = planned(Piece("text", 8), Piece("thanks", 24, is_needed=False, waits=(("text", 0),)))

    assert plan.end_at == at("2026-06-15T18:00")
    assert plan.critical == ("text",)
    assert told(plan, "thanks")[2:] == ["17 09:00", "19 18:00", 8]


def test_a_run_without_steps_is_ready():
    assert planned().end_at == MONDAY


def test_steps_in_a_ring_are_refused_by_name():
    ring = [
        Piece("text", 1, waits=(("page", 0), ("idea", 0))),
        Piece("idea", 1),
        Piece("proof", 1, waits=(("text", 0),)),
        Piece("page", 1, waits=(("proof", 0),)),
    ]

    with pytest.raises(Cycle) as no:
        planned(*ring)

    assert no.value.keys == ["text", "page", "proof"]


# What holds for any playbook


@st.composite
def graphs(draw):
    """Up to 12 steps, each waiting for some of those before it, of any owner."""
    pieces = []
    for number in range(draw(st.integers(1, 12))):
        waits = draw(st.lists(st.integers(0, max(number - 1, 0)), unique=True, max_size=3))
        pieces.append(
            Piece(
                number,
                draw(st.integers(0, 4000)) / 60,
                owner=draw(st.sampled_from(list(LINES))),
                waits=tuple(
                    (after, draw(st.sampled_from([0, 0, 2.5, 11]))) for after in waits if number
                ),
            )
        )
    return pieces


unhurried = settings(deadline=None, max_examples=150)


@unhurried
@given(graphs())
def test_no_step_starts_before_what_it_waits_for_ends(pieces):
    dates = planned(*pieces).dates

    for piece in pieces:
        assert dates[piece.key].earliest_start_at <= dates[piece.key].earliest_end_at
        for after, lag in piece.waits:
            gone = LINES[None].add(dates[after].earliest_end_at, lag) if lag else None
            assert dates[piece.key].earliest_start_at >= (gone or dates[after].earliest_end_at)


@unhurried
@given(graphs())
def test_whoever_keeps_the_latest_dates_is_ready_in_time(pieces):
    """Backward, then forward from there: no step overruns what waits for it, or the end."""
    plan = planned(*pieces, ends_at=at("2026-12-31T18:00"))

    for piece in pieces:
        owner, dates = LINES[piece.owner], plan.dates[piece.key]
        assert dates.slack_hours >= 0
        if piece.hours:
            assert owner.add(dates.latest_start_at, piece.hours) == dates.latest_end_at
        for after, lag in piece.waits:
            end = plan.dates[after].latest_end_at
            assert (LINES[None].add(end, lag) if lag else end) <= dates.latest_start_at


@unhurried
@given(graphs())
def test_the_last_step_is_critical_and_has_no_slack_before_the_end_it_makes(pieces):
    first = planned(*pieces)

    again = planned(*pieces, ends_at=first.end_at)

    assert first.critical
    assert again.critical == first.critical
    assert again.slack_hours == 0
    for key in again.critical:
        assert again.dates[key].slack_hours == 0
    for key, dates in again.dates.items():
        assert dates.slack_hours > 0 or key in again.critical


@unhurried
@given(graphs(), st.data())
def test_what_is_critical_moves_the_end_and_what_is_not_does_not(pieces, data):
    assume(all(piece.hours for piece in pieces))
    plan = planned(*pieces)
    chosen = data.draw(st.sampled_from(pieces))
    longer = [replace(one, hours=one.hours + 1 / 6) if one is chosen else one for one in pieces]
    slack = planned(*pieces, ends_at=plan.end_at).dates[chosen.key].slack_hours

    then = planned(*longer).end_at

    if chosen.key in plan.critical:
        assert then > plan.end_at
    elif slack >= 1 / 6:
        assert then == plan.end_at


@unhurried
@given(graphs())
def test_on_one_calendar_the_end_is_the_longest_way_through_the_graph(pieces):
    """networkx is asked how long the longest way is, in hours; the calendar says when they end."""
    alone = [replace(piece, owner=None) for piece in pieces]
    graph = nx.DiGraph()
    for piece in alone:
        graph.add_edge(("in", piece.key), ("out", piece.key), hours=piece.hours)
        for after, lag in piece.waits:
            graph.add_edge(("out", after), ("in", piece.key), hours=lag)
    longest = nx.dag_longest_path_length(graph, weight="hours")
    assume(longest)

    plan = planned(*alone)

    shop = LINES[None]
    assert shop.hours_between(MONDAY, plan.end_at) == pytest.approx(longest, abs=0.01)


@unhurried
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20))
def test_a_ring_is_found_exactly_where_there_is_one(pairs):
    waits = {key: [after for one, after in pairs if one == key] for key in range(9)}
    graph = nx.DiGraph([(key, after) for key, afters in waits.items() for after in afters])

    ring = schedule.find_cycle(waits)

    assert bool(ring) == (not nx.is_directed_acyclic_graph(graph))
    for one, then in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        assert then in waits[one]
