"""What a figure usually is on such a weekday, and how far off is too far. Plain numbers."""

from dataclasses import dataclass
from math import sqrt
from statistics import mean, median

from analytics.kpi import Direction, Unit

WEEKS = 8
LEAST_WEEKS = 6  # with fewer nothing is usual yet
TOO_FAR = 3.5  # robust standard deviations
TO_STANDARD = 1.4826  # the median deviation of a normal spread, as a standard deviation
MEAN_TO_STANDARD = 1.2533  # the same for the mean deviation
LEAST_SPREAD = 0.05  # of the median: a figure that never moved may move so much


@dataclass(frozen=True)
class Bounds:
    """What was expected, and beyond what it rings."""

    expected: float | None
    lowest: float | None = None
    highest: float | None = None

    def hold(self, value: float) -> bool:
        too_low = self.lowest is not None and value < self.lowest
        too_high = self.highest is not None and value > self.highest
        return not (too_low or too_high)


def usual(history: list[float], *, better: Direction, noise: float = 0) -> Bounds | None:
    """The bounds that the last same weekdays set, on the bad side only."""
    if len(history) < LEAST_WEEKS:
        return None
    middle = median(history)
    reach = TOO_FAR * max(_spread(history, middle), LEAST_SPREAD * abs(middle), noise)
    if not reach:
        return None
    if better is Direction.UP:
        return Bounds(middle, lowest=middle - reach)
    return Bounds(middle, highest=middle + reach)


def _spread(history: list[float], middle: float) -> float:
    """How widely it usually moves; where most weekdays were alike, by the mean deviation."""
    deviations = [abs(value - middle) for value in history]
    return TO_STANDARD * median(deviations) or MEAN_TO_STANDARD * mean(deviations)


def noise(unit: Unit, middle: float, cases: float | None) -> float:
    """How far chance alone moves a count, or a share of so many cases."""
    if unit is Unit.COUNT:
        return sqrt(max(middle, 1))
    if unit is Unit.PERCENT and cases:
        share = min(max((middle * cases + 1) / (cases + 2), 0), 1)
        return sqrt(share * (1 - share) / cases)
    return 0
