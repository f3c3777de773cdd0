"""A list taken away as a file, however long: CSV line by line, XLSX through a file on disk."""

from datetime import date, datetime
from decimal import Decimal
from importlib import import_module

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

from config.lib.tables import csv_lines

AT_A_TIME = 2000
PLAIN = (str, int, float, Decimal, date)
WORKBOOKS = "config.lib.workbooks"  # brings openpyxl and numpy: 30 MB, for who asks for a sheet
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exported(rows, *, columns, name, form):
    """The answer to “take this list away”: every row asked for, not just the page's."""
    columns = [column for column in columns if column.value]
    header = [str(column.label) for column in columns]
    cells = _cells(rows, columns, zone=timezone.get_current_timezone())
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.{form}"
    if form == "xlsx":
        sheet = import_module(WORKBOOKS).sheet(header, cells)
        return FileResponse(sheet, filename=filename, as_attachment=True, content_type=XLSX)
    answer = StreamingHttpResponse(
        _in_blocks(csv_lines(header, cells)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def _cells(rows, columns, *, zone):
    """Rows as plain cells, in the words and the clock of whoever asked."""
    words = [{value: str(label) for value, label in column.words} for column in columns]
    takers = [(column.value, names.get) for column, names in zip(columns, words, strict=True)]
    return _rows_of_cells(rows.iterator(chunk_size=AT_A_TIME), takers, zone)


def _rows_of_cells(rows, takers, zone):
    for row in rows:
        values = [(take(row), name) for take, name in takers]
        yield [_plain(name(value, value), zone) for value, name in values]


def _plain(value, zone):
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return value if isinstance(value, PLAIN) else str(value)


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
