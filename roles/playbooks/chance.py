"""The chance to be ready in time, by rehearsing a run many times. Only jobs come here: numpy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from config.lib.clock import Timeline, in_seconds
from roles.playbooks import schedule
from roles.playbooks.schedule import SHOP, Key, Piece, Timelines

DRAWS = 400
PROMISED = 0.8
# Without a history a step takes from half to twice its lead time, the lead time most likely.
SHORTEST, LONGEST = 0.5, 2.0

Histories = Mapping[Key, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely all is ready in time, and the moment four rehearsals of five have met."""

    chance: float
    promise_at: datetime


def chance(
    pieces: Iterable[Piece],
    *,
    timelines: Timelines,
    started_at: datetime,
    ends_at: datetime,
    now: datetime,
    history: Histories,
    seed: int,
) -> Chance:
    """The chance of one run alone."""
    return Rehearsal(timelines).chance(
        pieces, started_at=started_at, ends_at=ends_at, now=now, history=history, seed=seed
    )


class Rehearsal:
    """Runs rehearsed on the same people's working time, which is measured out once for all."""

    def __init__(self, timelines: Timelines):
        self.timelines = timelines
        self._rulers: dict[Key, Ruler] = {}

    def chance(
        self,
        pieces: Iterable[Piece],
        *,
        started_at: datetime,
        ends_at: datetime,
        now: datetime,
        history: Histories,
        seed: int,
    ) -> Chance:
        """A run's chance. The same seed draws the same: the figure changes only with the facts."""
        ordered = schedule.in_order(pieces)
        shop, today = self.timelines[SHOP], schedule.second_of(now)
        pins = schedule.pins_of(ordered, shop, started_at=started_at, ends_at=ends_at)
        dice = np.random.default_rng(seed)
        ends: dict[Key, np.ndarray] = {}
        for piece in ordered:
            if piece.is_passed:
                _start, end = schedule.happened(piece, started_at)
                ends[piece.key] = np.full(DRAWS, end)
                continue
            free = self._free(piece, ends, max(today, pins.get(piece.key, today)))
            ends[piece.key] = self._end(piece, free, today, history.get(piece.key), dice)
        last = _last(ordered, ends, today)
        promise = int(np.quantile(last, PROMISED, method="higher"))
        is_met = last <= schedule.second_of(ends_at)
        return Chance(float(is_met.mean()), datetime.fromtimestamp(promise, tz=UTC))

    def _free(self, piece: Piece, ends: dict[Key, np.ndarray], at_least: int) -> np.ndarray:
        """From when nothing holds a step up, in each rehearsal."""
        free = np.full(DRAWS, at_least)
        for after, lag in piece.waits:
            if after in ends:
                end, wait = ends[after], in_seconds(lag)
                free = np.maximum(free, self._ruler(SHOP).later(end, wait) if wait else end)
        return free

    def _end(self, piece: Piece, free, today: int, known, dice) -> np.ndarray:
        """When a step ends, in each rehearsal. What is being done has taken its time already."""
        ruler = self._ruler(piece.owner)
        if not piece.begun_at:
            return ruler.later(free, _in_seconds(_drawn(piece.hours, known, dice)))
        begun = schedule.second_of(piece.begun_at)
        line = ruler.line
        spent = (line.position_at(today) - line.position_at(begun)) / 3600
        drawn = _in_seconds(_drawn(piece.hours, known, dice, spent=spent))
        return np.maximum(ruler.later(np.full(DRAWS, begun), drawn), today)

    def _ruler(self, owner: Key) -> "Ruler":
        if owner not in self._rulers:
            self._rulers[owner] = Ruler(self.timelines.get(owner, self.timelines[SHOP]))
        return self._rulers[owner]


class Ruler:
    """A timeline for many moments at once."""

    def __init__(self, line: Timeline):
        self.line = line
        self._read()

    def later(self, seconds: np.ndarray, work) -> np.ndarray:
        """The moments at which so much work is done that begins at these. No work: no time."""
        positions = self._positions(seconds) + work
        return np.where(np.equal(work, 0), seconds, self._seconds(positions))

    def _positions(self, seconds: np.ndarray) -> np.ndarray:
        self.line.position_at(int(seconds.min()))
        self.line.position_at(int(seconds.max()))
        self._read()
        number = np.searchsorted(self.starts, seconds, side="right") - 1
        return self.before[number] + np.minimum(seconds, self.ends[number]) - self.starts[number]

    def _seconds(self, positions: np.ndarray) -> np.ndarray:
        self.line.reach_position(int(positions.min()))
        self.line.reach_position(int(positions.max()))
        self._read()
        number = np.searchsorted(self.before, positions, side="left") - 1
        return self.starts[number] + positions - self.before[number]

    def _read(self) -> None:
        """Take over what the timeline has unrolled meanwhile; positions stay what they were."""
        if len(self.line.starts) != len(getattr(self, "starts", ())):
            self.starts = np.array(self.line.starts)
            self.ends = np.array(self.line.ends)
            self.before = np.array(self.line.before)


def _drawn(hours: float, known: tuple[float, ...] | None, dice, *, spent: float = 0) -> np.ndarray:
    """As many durations as there are rehearsals, none shorter than what is spent."""
    if known:
        longer = [one for one in known if one > spent] or [spent]
        return dice.choice(longer, DRAWS)
    hours = float(hours)
    shortest, longest = max(hours * SHORTEST, spent), hours * LONGEST
    if longest <= shortest:
        return np.full(DRAWS, spent)
    return dice.triangular(shortest, max(hours, shortest), longest, DRAWS)


def _in_seconds(hours: np.ndarray) -> np.ndarray:
    return np.rint(hours * 3600).astype(np.int64)


def _last(ordered: list[Piece], ends: dict[Key, np.ndarray], today: int) -> np.ndarray:
    """When the last step is done that is needed, in each rehearsal."""
    needed = [ends[piece.key] for piece in schedule.needed(ordered)]
    return np.maximum.reduce(needed) if needed else np.full(DRAWS, today)
