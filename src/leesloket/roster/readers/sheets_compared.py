"""What the sheets of a workbook say of each other: of which year they are, and who repeats whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leesloket.roster.cleaning import clean_text, fold_group, school_year_in
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import NAME_FIELDS, field_for_heading, is_school_year, tells_who
from leesloket.roster.model import Field
from leesloket.roster.readers.grid import Line
from leesloket.roster.readers.pupil_table import Found

_MOST = 0.8
_IN_OTHER_GROUPS = 0.5
_FEWEST = 3
"""Rows; of fewer it says nothing that they stand on another sheet too."""

_Child = tuple[str, ...]


@dataclass(slots=True)
class _Seen:
    """A child on one sheet."""

    line: int
    group: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """One sheet with everybody of the others, or whose children are all on the others."""

    sheet: int
    lines: frozenset[int]
    """Numbers of its lines that another sheet has too, with a group as good."""


def years_of(tables: Sequence[Found]) -> tuple[str, ...]:
    """The school year of each sheet, as its name or a column tells; empty where none does."""
    return tuple(school_year_in(table.grid.name or "") or _year_in(table) for table in tables)


def _year_in(table: Found) -> str:
    for at, heading in enumerate(table.headings):
        if is_school_year(heading):
            told = {line.cell(at) for line in table.lines} - {""}
            return school_year_in(told.pop()) if len(told) == 1 else ""
    return ""


class Sheets:
    """The children of every sheet, and the group in which each sheet has them."""

    def __init__(self, tables: Sequence[Found], groups: Mapping[int, str]) -> None:
        """`groups` are those that a sheet without a column of them is named after, by its place."""
        self.groups = dict(groups)
        self._children = [dict(_children(table)) for table in tables]
        self._sheets_of = Counter(child for told in self._children for child in told)
        self._forget_name_of_everybody()
        for order, name in self.groups.items():
            for seen in self._children[order].values():
                seen.group = fold_group(name)

    def _forget_name_of_everybody(self) -> None:
        """A sheet with the children of two others or more is called after no group."""
        sheet = max(self.groups, key=lambda order: len(self._children[order]), default=-1)
        others = self._others(sheet) if sheet >= 0 else []
        if sum(any(child in self._children[sheet] for child in told) for told in others) > 1:
            del self.groups[sheet]

    def _others(self, sheet: int) -> list[dict[_Child, _Seen]]:
        return [told for order, told in enumerate(self._children) if order != sheet]

    def in_other_groups(self) -> int | None:
        """A sheet of which half of the children stand on another one in another group, if any.

        Then one of them is of another year, and together they would be nobody's list.
        """
        for order, told in enumerate(self._children):
            moved = sum(self._is_elsewhere(child, seen, order) for child, seen in told.items())
            if moved >= max(_FEWEST, _IN_OTHER_GROUPS * len(told)):
                return order
        return None

    def _is_elsewhere(self, child: _Child, seen: _Seen, order: int) -> bool:
        if self._sheets_of[child] == 1 or not seen.group:
            return False
        groups = {told[child].group for told in self._others(order) if child in told}
        return groups.isdisjoint({"", seen.group})

    def repeated(self) -> Repeated | None:
        """The sheet that has everybody, when there is one: the largest, called after no group."""
        sizes = [len(told) for told in self._children]
        largest = [order for order, size in enumerate(sizes) if size == max(sizes)]
        if len(largest) > 1:
            largest = [order for order in largest if order not in self.groups]
        if len(largest) != 1 or max(sizes) < _FEWEST:
            return None
        [sheet] = largest
        everybody = self._children[sheet]
        shared = [child for child in everybody if self._sheets_of[child] > 1]
        others = len(self._sheets_of) - len(everybody) + len(shared)
        if len(shared) < _MOST * min(len(everybody), others) or not others:
            return None
        return Repeated(sheet, frozenset(self._same(sheet, shared)))

    def _same(self, sheet: int, shared: Sequence[_Child]) -> Iterator[int]:
        """The lines that tell nothing which another sheet does not tell."""
        for child in shared:
            seen = self._children[sheet][child]
            groups = {told[child].group for told in self._others(sheet) if child in told}
            if not seen.group or groups == {seen.group}:
                yield seen.line


def _children(table: Found) -> Iterator[tuple[_Child, _Seen]]:
    """Who each line is, with its group; lines without a name are nobody."""
    fields = [field_for_heading(heading) for heading in table.headings]
    at_names = [at for at, field in enumerate(fields) if field in NAME_FIELDS]
    who = sorted(
        (fold_heading(heading), at)
        for at, heading in enumerate(table.headings)
        if tells_who(heading)
    )
    group = fields.index(Field.GROUP) if Field.GROUP in fields else len(fields)
    for line in table.lines:
        if any(_cell(line, at) for at in at_names):
            child = tuple(_cell(line, at) for _, at in who)
            yield child, _Seen(line.number, fold_group(_cell(line, group)))


def _cell(line: Line, at: int) -> str:
    return clean_text(line.cells[at]).casefold() if at < len(line.cells) else ""
