"""The cells of xlsx, xls and ods, through calamine.

Only called behind the format's own check (`xlsx`, `xls`, `ods`), and on a site only in the child:
calamine can abort the process on a hostile file (SECURITY.md 4.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from leesloket.roster.problems import Code
from leesloket.roster.readers.grid import TEXTS, Grid, Line, text_of
from leesloket.roster.readers.number_formats import padded
from leesloket.roster.readers.result import Budget, CellsLeft, RefusedError

Cells = Mapping[int, Mapping[int, str]]
"""Something about some cells: by column from 0, then by row from 1."""


@dataclass(frozen=True, slots=True)
class SheetNotes:
    """What calamine does not tell about a sheet."""

    hidden_rows: frozenset[int] = frozenset()
    formulas: int = 0
    errors: Cells = field(default_factory=dict, repr=False)
    """What stands in cells with an error: `#N/A`."""
    padding: Cells = field(default_factory=dict, repr=False)
    """The number formats of cells that show zeros in front: `000000`."""
    struck_rows: frozenset[int] = frozenset()
    """Rows that are struck through."""


_NO_NOTES = SheetNotes()
_CELLS_AT_A_TIME, _ROWS_AT_LEAST = 10_000, 64
"""Empty ones too: a sheet may be as wide as a format allows.  Of a few rows each column costs as
much as of many."""
_COLUMNS_OF_A_SHEET = 16_384
_WIDE = 500
"""Columns: of a wider sheet most lines end long before the cell in its far corner."""


def read_cells(
    content: bytes,
    *,
    notes: Mapping[str, SheetNotes],
    budget: Budget,
    columns: int = _COLUMNS_OF_A_SHEET,
) -> tuple[Grid, ...]:
    """All worksheets, in the workbook's order.  Raises RefusedError when they cannot be read.

    `columns` is how many a sheet of the format has: a cell beyond them is of a damaged file.
    """
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return _grids(workbook, notes, budget, columns)
    except PasswordError:
        raise RefusedError(Code.PASSWORD_PROTECTED, what="workbook") from None
    except (CalamineError, OverflowError):
        # The other: a day in a cell that is further off than any.
        raise RefusedError(Code.DAMAGED_FILE, what="workbook") from None
    except BaseException as error:
        # Rust's panic: no Exception, and pyo3 gives its class no name to import.
        if type(error).__name__ != "PanicException":
            raise
        raise RefusedError(Code.DAMAGED_FILE, what="workbook") from None


def _grids(
    workbook: CalamineWorkbook, notes: Mapping[str, SheetNotes], budget: Budget, columns: int
) -> tuple[Grid, ...]:
    grids = []
    cells_left = CellsLeft(budget)
    for index, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        note = notes.get(sheet.name, _NO_NOTES)
        cells = workbook.get_sheet_by_index(index)
        if cells.end is not None and cells.end[1] >= columns:
            raise RefusedError(Code.DAMAGED_FILE, what="workbook")
        lines = _lines(cells, note, cells_left)
        grids.append(
            Grid(
                name=sheet.name,
                lines=lines,
                visible=sheet.visible is SheetVisibleEnum.Visible,
                hidden_rows=note.hidden_rows & {line.number for line in lines}
                if note.hidden_rows
                else frozenset(),
                formulas=note.formulas,
                struck_rows=note.struck_rows,
            )
        )
    return tuple(grids)


def _lines(sheet: CalamineSheet, note: SheetNotes, cells_left: CellsLeft) -> tuple[Line, ...]:
    """The sheet's lines with something in them."""
    if sheet.start is None:
        return ()
    first = sheet.start[1]
    indent = ("",) * first
    lines: list[Line] = []
    # iter_rows starts at row 1, but at the first column with content.
    rows = sheet.iter_rows()
    number = 1
    at_a_time = max(_ROWS_AT_LEAST, _CELLS_AT_A_TIME // sheet.width)
    while some := [*islice(rows, at_a_time)]:
        columns = [
            _texts(column, number, note.padding.get(at, {}), note.errors.get(at, {}))
            for at, column in enumerate(zip(*some, strict=True), start=first)
        ]
        cells_left.take(sum(len(texts) - texts.count("") for texts in columns))
        rows_of_texts = zip(*columns, strict=True)
        told = map(_without_end, rows_of_texts) if sheet.width > _WIDE else rows_of_texts
        lines += [
            Line(at, indent + texts) for at, texts in enumerate(told, start=number) if any(texts)
        ]
        number += len(some)
    return tuple(lines)


def _without_end(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The cells up to the last with something in it."""
    end = len(texts)
    while end and not texts[end - 1]:
        end -= 1
    return texts[:end]


def _texts(
    values: Sequence[Any], start: int, padding: Mapping[int, str], errors: Mapping[int, str]
) -> Sequence[str]:
    """A column of cells, from row `start` on, as the sheet shows them.

    Most columns hold one kind of value, and go through as a whole.
    """
    kinds = {*map(type, values)}
    if kinds == {str} and not errors:
        return values
    if len(kinds) == 1:
        texts = [*map(TEXTS[kinds.pop()], values)]
    else:
        texts = [value if value.__class__ is str else text_of(value) for value in values]
    if padding:
        for at, value in enumerate(values):
            code = padding.get(start + at)
            if code is not None and value.__class__ is not str:
                texts[at] = padded(texts[at], code)
    for row, error in errors.items():
        if 0 <= row - start < len(texts):
            texts[row - start] = error
    return texts
