"""A text list inside a workbook: every line in one cell, the delimiters still in it.

That is what a spreadsheet makes of a csv with the delimiter of another country.
"""

from __future__ import annotations

from dataclasses import replace

from leesloket.roster.readers.delimited import delimiter_of, read_delimited
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.result import Budget


def parted(grid: Grid, budget: Budget) -> Grid | None:
    """The sheet with its lines parted into cells, or None when they are more than one cell each."""
    if any(sum(map(bool, line.cells)) > 1 for line in grid.lines):
        return None
    text = "\n".join("".join(line.cells) for line in grid.lines)
    if len(text.splitlines()) != len(grid.lines) or delimiter_of(text) is None:
        return None
    inside = read_delimited(text, budget=budget)
    number_of = {at: line.number for at, line in enumerate(grid.lines, start=1)}
    return replace(
        grid,
        lines=tuple(Line(number_of[line.number], line.cells) for line in inside.lines),
        uneven_rows=frozenset(number_of[number] for number in inside.uneven_rows),
    )
