"""An upload in lists: for the school, and on the August board of the staff."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from leesloket.branches.queries import BranchLine
from leesloket.roster.sheet_rows import ALL_SHEETS

Detail = int | str | tuple[int, ...] | tuple[str, ...]
"""Counts, row numbers and headings; never a pupil's value."""

Kind = Literal["ask", "error", "leave", "new", "change", "move", "stay", "skip"]
"""In the order of tabs and lines: what needs a person first."""

KINDS: tuple[Kind, ...] = get_args(Kind)

Status = Literal[
    "waiting",
    "read",
    "refused",
    "sent",
    "applied",
    "undone",
    "withdrawn",
    "replaced",
    "moved",
    "expired",
    "returned",
]
"""waiting: for the virus scanner, unread · read:
open at the school · sent: waits for the library · the others have ended."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of an upload's history."""

    event: str
    """received · read · refused · repaired · answered · sent · withdrawn · replaced · expired ·
    hold_lifted · approved · applied · undone · undone_one · returned"""
    at: datetime
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UploadLine:
    """An upload in a list, for the school and for the library."""

    id: UUID
    branch: BranchLine
    file_name: str = dataclasses.field(repr=False)
    status: Status
    received_at: datetime
    received_by: str
    pupils: int
    format: str
    scanned: str
    """`clean`, `waiting`, or `none` where no scanner is configured."""
    refusal: str = ""
    """Problem code of a refused file."""
    refusal_detail: Mapping[str, object] = dataclasses.field(default_factory=dict)
    """Limits and, for several_sheets, `sheets`: the names to choose from."""
    sheets: tuple[str, ...] = dataclasses.field(repr=False, default=())
    """The sheets to choose from, when a workbook has several lists and still waits."""
    rows_together: int = 0
    """How many rows those have, when they can be read together: ALL_SHEETS is an answer too."""
    other_sheet: str = dataclasses.field(repr=False, default="")
    """Why they cannot: this one has other headings."""
    return_reason: str = ""
    """What the library asks of the school, when it gave the list back."""
    sent_at: datetime | None = None
    applied_at: datetime | None = None
    undone_at: datetime | None = None
    school_year: str = ""
    """Of which year it is, once that was settled."""
    questions: int = 0
    holds: int = 0
    """Those that nobody has judged."""
    held: tuple[str, ...] = ()
    """Their codes, each once."""
    newcomers: int = 0
    leavers: int = 0
    first_approver: str = dataclasses.field(repr=False, default="")
    """Who agreed already to a list that wants two people."""
    errors: int = 0
    history: tuple[Moment, ...] = ()
    kind: str = "pupils"
    """`takeover` for a library's own list of patrons."""

    @property
    def all_sheets(self) -> str:
        """What answers: all of the sheets together."""
        return ALL_SHEETS

    @property
    def is_takeover(self) -> bool:
        return self.kind == "takeover"

    @property
    def finished_at(self) -> datetime | None:
        """When the last thing was done with it."""
        return self.undone_at or self.applied_at


@dataclass(frozen=True, slots=True)
class NextList:
    """What to read after a list: one more that waits for the viewer."""

    id: UUID
    branch_name: str


@dataclass(frozen=True, slots=True)
class UndoAsked:
    """Somebody wants an import of more than a week ago turned back; a second person must agree."""

    upload_id: UUID
    branch_name: str
    asked_by: str = dataclasses.field(repr=False)
    mine: bool
    """Whether the viewer asked it."""


@dataclass(frozen=True, slots=True)
class QueueView:
    """The August board of the staff."""

    waiting: tuple[UploadLine, ...]
    at_school: tuple[UploadLine, ...]
    nothing_yet: tuple[BranchLine, ...]
    done: tuple[UploadLine, ...]
    undo_asked: tuple[UndoAsked, ...]
    schools: int
    school_year: str
