"""Several sheets of a workbook read as one list: many schools keep a sheet per group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from leesloket.roster.cleaning import clean_group, fold, looks_like_day, year_groups_of
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import TITLE_ABOVE, field_for_heading, is_forbidden, is_needless
from leesloket.roster.model import Field
from leesloket.roster.readers.grid import Grid, Line, columns_of, filled_in
from leesloket.roster.readers.pupil_table import Found
from leesloket.roster.readers.sections import group_in_title
from leesloket.roster.readers.sheets_compared import Repeated, Sheets
from leesloket.roster.sheet_rows import MOST_SHEETS, on_sheet

_GROUPS = frozenset({Field.GROUP, Field.GROUP_NAME})
_OF_A_GROUP = _GROUPS | {Field.YEAR_GROUP}
GROUP_FROM_SHEETS = "Groep (blad)"

_LONGEST_GROUP = 25
_MOST = 0.5
_MADE_NAME = re.compile(
    r"(?:werk)?(?:blad|sheet|tabel|table|tabelle|feuille?|hoja|page|pagina)\s*\d*", re.IGNORECASE
)
"""What a program calls a sheet by itself."""
_OF_ONE_GROUP = re.compile(
    r"(?:gr|kl).*|(?!\d(?:e|de|ste)\s)"
    r"(?:[^\W\d_]{0,9}[ -]?\d[^\W\d_]{1,3}|\d ?[-/+] ?\d ?[^\W\d_]{0,2})(?:\W.*)?",
    re.IGNORECASE,
)
"""`Groep 5`, `5b`, `H4b`: but `5`, `v2`, `Q1` and `1e periode` may be of anything."""
_YEARS_OF_ONE_GROUP = 3
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_NO_GROUP = frozenset(
    fold(word)
    for word in (
        *("leerling", "leerlingen", "leerlingenlijst", "leerlinglijst", "lln", "kinderen", "kind"),
        *("lijst", "lijsten", "namen", "namenlijst", "naam", "groepen", "groepslijst", "klassen"),
        *("groepslijsten", "klassenlijst", "klassenlijsten", "totaal", "totalen", "alle", "alles"),
        *("iedereen", "compleet", "volledig", "overzicht", "export", "import", "data", "gegevens"),
        *("database", "school", "schoollijst", "locatie", "vestiging", "bestand", "voorbeeld"),
        *("sjabloon", "template", "oud", "nieuw", "nieuwe", "concept", "kopie", "jongens"),
        *("meisjes", "pupils", "students", "rapport", "report", "parnassys", "esis", "edexml"),
        *("adressen", "jaar", "januari", "februari", "maart", "april", "mei", "juni", "juli"),
        *("augustus", "september", "oktober", "november", "december"),
    )
)
"""Words of a name that is no group's."""
_OF_WHO_LEFT = frozenset(
    {
        *("oudleerlingen", "verlaten", "schoolverlaters", "verlaters", "uitgeschreven"),
        *("vertrokken", "uitgestroomd"),
    }
)
"""A sheet of children who left: the group says it of each of them."""
_MAY_BE_HERE = frozenset({"schoolverlaters", "verlaters"})


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
        if field_for_heading(heading) not in {None, *_OF_A_GROUP}
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


def with_group_of_sheet(table: Found) -> Found | None:
    """The only table with a column for the group that its sheet is named after: `Groep 5`, `H4b`.

    None when a column tells the group, or may tell it, and when the name tells no year, or those of
    a whole school: a sheet by itself is called after the file, the school or its program.
    """
    name = table.grid.name or ""
    group = group_in_name(name)
    if (
        not (group_in_title([name]) or _OF_ONE_GROUP.fullmatch(name.strip()))
        or not 1 <= len(year_groups_of(group)) <= _YEARS_OF_ONE_GROUP
        or not _OF_WHO_LEFT.isdisjoint(fold(name).split())
        or _may_tell_groups(table)
    ):
        return None
    width = max([len(table.headings), *(len(line.cells) for line in table.lines)])
    blank = ("",) * width
    return replace(
        table,
        headings=(*(table.headings + blank)[:width], GROUP_FROM_SHEETS),
        lines=tuple(
            Line(line.number, (*(line.cells + blank)[:width], group)) for line in table.lines
        ),
    )


def _may_tell_groups(table: Found) -> bool:
    fields = {field_for_heading(heading) for heading in table.headings}
    if TITLE_ABOVE in table.headings or not fields.isdisjoint(_OF_A_GROUP):
        return True
    return any(map(_are_mostly_groups, columns_of(table.lines)))


def _are_mostly_groups(column: Sequence[str]) -> bool:
    """`5a`, `5b`: of bare numbers nobody can tell it."""
    told = filled_in(column)
    groups = sum(not text.isdigit() and bool(year_groups_of(text)) for text in told)
    return groups > _MOST * len(told)


def compare(tables: Sequence[Found]) -> Sheets:
    """What sheets that go together say of each other, and after which groups they are called."""
    return Sheets(
        tables,
        {
            order: group
            for order, table in enumerate(tables)
            if (group := group_in_name(table.grid.name or ""))
            and (not _has_groups(table) or _is_of_who_left(table.grid.name or ""))
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


def _is_of_who_left(name: str) -> bool:
    """`Uitgeschreven leerlingen 2025` and no more: `Niet uitgeschreven` says the opposite.

    Not `Schoolverlaters`: those may be the classes of the last year, and still here.
    """
    words = fold(name).replace("oud leerling", "oudleerling").split()
    told = {word for word in words if not word.isdigit()}
    told -= {"leerling", "leerlingen", "lln", "kinderen"}
    return bool(told) and told <= _OF_WHO_LEFT - _MAY_BE_HERE


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


def group_in_name(name: str) -> str:
    """The group that a sheet is named after: `Groep 3`, `3A`, `Kabouters`; empty when none is."""
    name = " ".join(name.split())
    told = group_in_title([name])
    if told:
        return told
    folded = fold(name)
    words = folded.split()
    if not _OF_WHO_LEFT.isdisjoint(words) or folded.startswith("oud leerling"):
        return name
    if (
        not any(sign.isalnum() for sign in name)
        or len(name) > _LONGEST_GROUP
        or looks_like_day(name)
        or _YEAR.search(name)
        or _MADE_NAME.fullmatch(name)
        or not _OF_NO_GROUP.isdisjoint(words)
    ):
        return ""
    group = clean_group(name)
    if group.isdigit() and not year_groups_of(group):
        return ""  # a number of its own: 12
    return group
