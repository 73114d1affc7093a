"""A set of csv files in a zip, as OneRoster and School Data Sync have them: tables by name.

Headings are compared folded, since sets in the wild misspell them.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.problems import Code
from leesloket.roster.readers.delimited import read_delimited
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.result import Budget, RefusedError
from leesloket.roster.readers.text_files import Text, decode
from leesloket.roster.readers.twice_encoded import put_right
from leesloket.roster.readers.zip_gate import Archive
from leesloket.roster.readers.zipped import is_of_the_system

_DELIMITERS = ",;\t"
"""The standards ask for commas; a Dutch spreadsheet that saved a file wrote semicolons."""
_PEOPLE = "users"
_ROLES = "roles"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file by folded heading."""

    rows: tuple[Row, ...] = field(repr=False)
    shifted: frozenset[int] = frozenset()
    """Places in `rows` of those whose cells may stand under the wrong heading."""


@dataclass(frozen=True, slots=True)
class CsvSet:
    """The csv files of a set, by folded name."""

    tables: Mapping[str, Table]
    manifest: Mapping[str, str]
    """What the set says of itself, by folded name, in small letters."""
    source: str = ""
    """The name of the system that made it."""
    guessed: str | None = None
    """The encoding that was guessed for a file of it, if one was."""

    def table(self, name: str) -> Table:
        return self.tables.get(fold_heading(name), Table(()))

    def rows(self, name: str) -> tuple[Row, ...]:
        return self.table(name).rows


def read_set(archive: Archive, budget: Budget) -> CsvSet:
    """Every csv file of the archive.

    Of users a shifted row stays, to be set aside.  Elsewhere it says nothing, and a child misses
    its group or birth date; without its role a child would be missed without a word.
    Raises RefusedError.
    """
    tables: dict[str, Table] = {}
    guessed = None
    for name in archive.names():
        file = posixpath.basename(name).lower()
        if file.endswith(".csv") and not is_of_the_system(name):
            kind = fold_heading(file.removesuffix(".csv"))
            if kind in tables:
                # The sets of two schools, each in a folder: one would go unread.
                raise RefusedError(Code.ZIP_SEVERAL_LISTS)
            content = archive.read(name)
            text = decode(content) if content.strip() else Text("", "ascii")
            guessed = text.encoding if text.guessed else guessed
            grid, right = _grid(text.content, budget)
            guessed = "utf-8, twice" if right else guessed
            table = _table(grid, budget)
            if table.shifted and kind == _ROLES:
                raise RefusedError(Code.DAMAGED_FILE, what="csv")
            tables[kind] = table if kind == _PEOPLE else Table(_sound(table))
    told = {
        fold_heading(row.get("propertyname", "")): row.get("value", "")
        for row in tables.get("manifest", Table(())).rows
    }
    manifest = {name: value.lower() for name, value in told.items()}
    return CsvSet(tables, manifest, told.get(fold_heading("source.systemName"), ""), guessed)


def _sound(table: Table) -> tuple[Row, ...]:
    return tuple(row for at, row in enumerate(table.rows) if at not in table.shifted)


def _grid(text: str, budget: Budget) -> tuple[Grid, bool]:
    """The lines of a file, and whether letters of it were put right."""
    first_line = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    grid = read_delimited(text, budget=budget, delimiter=delimiter)
    right = put_right(grid)
    return right or grid, right is not None


def _table(grid: Grid, budget: Budget) -> Table:
    if not grid.lines:
        return Table(())
    headings = [fold_heading(cell) for cell in grid.lines[0].cells]
    if any(often > 1 for name, often in Counter(headings).items() if name):
        # Which of the two columns is meant nobody knows.
        raise RefusedError(Code.DAMAGED_FILE, what="csv")
    lines = grid.lines[1:]
    if len(lines) > budget.rows * 10:
        raise RefusedError(Code.TOO_MANY_ROWS, limit=budget.rows)
    rows = tuple(dict(zip(headings, map(str.strip, line.cells), strict=False)) for line in lines)
    return Table(rows, _shifted(lines, len(headings), grid.uneven_rows))


def _shifted(lines: Sequence[Line], width: int, uneven: frozenset[int]) -> frozenset[int]:
    """Rows with cells beyond the headings, unless most have, or with fewer than all others."""
    wide = {at for at, line in enumerate(lines) if len(line.cells) > width}
    if len(wide) * 2 > len(lines):
        wide = set()
    narrow = {
        at for at, line in enumerate(lines) if line.number in uneven and len(line.cells) < width
    }
    return frozenset(wide | narrow)
