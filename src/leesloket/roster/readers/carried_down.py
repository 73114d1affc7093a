"""Groups that are written once, at the first child of each: a merged cell, or blanks below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leesloket.roster.headings import field_for_heading
from leesloket.roster.model import Field
from leesloket.roster.readers.grid import Line

GROUP_FIELDS = frozenset({Field.GROUP, Field.GROUP_NAME, Field.YEAR_GROUP})

_ROWS_PER_GROUP = 3
"""On average, at least: with fewer rows a blank is more likely a group that was forgotten."""


def carry_groups_down(
    lines: Sequence[Line], headings: Sequence[str]
) -> tuple[Sequence[Line], dict[str, int]]:
    """The lines with every child's group in its own cell, and per heading how many were filled.

    Only where the whole column says so: the first line has a group, no group is written twice, and
    most lines have none.  A blank among groups that repeat stays a blank.
    """
    carried: dict[str, int] = {}
    for at, heading in enumerate(headings):
        if field_for_heading(heading) not in GROUP_FIELDS:
            continue
        told = [line.cells[at].strip() if at < len(line.cells) else "" for line in lines]
        if _is_told_once(told):
            carried[heading] = sum(
                not group and _may_be_a_child(line) for group, line in zip(told, lines, strict=True)
            )
            lines = tuple(_carried(lines, at))
    return lines, carried


def _is_told_once(cells: Sequence[str]) -> bool:
    if not cells or not cells[0]:
        return False
    groups = [cell for cell in cells if cell]
    written_once = len(set(groups)) == len(groups) > 1
    return written_once and len(groups) * _ROWS_PER_GROUP <= len(cells)


def _may_be_a_child(line: Line) -> bool:
    """A line with one cell is a title or a remark, and stays as it is."""
    return sum(1 for cell in line.cells if cell.strip()) > 1


def _carried(lines: Sequence[Line], at: int) -> Iterator[Line]:
    group = ""
    for line in lines:
        number, cells = line
        group = cells[at] if at < len(cells) and cells[at].strip() else group
        if _may_be_a_child(line):
            blanks = ("",) * (at - len(cells))
            cells = (*cells[:at], *blanks, group, *cells[at + 1 :])
        yield Line(number, cells)
