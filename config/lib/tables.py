"""Tables as people send and take them: files that stream in, cells that are safe to open."""

import csv
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import chain
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _
from python_calamine import CalamineError, CalamineWorkbook

from config.lib.lines import (
    HAS_NUL,
    NARROWEST,
    Lines,
    NotATable,
    Reading,
    Row,
    as_text,
    legible,
    text_rows,
)
from config.lib.words import kept

LONGEST_WORKBOOK = 100 * 2**20  # bytes, unpacked: a workbook is held in memory
OUR_COLUMNS = ("Regia: line", "Regia: why not")  # added to the rejected rows of a file

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


def csv_lines(
    header: Iterable[Any], rows: Iterable[Iterable[Any]], *, delimiter: str = ","
) -> Iterator[str]:
    """A CSV file, line by line, that Excel and LibreOffice open as UTF-8 and without formulas."""
    writer = csv.writer(_Echo(), delimiter=delimiter)
    yield "\ufeff" + writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


@dataclass
class Table:
    """An open table: its columns, its rows as they stream by, and how far one has read."""

    columns: list[str]
    rows: Iterator[Row]
    part_read: Callable[[], float]
    is_ours: bool = False  # a file of rejected rows that we wrote and somebody corrected


@contextmanager
def open_table(path: Path, reading: Reading) -> Iterator[Table]:
    """Open a CSV (also gzipped), TSV or XLSX file as a table; refuse what is none."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise NotATable(_("The file is empty."))
    if start.startswith(b"PK"):
        yield _as_table(_sheet_rows(path, reading), lambda: 0.5)
        return
    with path.open("rb") as raw:
        size = max(path.stat().st_size, 1)
        text = as_text(path, raw, start.startswith(b"\x1f\x8b"), reading)
        lines = Lines(text)
        yield _as_table(
            text_rows(lines, reading), lambda: min(raw.tell() / size, 1.0), reading.header
        )


def _as_table(rows, part_read, has_header=True):
    first = next(rows, None)
    if first is None:
        raise NotATable(_("The file is empty."))
    if first.flaw:
        raise NotATable(_("This is not a table: its first line cannot be read."))
    if not has_header:
        columns = [f"column {number}" for number in range(1, len(first.cells) + 1)]
        return Table(columns, chain([first], rows), part_read)
    columns = _distinct(first.cells)
    if columns[-2:] != list(OUR_COLUMNS):
        return Table(columns, rows, part_read)
    ours = (replace(row, cells=[plain_cell(cell) for cell in row.cells[:-2]]) for row in rows)
    return Table(columns[:-2], ours, part_read, is_ours=True)


def _distinct(header):
    """Column names, each different: a second "Name" becomes "Name (2)"."""
    seen, names = Counter(), []
    for place, cell in enumerate(header, start=1):
        name = cell.strip().strip("\ufeff") or f"column {place}"
        seen[name.lower()] += 1
        names.append(name if seen[name.lower()] == 1 else f"{name} ({seen[name.lower()]})")
    return names


# Workbooks


def _sheet_rows(path, reading):
    """The rows of a workbook's first sheet, numbers and days written as the profile reads them."""
    try:
        with zipfile.ZipFile(path) as parts:
            names = set(parts.namelist())
            if "xl/workbook.xml" not in names:
                raise NotATable(_("This is a ZIP file. Unpack it and import the tables inside."))
            if sum(part.file_size for part in parts.infolist()) > LONGEST_WORKBOOK:
                raise NotATable(_("The workbook is too large. Save it as CSV and import that."))
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise NotATable(_("The workbook is damaged.")) from error
    width = None
    for number, cells in enumerate(sheet.iter_rows(), start=(sheet.start or (0, 0))[0] + 1):
        texts = [_written(cell, reading.decimal) for cell in cells]
        said = sum(map(bool, texts))
        if not said or (width is None and said == 1 and len(texts) >= NARROWEST):
            continue  # blank, or a title above the headings
        width = width or len(texts)
        has_nul = any("\0" in text for text in texts)
        yield Row(number, legible(texts), kept(HAS_NUL)) if has_nul else Row(number, texts)


def _written(cell, decimal):
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", decimal)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
