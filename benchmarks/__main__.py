"""`python -m benchmarks [--size 0.1] [--only pages night]`: docs/benchmarks.md tells the rest."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from benchmarks import machine

PARTS = ["pages", "imports", "night", "needs", "runs", "memory"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--size", type=float, default=1.0, help="1 is a million orders")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--folder", type=Path, help="where its own servers keep their rows")
    parser.add_argument("--keep", action="store_true", help="use the rows of the last run")
    asked = parser.parse_args()
    machine.start(asked.folder)
    course = import_module("benchmarks.course")  # its modules need Django to stand
    return course.run(asked)


if __name__ == "__main__":
    sys.exit(main())
