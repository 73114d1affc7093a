"""Find the pupils' table in a sheet: its headings, and which lines below them hold a pupil."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from leesloket.roster.readers.carried_down import carry_groups_down
from leesloket.roster.readers.example_rows import examples_in
from leesloket.roster.readers.further_headings import FurtherHeadings
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.groups_between import names_in, tells_groups, with_groups_between
from leesloket.roster.readers.heading_line import HeadingLine, find_heading_line
from leesloket.roster.readers.rows_above import below_other_headings, rows_above
from leesloket.roster.readers.sections import Sections
from leesloket.roster.readers.totals import closing_of, is_total

_WORD = re.compile(r"[^\W_]")
_TOTAL_HAS_CELLS_AT_MOST = 8
_TITLE_HAS_CELLS_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Found:
    """The table in one sheet.  Without a heading row `heading_row` is None."""

    grid: Grid
    heading_row: int | None
    headings: tuple[str, ...]
    lines: tuple[Line, ...] = field(repr=False)
    totals: tuple[int, ...] = ()
    """Numbers of the lines below the table that were left out."""
    carried: Mapping[str, int] = field(default_factory=dict)
    """How many groups were taken from a line above, per heading."""
    unsure: frozenset[int] = frozenset()
    """Numbers of lines below other headings: their cells may stand in other columns."""
    examples: frozenset[int] = frozenset()
    """Numbers of the lines that only show how to fill in the list."""
    above: int = 0
    """How many of the lines stand above the headings."""


def find_table(grid: Grid) -> Found | None:
    """The table below the line with most headings, or None when no line is a heading row.

    A list printed group by group has its groups in lines of their own (`Groep 5b`): where no column
    tells the group, those lines become one.  One that tells it at the first child only is filled.
    """
    found = find_heading_line(grid.lines)
    if found is None:
        return None
    examples = examples_in(grid.lines[found.end :])
    lines = [line for line in grid.lines if line.number not in examples]
    above = rows_above(lines[: found.at], found.headings, lines[found.end :])
    begin = found.at - len(above or below_other_headings(lines[: found.at]))
    body = _body(lines, begin, found)
    with_groups, headings = with_groups_between(body.lines, found.headings, body.groups)
    pupils, carried = carry_groups_down(with_groups, headings)
    heading_row = grid.lines[found.end - 1].number
    return Found(
        grid,
        heading_row,
        headings,
        tuple(pupils),
        totals=tuple(body.totals),
        carried=carried,
        unsure=frozenset(body.unsure),
        examples=examples,
        above=sum(line.number < heading_row for line in pupils) if above else 0,
    )


@dataclass(frozen=True, slots=True)
class _Body:
    """The lines of a table, without its headings."""

    lines: Sequence[Line]
    """With a pupil, as far as can be told here."""
    groups: Sequence[str]
    """One per line, where titles between them tell it; else none at all."""
    totals: Sequence[int]
    """Numbers of the lines that count pupils, or end a page or the list."""
    unsure: Collection[int]
    """Numbers of the lines below the headings of another table."""


def _body(lines: Sequence[Line], begin: int, heading: HeadingLine) -> _Body:
    """What stands below the headings, from line `begin` on: above them where rows stand there."""
    has_groups = tells_groups(heading.headings)
    sections = Sections(names_in(heading.headings), tells_groups=has_groups)
    above = [line.cells for line in lines[:begin] if not sections.start(line.cells)]
    titles = {_words(cells) for cells in above} if has_groups else set()
    further = FurtherHeadings(heading.headings, lines[heading.at : heading.end])
    closing = closing_of(lines[heading.end :])
    body: list[Line] = []
    totals: list[int] = []
    for at, line in enumerate(lines[begin:], begin):
        if heading.at <= at < heading.end:
            further.start(line.cells)
            continue
        filled = len(line.cells) - line.cells.count("")
        if not line.cells[0][:1].isalnum() and _WORD.search("".join(line.cells)) is None:
            continue  # a line of dashes
        if filled <= _TOTAL_HAS_CELLS_AT_MOST and (
            is_total(line.cells)
            or line.number in closing
            or (filled <= _TITLE_HAS_CELLS_AT_MOST and _words(line.cells) in titles)
        ):
            totals.append(line.number)
        elif not sections.start(line.cells) and not further.start(line.cells):
            below = further.in_columns(line)
            body.append(below)
            sections.add(below.cells)
    return _Body(body, sections.groups(), totals, further.unsure)


def _words(cells: Sequence[str]) -> tuple[str, ...]:
    """What a line says: that of a title comes back at the top of the next page."""
    return tuple(" ".join(cell.split()) for cell in cells if cell and not cell.isspace())
