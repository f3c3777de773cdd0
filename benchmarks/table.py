"""The figures of a run, each beside its bar."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured thing. `is_good` is None where there is no bar, only something to compare."""

    name: str
    got: str
    bar: str = ""
    is_good: bool | None = None

    def line(self) -> str:
        verdict = {True: "ok", False: "NO", None: ""}[self.is_good]
        return f"  {self.name:<46}{self.bar:>36}{self.got:>38}  {verdict}"


class Table:
    """Prints each figure as soon as it is known."""

    def __init__(self):
        self.figures: list[Figure] = []
        self.began = time.monotonic()

    def heading(self, words: str) -> None:
        minutes, seconds = divmod(int(time.monotonic() - self.began), 60)
        self._print(f"\n{words}  ({minutes}:{seconds:02d})")

    def note(self, name: str, got: str) -> None:
        """Something to compare with; it has no bar."""
        self._add(Figure(name, got))

    def at_most(self, name: str, value: float, bar: float, unit: str) -> None:
        self._add(Figure(name, _told(value, unit), f"≤ {_told(bar, unit)}", value <= bar))

    def at_least(self, name: str, value: float, bar: float, unit: str) -> None:
        self._add(Figure(name, _told(value, unit), f"≥ {_told(bar, unit)}", value >= bar))

    def judge(self, name: str, got: str, bar: str, is_good: bool) -> None:
        """A bar that is more than one number."""
        self._add(Figure(name, got, bar, is_good))

    def missed(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.is_good is False]

    def close(self) -> int:
        """The last line: how many bars hold. Returns how many do not."""
        held = sum(figure.is_good is True for figure in self.figures)
        self._print(f"\n{held} bars hold, {len(self.missed())} do not.")
        for figure in self.missed():
            self._print(figure.line())
        return len(self.missed())

    def _add(self, figure):
        self.figures.append(figure)
        self._print(figure.line())

    @staticmethod
    def _print(line):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _told(value: float, unit: str) -> str:
    number = f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{number} {unit}".strip()


def took(work: Callable) -> float:
    """The seconds a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
