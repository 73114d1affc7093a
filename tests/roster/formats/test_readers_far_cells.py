"""An old workbook with a stray cell in a far corner is read as if it were not there."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import pytest
import xlwt
from tests.roster.formats.reader_books import HEADINGS, PUPILS
from tests.roster.formats.reader_results import codes

from leesloket.roster.problems import Code
from leesloket.roster.readers import ReadResult, read

LIST = (HEADINGS, *PUPILS * 5)
NUMBERED = tuple((*row, at) for at, row in enumerate(LIST))


def _book(write: Callable[[xlwt.Worksheet], None]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Leerlingen")
    zeros = xlwt.easyxf(num_format_str="000000")
    for row, cells in enumerate(NUMBERED):
        for column, cell in enumerate(cells):
            if row == 0 and column == len(HEADINGS):
                sheet.write(row, column, "Leerlingnummer")
            elif isinstance(cell, int):
                sheet.write(row, column, cell, zeros)
            else:
                sheet.write(row, column, cell)
    write(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _hide_and_err(sheet: xlwt.Worksheet) -> None:
    sheet.row(3).hidden = True
    sheet.row(5).set_cell_error(20, 0x2A)


def _rows(result: ReadResult) -> list[tuple[int, tuple[str, ...]]]:
    assert result.table is not None, result.problems
    return [(row.origin.row, row.cells) for row in result.table.rows]


@pytest.mark.parametrize("corner", [(65_535, 255), (40_000, 100), (12_000, 255)])
def test_a_cell_in_a_far_corner_changes_nothing(corner: tuple[int, int]) -> None:
    near = read(_book(_hide_and_err))

    def write(sheet: xlwt.Worksheet) -> None:
        _hide_and_err(sheet)
        sheet.write(*corner, " ")

    far = read(_book(write))

    assert _rows(far) == _rows(near)
    assert far.problems == near.problems
    assert ["000001" in cells for _, cells in _rows(far)][:2] == [True, False]


def test_rows_below_a_gap_keep_their_numbers() -> None:
    def write(sheet: xlwt.Worksheet) -> None:
        for column, cell in enumerate((*PUPILS[0], 99)):
            sheet.write(59_999, column, cell)
        sheet.write(2, 250, " ")

    assert _rows(read(_book(write)))[-1][0] == 60_000


def test_a_sheet_that_says_to_be_larger_than_it_is_is_read() -> None:
    book = _book(lambda _: None)
    true = struct.pack("<HH2I2H", 0x0200, 14, 0, len(LIST), 0, len(HEADINGS) + 1)
    assert book.count(true) == 1

    lying = book.replace(true, struct.pack("<HH2I2H", 0x0200, 14, 0, 65_536, 0, 256))

    assert _rows(read(lying)) == _rows(read(book))


def test_a_sheet_with_cells_all_over_is_refused() -> None:
    def write(sheet: xlwt.Worksheet) -> None:
        for row in range(100, 10_100):
            sheet.write(row, row % 256, "x")

    assert [problem.code for problem in read(_book(write)).problems] == [Code.TOO_MANY_CELLS]


@pytest.mark.parametrize("row", [3, 40_000])
def test_a_cell_in_a_column_that_no_sheet_has_is_damage(row: int) -> None:
    book = _book(lambda sheet: sheet.write(row, 255, "x"))
    place = struct.pack("<4H", 0x00FD, 10, row, 255)
    assert book.count(place) == 1

    result = read(book.replace(place, struct.pack("<4H", 0x00FD, 10, row, 300)))

    assert codes(result) == [Code.DAMAGED_FILE]
