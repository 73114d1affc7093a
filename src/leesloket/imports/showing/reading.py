"""What was read of a file: columns, rows to repair, groups."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from leesloket.imports.showing.uploads import Detail, UploadLine


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """Which column became what."""

    index: int
    heading: str
    field: str | None
    """A roster field code, or None when the column is not used."""
    how: str
    """remembered · heading · values · format · person · unused"""
    examples: tuple[str, ...] = dataclasses.field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class DroppedLine:
    heading: str
    reason: str
    """forbidden · not_needed · empty · does_not_fit · same_for_all"""


@dataclass(frozen=True, slots=True)
class GroupCount:
    group: str
    pupils: int


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem of the whole file: code and counts."""

    code: str
    severity: str
    detail: Mapping[str, Detail] = dataclasses.field(default_factory=dict)
    column: str = ""
    """A heading of the file."""
    field: str = ""
    """What the whole file lacks, where it is that."""
    rows: tuple[int, ...] = ()
    """Rows that hold no pupil, where it is about those: totals, an example."""


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell of a row that needs a look; `problem` is a code or empty."""

    field: str
    heading: str
    value: str = dataclasses.field(repr=False)
    problem: str = ""
    severity: str = ""
    repaired: bool = False
    detail: Mapping[str, Detail] = dataclasses.field(default_factory=dict)
    choices: tuple[str, ...] = ()
    """For a group: the groups of this file, as suggestions."""


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row with something to repair, as it stands in the file: problems at their cells."""

    row: int
    fingerprint: str
    cells: tuple[CellLine, ...]
    severity: str
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class MistakeCount:
    """One mistake that many rows have."""

    code: str
    severity: str
    field: str
    rows: int


_ASKS_NOTHING = frozenset({"totals_row_skipped", "teachers_left_out", "active_parts_ignored"})
_SAID_ELSEWHERE = _ASKS_NOTHING | {"forbidden_column_dropped", "column_not_used"}


@dataclass(frozen=True, slots=True)
class ReadingView:
    """What was read: the first half of the check page."""

    upload: UploadLine
    sheet: str
    """Or several, read together: their names with a comma."""
    sheets: tuple[str, ...]
    """Filled when the file has several sheets with pupils and a person must choose."""
    rows: int
    pupils: int
    groups: tuple[GroupCount, ...]
    columns: tuple[ColumnLine, ...]
    dropped: tuple[DroppedLine, ...]
    missing: tuple[str, ...]
    """Required fields that no column was found for."""
    mapping_is_certain: bool
    field_choices: tuple[str, ...]
    problems: tuple[ProblemLine, ...]
    repairs: tuple[RowLine, ...] = dataclasses.field(repr=False)
    rows_to_repair: int = 0
    mistakes: tuple[MistakeCount, ...] = ()
    """What is wrong in several rows, the most frequent first; empty where a glance tells it."""
    better_at_the_source: bool = False
    """Whether one mistake is in so many rows that nobody should mend them one by one."""
    answers_kept: int = 0
    """Of the file it took the place of: what people said that still fits."""
    answers_lost: int = 0
    """And what fits no row any more."""
    errors: int = 0
    warnings: int = 0
    school_year: str = ""
    school_years: tuple[str, ...] = ()
    """What the sender can choose from, until it is sent."""
    mode: str = "full"
    effective_on: date | None = None

    @property
    def notes(self) -> tuple[ProblemLine, ...]:
        """What is said of the list as a whole, and has no place of its own on the page."""
        elsewhere = {*_SAID_ELSEWHERE, self.upload.refusal}
        return tuple(problem for problem in self.problems if problem.code not in elsewhere)

    @property
    def remarks(self) -> tuple[ProblemLine, ...]:
        """What we did with the file that leaves nobody anything to do."""
        return tuple(problem for problem in self.problems if problem.code in _ASKS_NOTHING)

    @property
    def to_look_at(self) -> int:
        return self.warnings + len(self.notes)
