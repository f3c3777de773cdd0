"""Tables as people send and take them: cells that are safe to open, rows that stream out."""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any

FORMULA_SIGNS = tuple("=+-@\t\r\0＝＋－＠")
NUMBER = re.compile(r"[+-]?(\d[\d.,'   ]*|[.,]\d+)([eE][+-]?\d+)?\s?%?")
BLANKS = " \n\v\f\u00a0\ufeff"


def safe_cell(value: Any) -> Any:
    """The value as a spreadsheet may show it: text that would run as a formula is quoted."""
    if not isinstance(value, str):
        return value
    value = value.replace("\0", "")
    begins = value.lstrip(BLANKS)
    if begins.startswith(FORMULA_SIGNS) and not NUMBER.fullmatch(begins):
        return f"'{value}"
    return value


def plain_cell(value: str) -> str:
    """What `safe_cell` was given, for a file of ours that comes back corrected."""
    inside = value[1:]
    return inside if value.startswith("'") and safe_cell(inside) == value else value


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text):
        return text


def csv_lines(header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """A CSV file, line by line, that Excel and LibreOffice open as UTF-8 and without formulas."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])
