"""Headings of a text list between other signs than its cells: `Naam,Groep` over `Bo;3a`."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from leesloket.roster.readers.heading_line import are_headings

_LOOKED_AT = 32_768
"""Characters."""
_HEADING_LINES = 20
_ROWS_LOOKED_AT = 100
_FEWEST_ROWS = 2
_NEARLY_ALL = 0.9
_IN_NAMES = ","
"""`Vos, Noor`: it parts a name sooner than two cells."""


def with_one_delimiter(text: str, delimiters: Sequence[str]) -> str:
    """The text with its headings between the signs of its rows; nearly always as it was.

    Only where the rows then have exactly as many cells as there are headings, and have not when
    the signs of the headings are theirs.
    """
    start = 0
    for line in text[:_LOOKED_AT].splitlines(keepends=True)[:_HEADING_LINES]:
        end = start + len(line)
        for sign in delimiters:
            headings = _cells(line, sign)
            if all(headings) and are_headings(headings):
                other = _delimiter_of_rows(text[end:], len(headings), sign, delimiters)
                bare = line.rstrip("\r\n")
                if other is None or other in bare:
                    return text
                return text[:start] + other.join(headings) + line[len(bare) :] + text[end:]
        start = end
    return text


def _cells(line: str, sign: str) -> list[str]:
    try:
        [cells] = csv.reader([line], delimiter=sign, skipinitialspace=True)
    except (csv.Error, ValueError):
        return []
    return [cell.strip() for cell in cells]


def _delimiter_of_rows(text: str, width: int, sign: str, delimiters: Sequence[str]) -> str | None:
    """The other sign that parts the rows into so many cells; None where `sign` itself does."""
    rows = [line for line in text[:_LOOKED_AT].splitlines() if line.strip()]
    rows = rows[:_ROWS_LOOKED_AT]
    if len(rows) < _FEWEST_ROWS or any(len(_cells(row, sign)) == width for row in rows):
        return None
    fitting = [
        other for other in delimiters if other != sign and _share(rows, width, other) >= _NEARLY_ALL
    ]
    if len(fitting) > 1:
        fitting = [other for other in fitting if other != _IN_NAMES]
    return fitting[0] if len(fitting) == 1 else None


def _share(rows: Sequence[str], width: int, sign: str) -> float:
    return sum(len(_cells(row, sign)) == width for row in rows) / len(rows)
