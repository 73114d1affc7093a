"""Headings once more below the first ones: on every page, in other columns, or of another table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import field_for_heading, is_heading
from leesloket.roster.readers.grid import Line
from leesloket.roster.readers.heading_line import are_headings

_DIGIT = re.compile(r"\d")


class FurtherHeadings:
    """Looks at every line below the headings, and knows in which columns the lines below it are."""

    def __init__(self, headings: Sequence[str], lines: Sequence[Line]) -> None:
        """`headings` of the table as one line; `lines`, the one or two they stand in."""
        self._columns = _columns_of(headings)
        self._first = next(heading for heading in headings if heading.strip())
        self._known = {_folded(line.cells) for line in lines}
        self._words = {word for words in self._known for word in words} | {
            word for _, word in self._columns
        }
        self._headings = headings
        self._is_next = False
        self._is_elsewhere = False
        self._order: Sequence[int] | None = None
        self.unsure: set[int] = set()
        """Numbers of the lines below headings that name other things: who can say what is what."""

    def start(self, cells: tuple[str, ...]) -> bool:
        """Whether a line holds headings; those of the lines below it, then."""
        # Hardly a pupil's row has no digit at all, and hardly a row of headings has one.
        if self._first not in cells and (
            cells[0][:1].isdigit() or _DIGIT.search("".join(cells)) is not None
        ):
            return False
        # From behind: groups come back, and what they are not has been found out once.
        if not all(self._may_be_heading(cell) for cell in reversed(cells) if cell):
            return False
        columns = _columns_of(cells)
        if _folded(cells) in self._known or _repeats(cells, columns, self._columns):
            self._is_elsewhere, self._order = False, None
            self._is_next = True
            return True
        if not are_headings(cells):
            return False
        if self._is_next and _mean_the_same(cells, self._headings):
            return True
        self._is_elsewhere = True
        self._order = _order(columns, self._columns)
        return True

    def _may_be_heading(self, cell: str) -> bool:
        return cell.isspace() or fold_heading(cell) in self._words or is_heading(cell)

    def in_columns(self, line: Line) -> Line:
        """The line with every cell below its own heading, as in the first lines."""
        self._is_next = False
        if not self._is_elsewhere:
            return line
        if self._order is None:
            self.unsure.add(line.number)
            return line
        cells = line.cells
        return Line(
            line.number,
            tuple(cells[at] if 0 <= at < len(cells) else "" for at in self._order),
        )


def _folded(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(fold_heading, cells))


def _columns_of(cells: Sequence[str]) -> Sequence[tuple[int, str]]:
    return [(at, folded) for at, cell in enumerate(cells) if (folded := fold_heading(cell))]


def _repeats(
    cells: Sequence[str], columns: Sequence[tuple[int, str]], first: Sequence[tuple[int, str]]
) -> bool:
    """Whether every cell is a heading of the table, in its own column."""
    return len(columns) == sum(map(bool, map(str.strip, cells))) and set(columns) <= set(first)


def _mean_the_same(cells: Sequence[str], headings: Sequence[str]) -> bool:
    """Whether headings directly below others say the same in other words: in English as well."""
    told = zip(map(field_for_heading, cells), map(field_for_heading, headings), strict=False)
    return all(one is other for one, other in told if one is not None)


def _order(
    columns: Sequence[tuple[int, str]], first: Sequence[tuple[int, str]]
) -> Sequence[int] | None:
    """Per column of the table where its cells are now; None when the headings are not the same."""
    now = {name: at for at, name in columns}
    if len(now) < len(columns) or sorted(now) != sorted(name for _, name in first):
        return None
    where = {at: now[name] for at, name in first}
    return [where.get(at, -1) for at in range(max(where) + 1)]
