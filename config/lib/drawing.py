"""Small drawings as plain numbers; the templates turn them into SVG."""

from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 120, 28, 3


@dataclass(frozen=True)
class Line:
    """A sparkline: unbroken runs of points, points that stand alone, and the newest value."""

    runs: list[str]
    dots: list[tuple[str, str]]
    last: tuple[str, str]
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(values) -> Line | None:
    """Values from left to right. None breaks the line: nothing was measured there."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return None
    points = _points([None if value is None else float(value) for value in values], known)
    runs = _runs(points)
    return Line(
        runs=[" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1],
        dots=[run[0] for run in runs if len(run) == 1],
        last=runs[-1][-1],
    )


def _points(values, known):
    low, high = min(known), max(known)
    step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)
    scale = (HEIGHT - 2 * MARGIN) / (high - low) if high > low else 0
    middle = HEIGHT / 2
    return [
        None
        if value is None
        else (
            f"{MARGIN + place * step:.1f}",
            f"{HEIGHT - MARGIN - (value - low) * scale if scale else middle:.1f}",
        )
        for place, value in enumerate(values)
    ]


def _runs(points):
    runs, run = [], []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            runs.append(run)
            run = []
    return runs
