"""A list as a sheet. Loaded by whoever takes one away: its library is as heavy as the shop."""

import tempfile

from openpyxl import Workbook

from config.lib.tables import safe_cell

XLSX_ROWS = 1_048_575  # what a sheet holds below its heading


def sheet(header, rows):
    """A file on disk, open at its beginning."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([safe_cell(cell) for cell in header])
    for _number, row in zip(range(XLSX_ROWS), rows, strict=False):
        sheet.append([_printable(safe_cell(cell)) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
    book.save(file)
    file.seek(0)
    return file


def _printable(cell):
    """XML knows no control characters, and neither does a sheet."""
    if not isinstance(cell, str):
        return cell
    return "".join(sign for sign in cell if sign >= " " or sign in "\t\n\r")
