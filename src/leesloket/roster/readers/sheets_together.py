"""Several sheets of a workbook read as one list: many schools keep a sheet per group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import GROUP_FIELDS, field_for_heading, is_forbidden, is_needless
from leesloket.roster.model import Field
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.group_of_sheet import (
    GROUP_FROM_SHEETS,
    group_in_name,
    is_of_who_left,
)
from leesloket.roster.readers.pupil_table import Found
from leesloket.roster.readers.sheets_compared import Repeated, Sheets
from leesloket.roster.sheet_rows import MOST_SHEETS, on_sheet

_GROUPS = frozenset({Field.GROUP, Field.GROUP_NAME})


@dataclass(frozen=True, slots=True)
class Together:
    """The sheets as one table, and what was found on the way."""

    table: Found
    sheets: tuple[str, ...]
    """The names of all of them."""
    groups: tuple[str, ...] = ()
    """Those of the sheets whose name is the group of its rows."""
    everybody: str = ""
    """The sheet that repeats the others."""
    repeats: int = 0
    """How many of its rows another sheet has too: those count once."""


_Key = tuple[str, int]


@dataclass(slots=True)
class _Columns:
    """The columns of all sheets, each under the heading it had first."""

    at: dict[_Key, int] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)

    def place_of(self, key: _Key, heading: str) -> int:
        if key not in self.at:
            self.at[key] = len(self.headings)
            self.headings.append(heading)
        return self.at[key]


def other_sheet(tables: Sequence[Found], others: Sequence[Grid]) -> str | None:
    """The sheet that cannot be read together with the rest, by its name; None when all can.

    Empty when it is no sheet in particular: they have no names, or one name, or are too many.

    `tables` are the sheets with headings, `others` those that hold pupils all the same.  Sheets go
    together when they have the same headings above what is known of a pupil, in any order; a column
    with the group may be on some of them only.
    """
    names = [table.grid.name or "" for table in tables]
    if others:
        return others[0].name or ""
    if not all(names) or len(set(names)) < len(names) or len(names) > MOST_SHEETS:
        return ""
    headings = [_of_a_pupil(table.headings) for table in tables]
    usual, _ = Counter(headings).most_common(1)[0]
    return next((name for name, own in zip(names, headings, strict=True) if own != usual), None)


def _of_a_pupil(headings: Sequence[str]) -> frozenset[_Key]:
    """The headings that must be the same on every sheet."""
    return frozenset(
        key
        for key, heading in zip(_keys(headings, len(headings)), headings, strict=True)
        if field_for_heading(heading) not in {None, *GROUP_FIELDS}
        and not (is_forbidden(heading) or is_needless(heading))
    )


def _keys(headings: Sequence[str], width: int) -> list[_Key]:
    """What tells each column on every sheet: its heading, or its place where it has none."""
    seen: Counter[str] = Counter()
    keys = []
    for at in range(width):
        heading = headings[at] if at < len(headings) else ""
        name = "\0group" if field_for_heading(heading) is Field.GROUP else fold_heading(heading)
        keys.append((name, seen[name]) if name else ("", at))
        seen[name] += 1
    return keys


def read_together(tables: Sequence[Found]) -> Together:
    """The tables of sheets that go together (`other_sheet`) as one.

    Where a sheet has no column with the group its name is the group, when it reads as one; that of
    who left (`Uitgeschreven`) wins over the groups they were in.
    """
    columns = _Columns()
    compared = compare(tables)
    named, repeated = compared.groups, compared.repeated()
    sheets = tuple(table.grid.name or "" for table in tables)
    if repeated is not None:
        tables = _without_repeated(tables, repeated)
    places = [list(_places(table, columns)) for table in tables]
    group_at = columns.place_of(("\0group", 0), GROUP_FROM_SHEETS) if named else None
    width = len(columns.headings)
    lines = tuple(
        Line(on_sheet(line.number, order + 1), cells)
        for order, table in enumerate(tables)
        for line, cells in zip(
            table.lines,
            _cells(table, places[order], width, group_at, named.get(order)),
            strict=True,
        )
    )
    return Together(
        Found(
            grid=_grid(tables),
            heading_row=_first_heading_row(tables),
            headings=tuple(columns.headings),
            lines=lines,
            totals=tuple(_rows([table.totals for table in tables])),
            carried=_carried(tables),
            unsure=frozenset(_rows([table.unsure for table in tables])),
            examples=frozenset(_rows([table.examples for table in tables])),
            above=sum(table.above for table in tables),
        ),
        sheets=sheets,
        groups=tuple(sheets[order] for order in named),
        everybody=sheets[repeated.sheet] if repeated is not None else "",
        repeats=len(repeated.lines) if repeated is not None else 0,
    )


def compare(tables: Sequence[Found]) -> Sheets:
    """What sheets that go together say of each other, and after which groups they are called."""
    return Sheets(
        tables,
        {
            order: group
            for order, table in enumerate(tables)
            if (group := group_in_name(table.grid.name or ""))
            and (not _has_groups(table) or is_of_who_left(table.grid.name or ""))
        },
    )


def _without_repeated(tables: Sequence[Found], repeated: Repeated) -> Sequence[Found]:
    return [
        replace(
            table, lines=tuple(line for line in table.lines if line.number not in repeated.lines)
        )
        if order == repeated.sheet
        else table
        for order, table in enumerate(tables)
    ]


def _first_heading_row(tables: Sequence[Found]) -> int | None:
    number = tables[0].heading_row
    return None if number is None else on_sheet(number, 1)


def _places(table: Found, columns: _Columns) -> Iterator[int]:
    """Where each of the sheet's columns stands among all."""
    width = max([len(table.headings), *(len(line.cells) for line in table.lines)])
    for at, key in enumerate(_keys(table.headings, width)):
        yield columns.place_of(key, table.headings[at] if at < len(table.headings) else "")


def _has_groups(table: Found) -> bool:
    return any(field_for_heading(heading) in _GROUPS for heading in table.headings)


def _cells(
    table: Found, places: Sequence[int], width: int, group_at: int | None, group: str | None
) -> Iterator[tuple[str, ...]]:
    for line in table.lines:
        cells = [""] * width
        for place, cell in zip(places, line.cells, strict=False):
            cells[place] = cell
        if group_at is not None and group is not None:
            cells[group_at] = group
        yield tuple(cells)


def _rows(per_sheet: Sequence[Sequence[int] | frozenset[int]]) -> Iterator[int]:
    return (
        on_sheet(number, order)
        for order, numbers in enumerate(per_sheet, start=1)
        for number in numbers
    )


def _grid(tables: Sequence[Found]) -> Grid:
    grids = [table.grid for table in tables]
    return Grid(
        name=None,
        lines=(),
        hidden_rows=frozenset(_rows([grid.hidden_rows for grid in grids])),
        formulas=sum(grid.formulas for grid in grids),
        cut_rows=frozenset(_rows([grid.cut_rows for grid in grids])),
        uneven_rows=frozenset(_rows([grid.uneven_rows for grid in grids])),
        struck_rows=frozenset(_rows([grid.struck_rows for grid in grids])),
    )


def _carried(tables: Sequence[Found]) -> Mapping[str, int]:
    carried: Counter[str] = Counter()
    for table in tables:
        carried.update(table.carried)
    return carried
