"""What goes wrong in the lists that schools send, done on purpose to a good one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from leesloket.demo.sheets import Cell, Row, Sheet


@dataclass(frozen=True, slots=True)
class RowMistake:
    """What is wrong in one row.  `row` counts the pupils, from 0."""

    shows: str
    row: int
    cells: Mapping[str, Cell]
    """Heading -> what stands there instead."""


_HEADINGS = {
    "number": "Lln.nr.",
    "first_name": "Roepnaam",
    "surname": "Achternaam",
    "birth_date": "Geb.datum",
    "group": "Groep",
    "year_group": "Leerjaar",
}


def _cells(**cells: Cell) -> Mapping[str, Cell]:
    return MappingProxyType({_HEADINGS[name]: value for name, value in cells.items()})


ROW_MISTAKES = (
    RowMistake("a day that does not exist", 4, _cells(birth_date="31-02-2021")),
    RowMistake("day and month the other way round", 23, _cells(birth_date="05-17-2020")),
    RowMistake("no birth date", 31, _cells(birth_date="")),
    RowMistake("a birth date that cannot be a pupil's", 52, _cells(birth_date="12-05-1978")),
    RowMistake("no group", 11, _cells(group="", year_group="")),
    RowMistake("no name at all", 77, _cells(first_name="", surname="")),
    RowMistake("no number", 90, _cells(number="")),
    RowMistake("a number that is none", 103, _cells(number="volgt nog")),
)

COPIED_NUMBER = (130, 131)
"""The second of these rows has the number of the first."""

COPIED_ROW = 140
"""This row stands in the list a second time, at the end."""


def with_row_mistakes(sheet: Sheet) -> Sheet:
    """The list with `ROW_MISTAKES`, a number used twice and a pupil who stands in it twice."""
    rows = list(sheet.rows)
    for mistake in ROW_MISTAKES:
        rows[mistake.row] = _changed(sheet, rows[mistake.row], mistake.cells)
    first, second = COPIED_NUMBER
    number = rows[first][sheet.headings.index(_HEADINGS["number"])]
    rows[second] = _changed(sheet, rows[second], {_HEADINGS["number"]: number})
    return replace(sheet, rows=(*rows, rows[COPIED_ROW]))


def with_column_sorted_alone(sheet: Sheet, heading: str) -> Sheet:
    """One column sorted and the others not: every pupil gets somebody else's value."""
    column = sheet.headings.index(heading)
    values = sorted(str(row[column]) for row in sheet.rows)
    return replace(
        sheet,
        rows=tuple(
            (*row[:column], value, *row[column + 1 :])
            for row, value in zip(sheet.rows, values, strict=True)
        ),
    )


def _changed(sheet: Sheet, row: Row, cells: Mapping[str, Cell]) -> Row:
    return tuple(
        cells.get(heading, value) for heading, value in zip(sheet.headings, row, strict=True)
    )
