"""A list as a file, CSV or XLSX: answered at once if it is short. A long one is written here too,
but asked for, kept and fetched in `config.exports`."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.text import slugify

from config.lib.tables import csv_lines

AT_A_TIME = 2000
PLAIN = (str, int, float, Decimal, date)
WORKBOOKS = "config.lib.workbooks"  # brings openpyxl and numpy: 30 MB, for who asks for a sheet
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("csv", "xlsx")


def exported(rows, *, columns, name, form):
    """The answer to “take this list away”: every row asked for, not just the page's."""
    header, cells = _table(rows, columns)
    filename = file_name(name, form, at=timezone.now())
    if form == "xlsx":
        file = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
        import_module(WORKBOOKS).write(file, header, cells)
        file.seek(0)
        return FileResponse(file, filename=filename, as_attachment=True, content_type=XLSX)
    answer = StreamingHttpResponse(
        _in_blocks(_as_csv(header, cells)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def write(path: Path, rows, *, columns, form, progress: Callable[[int], None]) -> int:
    """Write the same file where nobody waits for it. Returns how many rows it has."""
    header, cells = _table(rows, columns)
    count = Count(progress)
    if form == "xlsx":
        with path.open("wb") as file:
            import_module(WORKBOOKS).write(file, header, count.through(cells))
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(_as_csv(header, count.through(cells)))
    return count.rows


def file_name(name: str, form: str, *, at: datetime) -> str:
    """A list's file in the reader's words, and the second that tells it from the others."""
    return f"{slugify(name)}-{timezone.localtime(at):%Y-%m-%d-%H%M%S}.{form}"


class Count:
    """How many rows have gone by; it is told now and then."""

    def __init__(self, tell: Callable[[int], None]):
        self.tell, self.rows = tell, 0

    def through(self, rows) -> Iterator:
        for self.rows, row in enumerate(rows, start=1):
            yield row
            if self.rows % AT_A_TIME == 0:
                self.tell(self.rows)


def _table(rows, columns):
    """The headings, and the rows as plain cells, in the words and the clock of whoever asked."""
    columns = [column for column in columns if column.value]
    words = [{value: str(label) for value, label in column.words} for column in columns]
    takers = [(column.value, names.get) for column, names in zip(columns, words, strict=True)]
    cells = _cells(rows.iterator(chunk_size=AT_A_TIME), takers, timezone.get_current_timezone())
    return [_heading(column) for column in columns], cells


def _heading(column):
    unit = column.unit() if callable(column.unit) else column.unit
    return f"{column.label} ({unit})" if unit else str(column.label)


def _cells(rows, takers, zone):
    for row in rows:
        values = [(take(row), name) for take, name in takers]
        yield [_plain(name(value, value), zone) for value, name in values]


def _plain(value, zone):
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    if isinstance(value, Decimal):
        return round(value, 2)  # as money has it
    return value if isinstance(value, PLAIN) else str(value)


def _as_csv(header, rows):
    """As a spreadsheet of the reader's country opens it: where a comma parts the decimals, a
    semicolon parts the columns."""
    mark = get_format("DECIMAL_SEPARATOR")
    if mark == ".":
        return csv_lines(header, rows)
    marked = ([_marked(cell, mark) for cell in row] for row in rows)
    return csv_lines(header, marked, delimiter=";")


def _marked(cell, mark):
    return str(cell).replace(".", mark) if isinstance(cell, float | Decimal) else cell


def _in_blocks(lines):
    """The headings at once, so that the browser sees it begin; then many lines in one write: a
    write per line would cost more than the lines."""
    block = []
    yield next(lines)
    for line in lines:
        block.append(line)
        if len(block) == AT_A_TIME:
            yield "".join(block)
            block = []
    yield "".join(block)
