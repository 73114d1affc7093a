"""Old workbooks with a cell in a far corner, a space at the end of a sheet: the room between goes.

calamine makes a square of every sheet, some 70 bytes for each cell in it, empty or not.  Rows and
columns without any cell are taken out of the records before, and put back behind.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import olefile

from leesloket.roster.problems import Code
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.result import Budget, RefusedError, too_many_cells
from leesloket.roster.readers.workbooks import Cells, SheetNotes

SQUARE_AT_MOST = 2_500_000
"""Cells between the corners of all sheets together."""
COLUMNS_OF_A_SHEET = 256
"""MS-XLS 2.5.193: a column is 255 at most; another is of a damaged file."""
_DIMENSIONS, _MULRK = 0x0200, 0x00BD
_CELLS = frozenset({0x00FD, 0x0204, 0x00D6, 0x0203, 0x027E, 0x0205, 0x0006, _MULRK})
"""LabelSst, Label, RString, Number, RK, BoolErr, Formula and MulRk (MS-XLS 2.4)."""
_PLACE = struct.Struct("<2H")
_SIZE, _SIZE_OF_BIFF5 = struct.Struct("<2I2H"), struct.Struct("<4H")
_LAST = struct.Struct("<H")

Record = tuple[int, int, int]
"""Number, start and length."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rows and columns that have cells stood, from 0, in their order."""

    rows: Sequence[int]
    columns: Sequence[int]


def square(book: bytes, records: Iterable[Record]) -> int:
    """Cells between the corners, as the sheet itself says it (MS-XLS 2.4.90); 0 if it does not."""
    for record in records:
        if record[0] == _DIMENSIONS:
            form = _size_of(book, record)
            _, rows, _, columns = form.unpack_from(book, record[1]) if form else (0, 0, 0, 0)
            return int(rows) * int(columns)
    return 0


def _size_of(book: bytes, record: Record) -> struct.Struct | None:
    """The form of a record of dimensions; None when it is cut off."""
    number, at, length = record
    form = _SIZE if length >= _SIZE.size else _SIZE_OF_BIFF5
    return form if number == _DIMENSIONS and at + form.size <= len(book) else None


def drawn_together(
    book: bytes, sheets: Mapping[int, Sequence[Record]], *, budget: Budget
) -> tuple[bytes, dict[int, Places]]:
    """The stream with every sheet's cells beside each other, and where they stood.

    `sheets` are the records of each, by where it starts.  Raises RefusedError too_many_cells for a
    sheet that is wide and long without being full, damaged_file for a cell in no column.
    """
    moved = bytearray(book)
    places = {}
    for start, records in sheets.items():
        cells = [one for one in records if one[0] in _CELLS and _is_whole(book, one)]
        rows: set[int] = set()
        columns: set[int] = set()
        for number, at, length in cells:
            row, column = _PLACE.unpack_from(book, at)
            rows.add(row)
            columns.update(range(column, _last(book, number, at, length, column) + 1))
        found = places[start] = Places(sorted(rows), sorted(columns))
        _refuse_no_sheet(rows, columns, budget)
        row_at, column_at = _order(found.rows), _order(found.columns)
        for number, at, length in cells:
            row, column = _PLACE.unpack_from(book, at)
            last = _last(book, number, at, length, column)
            _PLACE.pack_into(moved, at, row_at[row], column_at[column])
            if number == _MULRK:
                _LAST.pack_into(moved, at + length - _LAST.size, column_at[last])
        for record in records:
            if form := _size_of(book, record):
                # calamine makes room for as many.
                form.pack_into(moved, record[1], 0, len(rows), 0, len(columns))
    return bytes(moved), places


def _refuse_no_sheet(rows: Collection[int], columns: Collection[int], budget: Budget) -> None:
    if max(columns, default=0) >= COLUMNS_OF_A_SHEET:
        raise RefusedError(Code.DAMAGED_FILE, what="workbook")
    if len(rows) * len(columns) > SQUARE_AT_MOST:
        raise too_many_cells(budget)


def _is_whole(book: bytes, record: Record) -> bool:
    _, at, length = record
    return length > _PLACE.size and at + length <= len(book)


def _last(book: bytes, number: int, at: int, length: int, column: int) -> int:
    """The last column of a record; only a MulRk has several."""
    if number != _MULRK:
        return column
    return max(column, int(_LAST.unpack_from(book, at + length - _LAST.size)[0]))


def _order(places: Sequence[int]) -> dict[int, int]:
    return {place: at for at, place in enumerate(places)}


def with_stream(content: bytes, name: str, stream: bytes) -> bytes:
    """The container with another stream of the same length under this name."""
    container = BytesIO(content)
    with olefile.OleFileIO(container, write_mode=True) as streams:
        streams.write_stream(name, stream)
        return container.getvalue()


def noted_together(notes: SheetNotes, places: Places) -> SheetNotes:
    """The notes of a sheet, for where its cells stand now."""
    row_at, column_at = _order(places.rows), _order(places.columns)

    def moved(cells: Cells) -> Cells:
        return {
            column_at[column]: {
                row_at[row - 1] + 1: text for row, text in those.items() if row - 1 in row_at
            }
            for column, those in cells.items()
            if column in column_at
        }

    hidden = frozenset(row_at[row - 1] + 1 for row in notes.hidden_rows if row - 1 in row_at)
    return replace(
        notes, hidden_rows=hidden, errors=moved(notes.errors), padding=moved(notes.padding)
    )


def put_back(grid: Grid, places: Places | None) -> Grid:
    """The sheet with every line and cell where it stood.

    Raises RefusedError damaged_file for a sheet that is not known by its name.
    """
    if places is None:
        raise RefusedError(Code.DAMAGED_FILE, what="workbook")
    return replace(
        grid,
        lines=tuple(_put_back(grid.lines, places)),
        hidden_rows=frozenset(places.rows[row - 1] + 1 for row in grid.hidden_rows),
    )


def _put_back(lines: Iterable[Line], places: Places) -> Iterator[Line]:
    width = places.columns[-1] + 1 if places.columns else 0
    for line in lines:
        cells = [""] * width
        for column, text in zip(places.columns, line.cells, strict=False):
            cells[column] = text
        yield Line(places.rows[line.number - 1] + 1, tuple(cells))
