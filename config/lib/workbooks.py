"""A list as a workbook. Loaded by whoever takes one away: its library is as heavy as the shop."""

from itertools import chain, islice

from openpyxl import Workbook

from config.lib.tables import safe_cell

XLSX_ROWS = 1_048_575  # what a sheet holds below its heading


def write(file, header, rows):
    """Write the rows as they come by; what one sheet cannot hold goes on another."""
    book = Workbook(write_only=True)
    rows = iter(rows)
    first = next(rows, None)
    while first is not None or not book.worksheets:
        sheet = book.create_sheet()
        sheet.freeze_panes = "A2"
        sheet.append([safe_cell(cell) for cell in header])
        begun = [] if first is None else [first]
        for row in chain(begun, islice(rows, XLSX_ROWS - 1)):
            sheet.append([_printable(safe_cell(cell)) for cell in row])
        first = next(rows, None)
    book.save(file)


def _printable(cell):
    """XML knows no control characters, and neither does a sheet."""
    if not isinstance(cell, str):
        return cell
    return "".join(sign for sign in cell if sign >= " " or sign in "\t\n\r")
