"""The order in which everything is measured: the shop grows meanwhile, so it is made once."""

import os
import sys

from benchmarks import imports, memory, needs, night, pages, runs, volume, yardsticks
from benchmarks.table import Table

LARGE = 100_000  # orders at which pages are judged and imports land


def run(asked) -> int:
    """Returns 1 when a bar was missed."""
    sys.stdout.write(f"Regia's benchmarks at size {asked.size:g}, on {os.cpu_count()} cores\n")
    table, orders = Table(), int(volume.ORDERS * asked.size)
    if not asked.keep:
        _make_the_first(table, min(LARGE, orders), asked.only)
    speeds = yardsticks.measure(table)
    if "imports" in asked.only:
        imports.measure(table, asked.size, speeds)
    if orders > LARGE and not asked.keep:
        table.heading(f"Growing to {orders:,} orders")
        volume.grow(orders, since=LARGE)
    parts = {"night": night, "needs": needs, "runs": runs, "memory": memory}
    for name, part in parts.items():
        if name in asked.only:
            part.measure(table)
    return 1 if table.close() else 0


def _make_the_first(table, orders, only):
    """A small shop that grows large: its pages are asked for at both sizes."""
    volume.empty()
    if "pages" in only:
        pages.measure(table, orders)
    else:
        volume.grow(orders)
