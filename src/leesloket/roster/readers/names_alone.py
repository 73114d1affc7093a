"""A list of nothing but whole names: below `Naam` on a sheet per group, or below titles of groups.

Only asked where no sheet has a table: beside one it is a list of something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from leesloket.roster.headings import GROUP_FROM_LINES, field_for_heading
from leesloket.roster.model import Field
from leesloket.roster.readers.closing import closing_of
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.pupil_table import Found, is_total
from leesloket.roster.readers.sections import Sections, group_in_title

_NAME = re.compile(r"[^\W\d_][^\d@#/\\|<>:;=]*\s[^\d@#/\\|<>:;=]+")
"""Two words at least; nothing that a sentence of a form has."""
_ABOVE_NAMES = frozenset({Field.FULL_NAME, Field.SURNAME})
_FEWEST, _NEARLY_ALL, _FEWEST_GROUPS = 3, 0.8, 2


def find_names_alone(grid: Grid) -> Found | None:
    """The names in the one column that the sheet has, or None when it holds something else.

    Without a heading the titles of two groups must stand between them, and the heading is empty.
    """
    only = [_only_cell(line.cells) for line in grid.lines]
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
        cell = line.cells[column].strip()
        if cell != heading:
            body.append(Line(line.number, (cell,)))
            sections.add((cell,))
    found = _found(grid, heading, start, body, sections.groups())
    return found and replace(found, totals=tuple(totals))


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
    return Found(grid, grid.lines[start].number if heading else None, headings, tuple(body))


def _only_cell(cells: Sequence[str]) -> int | None:
    """Where the one filled cell of a line stands."""
    filled = [at for at, cell in enumerate(cells) if cell and not cell.isspace()]
    return filled[0] if len(filled) == 1 else None


def _start(lines: Sequence[Line], column: int) -> tuple[str, int | None]:
    """The heading above the names, if there is one, and the first line that is of the list."""
    for at, line in enumerate(lines):
        cell = line.cells[column].strip() if column < len(line.cells) else ""
        if _only_cell(line.cells) == column and field_for_heading(cell) in _ABOVE_NAMES:
            return cell, at
        if group_in_title(line.cells):
            break
    title = next((at for at, line in enumerate(lines) if group_in_title(line.cells)), None)
    return "", title
