"""When each step of a run can and must be done. Plain values in, plain values out.

Forward: a step starts when all it waits for has ended, the lags have passed, and its owner works.
Backward: the latest it may end for the rest still to be ready in time. Durations pass on the
owner's calendar, lags on the shop's: a lag is nobody's work.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from config.lib.clock import Timeline, in_seconds

AFTER_START, BEFORE_END = "after_start", "before_end"
SHOP = None  # the owner of what nobody in particular does

Key = Hashable
Timelines = Mapping[Key, Timeline]


class Cycle(ValueError):
    """Steps that wait for each other in a ring, in its order."""

    def __init__(self, keys: list[Key]):
        super().__init__(keys)
        self.keys = keys


@dataclass(frozen=True, slots=True)
class Piece:
    """A step as the schedule sees it. Begun and not passed, somebody is doing it."""

    key: Key
    hours: float
    owner: Key = SHOP
    waits: tuple[tuple[Key, float], ...] = ()
    begins: str = "when_free"
    offset_days: int = 0
    is_passed: bool = False
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Dates:
    """When a step can be done, when it must be, and the working hours in between."""

    earliest_start_at: datetime
    earliest_end_at: datetime
    latest_start_at: datetime
    latest_end_at: datetime
    slack_hours: float | None = None
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The dates of every step of a run, and when it will be ready."""

    dates: dict[Key, Dates]
    end_at: datetime
    slack_hours: float

    @property
    def critical(self) -> tuple[Key, ...]:
        """The steps that move the end when they move, in their order."""
        return tuple(key for key, dates in self.dates.items() if dates.is_critical)


def plan(
    pieces: Iterable[Piece],
    *,
    timelines: Timelines,
    started_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> Plan:
    """Place every step between now and the day all must be ready."""
    ordered, shop = in_order(pieces), timelines[SHOP]
    spans = forward(ordered, timelines, started_at=started_at, ends_at=ends_at, now=now)
    end = _end(ordered, spans, now=now)
    must = _backward(ordered, timelines, dict.fromkeys(spans, second_of(ends_at)))
    drives = _backward(ordered, timelines, {piece.key: end for piece in needed(ordered)})
    return Plan(
        dates={piece.key: _dates(piece, timelines, spans, must, drives) for piece in ordered},
        end_at=_moment(end),
        slack_hours=(shop.position(ends_at) - shop.position_at(end)) / 3600,
    )


def earliest_end(
    pieces: Iterable[Piece], *, timelines: Timelines, started_at: datetime, now: datetime
) -> datetime:
    """When all could be ready if everybody starts now: nothing is kept for the last days."""
    ordered = in_order(pieces)
    spans = forward(ordered, timelines, started_at=started_at, ends_at=None, now=now)
    return _moment(_end(ordered, spans, now=now))


# What waits for what


def in_order(pieces: Iterable[Piece]) -> list[Piece]:
    """Every step after all it waits for, else in the order given. A ring is refused."""
    pieces = list(pieces)
    known = {piece.key for piece in pieces}
    missing = {
        piece.key: {after for after, _lag in piece.waits if after in known} for piece in pieces
    }
    ordered: list[Piece] = []
    placed: set[Key] = set()
    while len(ordered) < len(pieces):
        free = [one for one in pieces if one.key not in placed and missing[one.key] <= placed]
        if not free:
            raise Cycle(find_cycle(missing))
        ordered += free
        placed |= {piece.key for piece in free}
    return ordered


def find_cycle(waits: Mapping[Key, Iterable[Key]]) -> list[Key]:
    """The steps of one ring, each waiting for the next and the last for the first; else none."""
    done: set[Key] = set()
    for first in waits:
        path: list[Key] = []
        turns = [iter([first])]
        while turns:
            key = next(turns[-1], None)
            if key is None:
                turns.pop()
                if path:
                    done.add(path.pop())
            elif key in path:
                return path[path.index(key) :]
            elif key not in done and key in waits:
                path.append(key)
                turns.append(iter(waits[key]))
    return []


def pins_of(
    pieces: Iterable[Piece], shop: Timeline, *, started_at: datetime, ends_at: datetime | None
) -> dict[Key, int]:
    """The second before which a step that hangs on the start or the end must not begin."""
    pins = {}
    for piece in pieces:
        if piece.begins == AFTER_START:
            pins[piece.key] = second_of(shop.days_after(started_at, piece.offset_days))
        elif piece.begins == BEFORE_END and ends_at is not None:
            pins[piece.key] = second_of(shop.days_before(ends_at, piece.offset_days))
    return pins


# Forward and backward, in whole seconds


def forward(
    ordered: list[Piece],
    timelines: Timelines,
    *,
    started_at: datetime,
    ends_at: datetime | None,
    now: datetime,
) -> dict[Key, tuple[int, int]]:
    """The earliest start and end of each step."""
    shop, today = timelines[SHOP], second_of(now)
    pins = pins_of(ordered, shop, started_at=started_at, ends_at=ends_at)
    spans: dict[Key, tuple[int, int]] = {}
    for piece in ordered:
        line = timelines.get(piece.owner, shop)
        if piece.is_passed:
            spans[piece.key] = happened(piece, started_at)
        elif piece.begun_at:
            start = second_of(piece.begun_at)
            spans[piece.key] = start, max(_later(line, start, in_seconds(piece.hours)), today)
        else:
            waits = [(spans[after][1], lag) for after, lag in piece.waits if after in spans]
            frees = [_later(shop, end, in_seconds(lag)) for end, lag in waits]
            free = max(today, pins.get(piece.key, today), *frees)
            spans[piece.key] = _placed(line, free, in_seconds(piece.hours))
    return spans


def happened(piece: Piece, started_at: datetime) -> tuple[int, int]:
    """When a step that is over began and ended. Waived without a date, it never held anything."""
    end = piece.ended_at or piece.begun_at or started_at
    return second_of(piece.begun_at or end), second_of(end)


def _placed(line: Timeline, free: int, seconds: int) -> tuple[int, int]:
    """The first span of so much work after a second. What takes no time needs nobody at work."""
    if not seconds:
        return free, free
    position = line.position_at(free)
    return line.latest_second_at(position), line.second_at(position + seconds)


def _backward(
    ordered: list[Piece], timelines: Timelines, bounds: dict[Key, int]
) -> dict[Key, tuple[int, int]]:
    """The latest start and end of each step that something holds to a date."""
    shop, ends, spans = timelines[SHOP], dict(bounds), {}
    for piece in reversed(ordered):
        if piece.is_passed or piece.key not in ends:
            continue
        end, line = ends[piece.key], timelines.get(piece.owner, shop)
        start = _earlier(line, end, in_seconds(piece.hours))
        spans[piece.key] = start, end
        for after, lag in () if piece.begun_at else piece.waits:
            held = _earlier(shop, start, in_seconds(lag))
            ends[after] = min(ends.get(after, held), held)
    return spans


def _dates(piece: Piece, timelines: Timelines, spans, must, drives) -> Dates:
    """A step's dates as moments. It is critical where it has no hour to lose before the end."""
    start, end = spans[piece.key]
    if piece.is_passed:
        return Dates(_moment(start), _moment(end), _moment(start), _moment(end))
    line = timelines.get(piece.owner, timelines[SHOP])
    latest_start, bound = must[piece.key]
    ends, latest = line.position_at(end), line.position_at(bound)
    drive = drives.get(piece.key)
    return Dates(
        earliest_start_at=_moment(start),
        earliest_end_at=_moment(end),
        latest_start_at=_moment(latest_start),
        latest_end_at=_moment(line.second_at(latest) if piece.hours else bound),
        slack_hours=(latest - ends) / 3600,
        is_critical=drive is not None and line.position_at(drive[1]) <= ends,
    )


def needed(ordered: list[Piece]) -> list[Piece]:
    """The steps the end is counted by."""
    return [piece for piece in ordered if piece.is_needed] or ordered


def _end(ordered: list[Piece], spans: dict[Key, tuple[int, int]], *, now: datetime) -> int:
    """When the last step is done that is needed; where none is, the last of all."""
    return max((spans[piece.key][1] for piece in needed(ordered)), default=second_of(now))


def _later(line: Timeline, second: int, seconds: int) -> int:
    return line.second_at(line.position_at(second) + seconds) if seconds else second


def _earlier(line: Timeline, second: int, seconds: int) -> int:
    return line.latest_second_at(line.position_at(second) - seconds) if seconds else second


def second_of(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, tz=UTC)
