"""A list of nothing but whole names: below `Naam` on a sheet per group, or below titles of groups.

Only asked where no sheet has a table: beside one it is a list of something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from leesloket.roster.headings import GROUP_FROM_LINES, field_for_heading
from leesloket.roster.model import Field
from leesloket.roster.readers.grid import Grid, Line, only_filled
from leesloket.roster.readers.heading_line import is_of_calendar
from leesloket.roster.readers.pupil_table import Found
from leesloket.roster.readers.sections import Sections, group_in_title
from leesloket.roster.readers.totals import closing_of, is_total

_NAME = re.compile(r"[^\W\d_][^\d@#/\\|<>:;=]*\s[^\d@#/\\|<>:;=]+")
"""Two words at least; nothing that a sentence of a form has."""
_ABOVE_NAMES = frozenset({Field.FULL_NAME, Field.SURNAME})
_FEWEST, _NEARLY_ALL, _FEWEST_GROUPS = 3, 0.8, 2
_HEADING_WITHIN, _FEWEST_DAYS = 20, 3
_LONGEST_MARK = 5
"""Characters: `x`, `Z`, `8:30`."""


def find_names_alone(grid: Grid) -> Found | None:
    """The names in the one column that the sheet has, or None when it holds something else.

    Without a heading the titles of two groups must stand between them, and the heading is empty.
    """
    seen = grid
    grid = _without_days(grid)
    only = [only_filled(line.cells) for line in grid.lines]
    told = Counter(at for at in only if at is not None)
    if not told:
        return None
    column = told.most_common(1)[0][0]
    heading, start = _start(grid.lines, column)
    if start is None:
        return None
    sections = Sections({0}, tells_groups=False)
    closing = closing_of(grid.lines)
    body: list[Line] = []
    totals: list[int] = []
    for line, at in zip(grid.lines[start:], only[start:], strict=True):
        if line.number in closing or is_total(line.cells):
            totals.append(line.number)
            continue
        if sections.start(line.cells):
            continue
        if at != column:
            return None
        cell = line.cell(column)
        if cell != heading:
            body.append(Line(line.number, (cell,)))
            sections.add((cell,))
    found = _found(grid, heading, start, body, sections.groups())
    return found and replace(found, grid=seen, totals=tuple(totals))


def _without_days(grid: Grid) -> Grid:
    """The sheet with the names only, where nothing but days and weeks stand beside their heading.

    Below those are crosses, of who was there or comes; a word there says that it is another list.
    """
    for at, line in enumerate(grid.lines[:_HEADING_WITHIN]):
        filled = [column for column, cell in enumerate(line.cells) if cell.strip()]
        names = [column for column in filled if _is_above_names(line.cells[column])]
        days = [column for column in filled if is_of_calendar(line.cells[column].strip())]
        if len(names) == 1 and len(days) >= _FEWEST_DAYS and len(filled) == 1 + len(days):
            below = grid.lines[at + 1 :]
            if any(len(cell) > _LONGEST_MARK for row in below for cell in _others(row, names[0])):
                return grid
            only = [Line(row.number, _one(row, names[0])) for row in grid.lines[at:]]
            rows = [row for row in only if any(row.cells)]
            return replace(grid, lines=(*grid.lines[:at], *rows))
    return grid


def _is_above_names(cell: str) -> bool:
    return field_for_heading(cell.strip()) in _ABOVE_NAMES


def _others(line: Line, column: int) -> Iterator[str]:
    return (cell.strip() for at, cell in enumerate(line.cells) if at != column)


def _one(line: Line, column: int) -> tuple[str, ...]:
    return tuple(cell if at == column else "" for at, cell in enumerate(line.cells))


def _found(
    grid: Grid, heading: str, start: int, body: Sequence[Line], groups: Sequence[str]
) -> Found | None:
    names = sum(_NAME.fullmatch(line.cells[0]) is not None for line in body)
    if names < max(_FEWEST, _NEARLY_ALL * len(body)):
        return None
    if not heading and len(set(groups)) < _FEWEST_GROUPS:
        return None
    if groups:
        body = [
            Line(line.number, (*line.cells, group))
            for line, group in zip(body, groups, strict=True)
        ]
    headings = (heading, GROUP_FROM_LINES) if groups else (heading,)
    at_heading = (line.number for line in grid.lines[start:] if heading in _stripped(line))
    return Found(grid, next(at_heading) if heading else None, headings, tuple(body))


def _stripped(line: Line) -> Sequence[str]:
    return [cell.strip() for cell in line.cells]


def _start(lines: Sequence[Line], column: int) -> tuple[str, int | None]:
    """The heading above the names, if there is one, and the first line that is of the list."""
    title = None
    for at, line in enumerate(lines):
        cell = line.cell(column)
        if only_filled(line.cells) == column and _is_above_names(cell):
            return cell, at if title is None else title
        if title is not None and only_filled(line.cells) is not None:
            break  # a name below a title
        if group_in_title(line.cells):
            title = at
    return "", title
