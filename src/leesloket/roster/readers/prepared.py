"""A sheet as people see it, before anything looks for pupils: within its budget, in columns."""

from __future__ import annotations

from dataclasses import replace

from leesloket.roster.cleaning import without_forbidden_characters
from leesloket.roster.problems import Code
from leesloket.roster.readers.entities import read_out
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.one_column import parted
from leesloket.roster.readers.pupil_table import find_table
from leesloket.roster.readers.result import Budget, RefusedError
from leesloket.roster.readers.set_parts import is_part_of_a_set

_NAME_AT_MOST = 100
"""Characters of a sheet's name: Excel has 31, and a person has to read it."""
_FAR_TOO_WIDE = 25
"""Times the budget's columns, filled in one line: what each says costs longer than there is."""


def with_plain_name(grid: Grid) -> Grid:
    name = without_forbidden_characters(grid.name or "")[:_NAME_AT_MOST]
    return grid if name == (grid.name or "") else replace(grid, name=name)


def prepared(grid: Grid, budget: Budget) -> Grid:
    """The sheet as people see it: within the budget, with its letters, and in columns."""
    _refuse_far_too_wide(grid, budget)
    if is_part_of_a_set(grid.lines[0].cells):
        raise RefusedError(Code.PART_OF_A_SET)
    grid = read_out(_within_cell_budget(grid, budget))
    inside = parted(grid, budget)
    return inside if inside is not None and find_table(inside) is not None else grid


def _refuse_far_too_wide(grid: Grid, budget: Budget) -> None:
    most = _FAR_TOO_WIDE * budget.columns
    wide = (line.cells for line in grid.lines if len(line.cells) > most)
    if any(len(cells) - cells.count("") > most for cells in wide):
        raise RefusedError(Code.TOO_MANY_COLUMNS, limit=budget.columns)


def _within_cell_budget(grid: Grid, budget: Budget) -> Grid:
    """The sheet with every cell cut to its budget, before anything looks at the cells."""
    most = budget.cell_characters
    if all(len("".join(line.cells)) <= most for line in grid.lines):
        return grid
    cut = frozenset(
        line.number for line in grid.lines if max(map(len, line.cells), default=0) > most
    )
    # One long text may stand in every cell, and is one; so it stays when it is cut.
    shortened = {
        cell: cell[:most] for line in grid.lines for cell in line.cells if len(cell) > most
    }
    lines = (
        Line(line.number, tuple(shortened.get(cell, cell) for cell in line.cells))
        if line.number in cut
        else line
        for line in grid.lines
    )
    return replace(grid, lines=tuple(lines), cut_rows=cut)
