"""A file as a school sends it, and what should be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from benchmarks.kinds_of_school import (
    LIST_DAY,
    THIS_YEAR,
    Row,
    School,
    layout_of,
    register_of,
)

from leesloket.roster.model import KnownPupil, Mode, Origin, RawRow, RawTable, SourceFacts
from leesloket.roster.plausibility import PreviousImport


@dataclass
class File:
    """Rows under headings, the register they meet, and the circumstances."""

    school: School
    rows: list[Row]
    headings: tuple[str, ...] = ()
    register: list[KnownPupil] = field(default_factory=list)
    school_year: str = THIS_YEAR
    as_of: date = LIST_DAY
    mode: Mode = Mode.FULL
    facts: SourceFacts = field(default_factory=SourceFacts)
    branch_brin: str | None = None
    previous: PreviousImport | None = None
    empty_register: bool = False

    def __post_init__(self) -> None:
        self.headings = self.headings or layout_of(self.school)
        if not self.register and not self.empty_register:
            self.register = register_of(self.school)

    def table(self) -> RawTable:
        """The file as a reader gives it."""
        rows = [
            RawRow(Origin(at), tuple(row.get(heading, "") for heading in self.headings))
            for at, row in enumerate(self.rows, start=2)
        ]
        return RawTable("csv", None, self.headings, tuple(rows), heading_row=1, facts=self.facts)


Wrong = Callable[[School], File | None]
WRONG: dict[str, tuple[Wrong, frozenset[str]]] = {}
"""Makers of wrong files by name, with the holds that would be right."""

LEAVERS = ("part_missing", "too_many_leavers")
OTHER = ("other_school",)
OLDER = ("older_file",)
SORTED = ("column_sorted_alone",)
SHIFTED = ("columns_shifted",)
NEW_NUMBERS = ("numbers_all_new",)
BIG = ("merger", "too_many_newcomers")


def wrong(name: str, *codes: str) -> Callable[[Wrong], Wrong]:
    """Enter a maker of wrong files; it answers None where a school has no such file."""

    def register(make: Wrong) -> Wrong:
        WRONG[name] = (make, frozenset(codes))
        return make

    return register
