"""A sheet as lines of text cells: the one shape in which every list-like format arrives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

_DIGITS_A_FLOAT_KEEPS = 10**15

Value = str | float | bool | date | datetime | time | timedelta
"""What a cell of a workbook can hold, as calamine hands it over."""


class Line(NamedTuple):
    """One line that has something in it, under the number a person sees in the sheet (from 1)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, without its blank lines."""

    name: str | None
    lines: tuple[Line, ...] = field(repr=False)
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    formulas: int = 0


def text_of(value: Value) -> str:
    """A cell's value as the sheet shows it; a date as ISO text.

    A whole number of more than 15 digits has lost its tail in the spreadsheet: it is given in
    scientific notation (`1.23457E+17`), which no later step takes for a number.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    return str(value) if isinstance(value, timedelta) else value.isoformat()


def _number_text(value: float) -> str:
    if abs(value) >= _DIGITS_A_FLOAT_KEEPS:
        return f"{value:.5E}"
    return str(int(value)) if value == value // 1 else repr(value)


def column_letters(index: int) -> str:
    """A column's name in a spreadsheet: 0 gives `A`, 27 gives `AB`."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
