"""The rows of a text file, whatever wrote it: decoded, cut, counted, none lost to a stray sign."""

import csv
import gzip
import io
import re
import zlib
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from charset_normalizer import from_bytes
from django.utils.translation import gettext_noop as _

from config.lib.words import kept, told

LONGEST_FILE = 300 * 2**20  # bytes, unpacked
LONGEST_ROW = 2**20  # signs
LONGEST_CELL = 100_000  # signs
SAMPLE = 2**20
DELIMITERS = [",", ";", "\t", "|"]
NARROWEST = 3  # columns of a table under a title
LATIN = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman"]
MARKS = [(b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")]
BINARY = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf")
HAS_NUL = _("The row contains a NUL sign, which no text may hold.")
SURROGATE = re.compile("[\ud800-\udfff]")
csv.field_size_limit(2 * LONGEST_ROW)


class NotATable(Exception):
    """The file cannot be read as a table at all, and the sentence says why."""

    def __init__(self, sentence: str, **figures: Any):
        super().__init__(sentence, figures)
        self.sentence, self.figures = sentence, figures

    def __str__(self):
        return told(self.sentence, self.figures)


@dataclass(frozen=True)
class Row:
    """One row of a file: the physical line it begins on, its cells, and what spoils it."""

    line: int
    cells: list[str]
    flaw: dict[str, Any] | None = None  # a kept sentence


@dataclass
class Reading:
    """How to read a file. What is left empty is guessed from the file itself."""

    encoding: str = ""
    delimiter: str = ""
    quote: str = '"'
    decimal: str = "."
    header: bool = True


def as_text(path, raw, is_gzip, reading):
    def unpacked(file):
        return _Limited(gzip.GzipFile(fileobj=file) if is_gzip else file)

    with path.open("rb") as once:
        try:
            encoding = _encoding(unpacked(once), reading.encoding)
        except (OSError, EOFError, zlib.error) as error:
            raise NotATable(_("The compressed file is damaged.")) from error
    binary = io.BufferedReader(unpacked(raw), 2**18)
    return io.TextIOWrapper(binary, encoding, errors="surrogateescape", newline="")


class _Limited(io.RawIOBase):
    """A file that may not be longer than the longest we take, once unpacked."""

    def __init__(self, file):
        self.file, self.taken = file, 0

    def readable(self):
        return True

    def readinto(self, buffer):
        try:
            data = self.file.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise NotATable(_("The compressed file is damaged.")) from error
        buffer[: len(data)] = data
        self.taken += len(data)
        if self.taken > LONGEST_FILE:
            raise NotATable(_("The file is longer than 300 MB. Split it and import the parts."))
        return len(data)


def _encoding(file, wanted):
    """The encoding by its mark, by the profile, or by what the bytes look like."""
    sample = b"".join(iter(lambda: file.read(2**16) if file.taken < SAMPLE else b"", b""))
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\0" in sample and not any(sign in sample for sign in b",;\t|\n"):
        raise NotATable(_("This is not a table, but a file of another kind."))
    if sample.lstrip()[:1] in (b"<", b"{", b"%") or sample.startswith(BINARY):
        raise NotATable(_("This is not a table, but a file of another kind."))
    if wanted:
        return wanted
    text = sample.decode("utf-8", errors="replace")
    strange = text[:-1].count("\ufffd")
    if strange == 0 or strange * 2 < sum(not sign.isascii() for sign in text):
        return "utf-8"
    guesses = from_bytes(sample[:65536], cp_isolation=LATIN)
    likely = {name for guess in guesses for name in guess.could_be_from_charset}
    return "cp1252" if not likely or "cp1252" in likely else guesses.best().encoding


class Lines:
    """The physical lines of a file: counted, remembered for one row, and put back if need be."""

    def __init__(self, stream):
        self.stream, self.back, self.row, self.size = stream, deque(), [], 0

    def __iter__(self):
        return self

    def __next__(self):
        line = self.back.popleft() if self.back else self.stream.readline(LONGEST_ROW)
        if not line:
            raise StopIteration
        self.row.append(line)
        self.size += len(line)
        if self.size >= LONGEST_ROW:
            raise _Runaway
        return line

    def begin_row(self):
        self.row, self.size = [], 0

    def put_back(self, lines):
        self.back.extendleft(reversed(lines))

    def skip_to_line_end(self):
        """A line of megabytes is thrown away in pieces."""
        while not self.row[0].endswith(("\n", "\r")) and not self.back:
            piece = self.stream.readline(LONGEST_ROW)
            if not piece or piece.endswith(("\n", "\r")):
                return


class _Runaway(Exception):
    """A row that does not end: a quotation mark was opened and never closed."""


def shape_of(lines, reading):
    """The sign that cuts the headings into the most columns, and the lines of title above them."""
    head = _first_lines(lines)
    if head and "\0" in head[0]:
        raise NotATable(_("This is not a table, but a file of another kind."))
    signs = [reading.delimiter, *DELIMITERS] if reading.delimiter else DELIMITERS
    widths = [{sign: len(_cut(line, sign, reading)) for sign in signs} for line in head]
    title = _title(head, widths, reading) if reading.header else 0
    headings = next((wide for wide in widths[title:] if any(wide.values())), {})
    return max(signs, key=lambda sign: headings.get(sign, 0)), title


def _title(head, widths, reading):
    """How many lines stand above the table: a sentence first, until two lines are equally wide.

    A heading may go over two lines, and a list of sentences is no table: their commas are followed
    by a blank.
    """
    first = next((wide for wide in widths if any(wide.values())), {})
    if max(first.values(), default=0) != 1 or head[0].count(reading.quote) % 2:
        return 0
    for title, (wide, below) in enumerate(pairwise(widths)):
        sign = max(wide, key=wide.get)
        if wide[sign] >= NARROWEST and wide[sign] == below[sign]:
            is_prose = any(cell[:1].isspace() for cell in _cut(head[title], sign, reading))
            return 0 if is_prose else title
    return 0


def _cut(line, sign, reading):
    return next(csv.reader([line], delimiter=sign, quotechar=reading.quote), [])


def _first_lines(lines):
    """A look at the first lines, which are then read again."""
    with suppress(_Runaway, StopIteration):
        while len(lines.row) < 20:
            lines.size = 0
            next(lines)
    head = list(lines.row)
    lines.put_back(lines.row)
    lines.begin_row()
    return head


def text_rows(lines, reading):
    """Rows with their line numbers. A spoilt row is given back as such, and the next is read."""
    delimiter, title = shape_of(lines, reading)
    for _line in range(title):
        next(lines)
    lines.begin_row()
    width, line = None, 1 + title
    while True:
        reader = csv.reader(lines, delimiter=delimiter, quotechar=reading.quote, strict=True)
        try:
            for cells in reader:
                flaw = None
                if cells:
                    width = width or len(cells)
                    cells, flaw = _checked(cells, width, lines)
                if flaw and len(lines.row) > 1:
                    lines.put_back(lines.row[1:])
                    del lines.row[1:]
                    yield Row(line, legible(lines.row), flaw)
                    line += _ends(lines)
                    break
                if cells:
                    yield Row(line, legible(cells) if flaw else cells, flaw)
                line += _ends(lines)
            else:
                return
        except (_Runaway, csv.Error):
            line = yield from _past_runaway(lines, line)


def _past_runaway(lines, line):
    """Give up the line a row without end began on, and go on with the next one."""
    lines.put_back(lines.row[1:])
    del lines.row[1:]
    lines.skip_to_line_end()
    yield Row(
        line,
        legible(lines.row),
        kept(_("A quotation mark in this row stands in a wrong place or is never closed.")),
    )
    line += 1
    lines.begin_row()
    return line


def _ends(lines):
    """Count the line ends of the row just read, and begin the next."""
    count = sum(piece.endswith("\n") for piece in lines.row) or 1
    lines.begin_row()
    return count


def _checked(cells, width, lines):
    """The cells as wide as the table, and what spoils them."""
    if len(cells) > width and not any(cells[width:]):
        del cells[width:]
    if len(cells) != width:
        told_so = _("The row has %(cells)s cells, the table %(width)s columns.")
        if len(cells) == 1:
            told_so = _("The row has one cell, the table %(width)s columns.")
        return cells, kept(told_so, cells=len(cells), width=width)
    if lines.size > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL:
        return cells, kept(_("A cell is longer than 100,000 signs."))
    for piece in lines.row:
        if "\0" in piece:
            return cells, kept(HAS_NUL)
        if not piece.isascii() and SURROGATE.search(piece):
            return cells, kept(_("The row contains signs that are not in the file's encoding."))
    return cells, None


def legible(cells):
    """Spoilt cells as far as they can be shown."""
    return [
        SURROGATE.sub("\ufffd", cell[:1000].replace("\0", "\u2400")).rstrip("\r\n")
        for cell in cells
    ]
