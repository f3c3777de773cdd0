"""Cells that are safe to open, and tables that are read as they were meant."""

import csv
import io

import pytest
from openpyxl import Workbook

from config.lib.tables import NotATable, Reading, csv_lines, open_table, plain_cell, safe_cell


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd",
        "-cmd|x",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\n=1",
        "\u00a0@x",
        "＝1",
        "+39 a",
    ],
)
def test_a_cell_that_would_run_is_quoted(cell):
    assert safe_cell(cell) == f"'{cell}"
    assert plain_cell(safe_cell(cell)) == cell


@pytest.mark.parametrize(
    "cell", ["-5", "+3,50", "-1.234,50", "+39 347 1234", "plain", "", "a=b", "-3 %"]
)
def test_numbers_and_plain_words_stay_as_they_are(cell):
    assert safe_cell(cell) == cell


@pytest.mark.parametrize("value", [-5, 3.5, None, True])
def test_what_is_no_text_is_left_alone(value):
    assert safe_cell(value) is value


def test_a_written_table_reads_back_exactly():
    rows = [["a", "b;c"], ["two\nlines", 'say "yes"'], ["-5", "caffè"]]

    text = "".join(csv_lines(["x", "y"], rows))

    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:], newline="")))[1:] == rows


def read(path, **reading):
    with open_table(path, Reading(**reading)) as table:
        return table.columns, [(row.line, row.cells, bool(row.flaw)) for row in table.rows]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b'a,b\n1,"two\nlines\r\nmore"\n\n2,x\n')

    _columns, rows = read(path)

    assert [line for line, _cells, _flaw in rows] == [2, 6]


def test_an_unclosed_quotation_mark_costs_one_line_and_not_the_rest(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('a,b\n1,"open\n2,x\n3,y\n4,"z"\n')

    _columns, rows = read(path)

    assert [(line, flaw) for line, _cells, flaw in rows] == [
        (2, True),
        (3, False),
        (4, False),
        (5, False),
    ]


def test_headings_that_repeat_or_lack_are_told_apart(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Name,,name\n1,2,3\n")

    assert read(path)[0] == ["Name", "column 2", "name (2)"]


def test_a_file_of_quoted_texts_without_headings(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("1,'O''Neill, Ann'\n2,'Bob'")

    _columns, rows = read(path, quote="'", header=False)

    assert [cells for _line, cells, _flaw in rows] == [["1", "O'Neill, Ann"], ["2", "Bob"]]


@pytest.mark.parametrize(
    "title",
    [
        'Campaign report\n"June 1, 2026 - June 7, 2026"\n',
        "Campaign report\nJune 1, 2026 - June 7, 2026\n\n",
        "Vendite\n",
    ],
)
def test_a_title_above_the_headings_is_passed_over_and_its_lines_are_counted(tmp_path, title):
    path = tmp_path / "t.csv"
    path.write_text(f"{title}a,b,c,d\n1,2,3,4\n5,6\n")

    columns, rows = read(path)

    above = title.count("\n")
    assert columns == ["a", "b", "c", "d"]
    assert [(line, flaw) for line, _cells, flaw in rows] == [
        (above + 2, False),
        (above + 3, True),
    ]


def test_a_heading_of_two_lines_is_no_title(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('"Order\nnumber",Date,Total\n1,2,3\n4,5,6\n')

    assert read(path)[0] == ["Order\nnumber", "Date", "Total"]


def test_a_list_of_sentences_is_no_table_under_a_title(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("note\nhello\nHi, a, b\nYo, c, d\n")

    columns, rows = read(path)

    assert columns == ["note"]
    assert [line for line, _cells, _flaw in rows] == [2, 3, 4]


def test_one_column_is_a_table_and_no_title(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("SKU\nL-1\nL-2\n")

    assert read(path) == (["SKU"], [(2, ["L-1"], False), (3, ["L-2"], False)])


def test_headings_before_a_spoilt_row_are_no_title(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b,c,d\n1,2\n1,2,3\n1,2,3\n")

    assert read(path)[0] == ["a", "b", "c", "d"]


def test_a_title_of_a_workbook_is_passed_over(tmp_path):
    book, path = Workbook(), tmp_path / "t.xlsx"
    for cells in (["Campaign report"], [], ["a", "b", "c"], [1, 2, 3]):
        book.active.append(cells)
    book.save(path)

    assert read(path) == (["a", "b", "c"], [(4, ["1", "2", "3"], False)])


def test_numbers_of_a_workbook_are_written_with_the_profiles_mark(tmp_path):
    book, path = Workbook(), tmp_path / "t.xlsx"
    book.active.append(["a", "b", "c"])
    book.active.append([2.5, 17850.0, True])
    book.save(path)

    assert read(path, decimal=",")[1] == [(2, ["2,5", "17850", "true"], False)]


def test_noise_is_no_table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(bytes(range(256)) * 40)

    with pytest.raises(NotATable):
        read(path)
