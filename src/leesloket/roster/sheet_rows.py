"""Rows of several sheets that are read together: each with a number that only it has."""

from __future__ import annotations

from typing import Self

ALL_SHEETS = "*"
"""Said in place of a sheet's name: all of them together.  No program lets a sheet be called so."""

_ROWS_OF_A_SHEET = 10_000_000
MOST_SHEETS = 200
"""Read together: their rows have numbers that fit a column of 32 bits."""


class SheetRow(int):
    """A row of one of several sheets that are read together.

    As a number it is unique over all of them, and in their order; a person finds it by `sheet` and
    `number`.
    """

    sheet: str
    """Empty when only the number was kept, and the table with its names is gone."""

    def __new__(cls, row: int, sheet: str = "") -> Self:
        """Of the number that `on_sheet` gave."""
        made = super().__new__(cls, row)
        made.sheet = sheet
        return made

    @property
    def number(self) -> int:
        """The row as the sheet itself counts."""
        return self % _ROWS_OF_A_SHEET

    @property
    def sheet_number(self) -> int:
        """Which of the sheets, from 1."""
        return self // _ROWS_OF_A_SHEET


def on_sheet(number: int, sheet_number: int) -> int:
    """A row of the sheet of this number (from 1) among those of all sheets read together."""
    return sheet_number * _ROWS_OF_A_SHEET + number


def row_with_sheet(row: int, sheets: tuple[str, ...] = ()) -> int:
    """A row of which only the number was kept, with the sheet it stands on where there are several.

    A plain number for the row of a list on one sheet.
    """
    at = row // _ROWS_OF_A_SHEET
    if at == 0:
        return row
    return SheetRow(row, sheets[at - 1] if at <= len(sheets) else "")
