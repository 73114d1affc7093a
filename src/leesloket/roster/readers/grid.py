"""A sheet as lines of text cells: the one shape in which every list-like format arrives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any, NamedTuple

_DIGITS_A_FLOAT_KEEPS = 10**15

Value = str | float | bool | date | datetime | time | timedelta
"""What a cell of a workbook can hold, as calamine hands it over."""


class Line(NamedTuple):
    """One line that has something in it, under the number a person sees in the sheet (from 1)."""

    number: int
    cells: tuple[str, ...]

    def cell(self, at: int) -> str:
        """What stands in a column, without spaces around it; empty behind the last cell."""
        return self.cells[at].strip() if at < len(self.cells) else ""

    def filled(self) -> int:
        """How many cells say something."""
        return sum(1 for cell in self.cells if cell.strip())


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, without its blank lines."""

    name: str | None
    lines: tuple[Line, ...] = field(repr=False)
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    formulas: int = 0
    cut_rows: frozenset[int] = frozenset()
    """Rows in which a cell was longer than the budget allows, and was cut."""
    uneven_rows: frozenset[int] = frozenset()
    """Rows of a text file with more or fewer cells than the others."""
    struck_rows: frozenset[int] = frozenset()
    """Rows that are struck through."""


def filled_in(cells: Iterable[str]) -> list[str]:
    """The cells that say something, without spaces around it."""
    return [text for cell in cells if (text := cell.strip())]


def only_filled(cells: Sequence[str]) -> int | None:
    """Where the one filled cell stands; None when there is none, or more."""
    filled = [at for at, cell in enumerate(cells) if cell and not cell.isspace()]
    return filled[0] if len(filled) == 1 else None


def columns_of(lines: Iterable[Line]) -> Iterator[tuple[str, ...]]:
    """The cells column by column, each as long as there are lines."""
    return zip_longest(*(line.cells for line in lines), fillvalue="")


def _number(value: float) -> str:
    if -_DIGITS_A_FLOAT_KEEPS < value < _DIGITS_A_FLOAT_KEEPS:
        whole = int(value)
        return str(whole) if whole == value else repr(value)
    return f"{value:.5E}"


def _moment(value: datetime) -> str:
    midnight = value.time() == time(0)
    return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")


def _switch(value: bool) -> str:  # noqa: FBT001 - the value of a cell, not a flag
    return "WAAR" if value else "ONWAAR"


TEXTS: Mapping[type, Callable[[Any], str]] = {
    str: str,
    float: _number,
    int: _number,
    bool: _switch,
    date: date.isoformat,
    datetime: _moment,
    time: time.isoformat,
    timedelta: str,
}
"""How a value of each type is shown: `TEXTS[value.__class__](value)`.

A date is ISO text.  A whole number of more than 15 digits has lost its tail in the spreadsheet: it
is given in scientific notation (`1.23457E+17`), which no later step takes for a number.
"""


def text_of(value: Value) -> str:
    """A cell's value as the sheet shows it; see `TEXTS`."""
    return TEXTS[value.__class__](value)


def number_of(text: str) -> str:
    """A number as the sheet shows it, of which a file has the text; any other text as it is."""
    try:
        return _number(float(text))
    except ValueError:
        return text


def column_letters(index: int) -> str:
    """A column's name in a spreadsheet: 0 gives `A`, 27 gives `AB`."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
