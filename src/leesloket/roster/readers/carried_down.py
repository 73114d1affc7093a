"""Groups that are written once, at the first child of each: merged, blanks or `idem` below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leesloket.roster.cleaning import DITTO
from leesloket.roster.headings import GROUP_FIELDS, field_for_heading
from leesloket.roster.readers.grid import Line

_SAYS_THE_SAME = DITTO | {"id", "id.", "ditto", "zelfde", "dezelfde"}
"""Where groups stand; elsewhere some of these are names."""

_ROWS_PER_GROUP = 3
"""On average, at least: with fewer rows a blank is more likely a group that was forgotten."""


def carry_groups_down(
    lines: Sequence[Line], headings: Sequence[str]
) -> tuple[Sequence[Line], dict[str, int]]:
    """The lines with every child's group in its own cell, and per heading how many were filled.

    `idem` says it by itself.  Blanks only say so as a whole column: the first line has a group, no
    group is written twice, and most lines have none.  A blank among groups that repeat stays one.
    """
    carried: dict[str, int] = {}
    for at, heading in enumerate(headings):
        if field_for_heading(heading) not in GROUP_FIELDS:
            continue
        told = [line.cell(at) for line in lines]
        below = _told_above(told)
        if below:
            carried[heading] = sum(
                group in below and _may_be_a_child(line)
                for group, line in zip(told, lines, strict=True)
            )
            lines = tuple(_carried(lines, at, below))
    return lines, carried


def _told_above(cells: Sequence[str]) -> frozenset[str]:
    """The cells that stand for the group above them, as they are written; often there are none."""
    ditto = frozenset(cell for cell in set(cells) if cell.casefold() in _SAYS_THE_SAME)
    if _is_told_once(["" if cell in ditto else cell for cell in cells]):
        return ditto | {""}
    return ditto if cells and cells[0] and cells[0] not in ditto else frozenset()


def _is_told_once(cells: Sequence[str]) -> bool:
    if not cells or not cells[0]:
        return False
    groups = [cell for cell in cells if cell]
    written_once = len(set(groups)) == len(groups) > 1
    return written_once and len(groups) * _ROWS_PER_GROUP <= len(cells)


def _may_be_a_child(line: Line) -> bool:
    """A line with one cell is a title or a remark, and stays as it is."""
    return line.filled() > 1


def _carried(lines: Sequence[Line], at: int, below: frozenset[str]) -> Iterator[Line]:
    group = ""
    for line in lines:
        number, cells = line
        told = cells[at] if at < len(cells) else ""
        if told.strip() not in below:
            group = told
        if _may_be_a_child(line):
            blanks = ("",) * (at - len(cells))
            cells = (*cells[:at], *blanks, group, *cells[at + 1 :])
        yield Line(number, cells)
