"""A list in columns of spaces, as a printer or `Opgemaakte tekst` of a spreadsheet gives it.

EDEX2000 has such columns too, and no headings.
"""

from __future__ import annotations

import re

from leesloket.roster.headings import NAME_FIELDS, field_for_heading
from leesloket.roster.problems import Code
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.result import Budget, RefusedError, too_many_cells

_HEADINGS_WITHIN, _LOOKED_AT = 20, 32_768
"""Lines and characters."""
_FEWEST = 3
_CELL = re.compile(r"\S+(?: \S+)*")
_GAP = re.compile(r"\S {2,}\S")
_SOME = 0.25
"""Of the lines: a total or a name that was typed with two spaces has a gap too."""
_DELIMITERS = frozenset(",;\t|")
_SHORTEST_OF_EDEX = 60
_PADDING = re.compile(r"\S {3,}")


def read_fixed_width(text: str, *, budget: Budget) -> Grid | None:
    """The list, or None when it is none: each column has to be one of spaces in every line.

    Where a cell reaches into the next column nobody can tell where it ends, and nothing is read.
    Nor where many have a gap inside: the headings stand to the right, and cells hold parts of two
    columns.
    Raises RefusedError: too_many_cells, or edex2000.
    """
    for at, line in enumerate(text[:_LOOKED_AT].splitlines()[:_HEADINGS_WITHIN]):
        starts = _starts(line)
        if not starts:
            continue
        lines = [line.rstrip() for line in text.splitlines()]
        if len(starts) * len(lines) > budget.cells:
            raise too_many_cells(budget)
        if (grid := _grid(lines, at, starts)) is not None:
            return grid
        break
    if _is_edex2000(text):
        raise RefusedError(Code.EDEX2000)
    return None


def _is_edex2000(text: str) -> bool:
    """Whether all lines are long, of one length and padded with spaces, and none has headings."""
    lines = text[:_LOOKED_AT].splitlines()[:-1] or text.splitlines()
    if not lines or any(len(line) != len(lines[0]) for line in lines):
        return False
    if sum(field_for_heading(word) is not None for word in lines[0].split()) > 1:
        return False
    return len(lines[0]) >= _SHORTEST_OF_EDEX and all(
        _PADDING.search(line) and _DELIMITERS.intersection(line) <= {","} for line in lines
    )


def _starts(line: str) -> list[int]:
    """Where the columns begin, when a line holds the headings of pupils."""
    if not _DELIMITERS.isdisjoint(line):
        return []
    cells = [*_CELL.finditer(line)]
    fields = {field_for_heading(cell[0]) for cell in cells} - {None}
    if len(fields) < _FEWEST or NAME_FIELDS.isdisjoint(fields):
        return []
    return [cell.start() for cell in cells]


def _grid(lines: list[str], at: int, starts: list[int]) -> Grid | None:
    found = [Line(number, (line.strip(),)) for number, line in enumerate(lines[:at], 1) if line]
    gaps = 0
    for number, line in enumerate(lines[at:], at + 1):
        if not line:
            continue
        if line[: starts[0]].strip() or any(
            line[start - 1 : start].strip() for start in starts if start
        ):
            return None
        ends = [*starts[1:], max(len(line), starts[-1])]
        cells = tuple(line[start:end].strip() for start, end in zip(starts, ends, strict=True))
        gaps += any(map(_GAP.search, cells))
        found.append(Line(number, cells))
    if gaps > _SOME * len(found):
        return None
    return Grid(None, tuple(found))
