"""What an applied import did, its report, and the list 'niet opnemen'."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from leesloket.branches.queries import BranchLine
from leesloket.imports.showing.children import ChildLine, FactLine
from leesloket.imports.showing.plan import Tab
from leesloket.imports.showing.uploads import UploadLine


@dataclass(frozen=True, slots=True)
class RowsLeft:
    """Rows of the file that did not go along, with the same reason."""

    kind: str
    """skip · error"""
    code: str
    """The reason of a skip, or the code of a problem."""
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line of the school's own list, and what was done with it."""

    cells: tuple[str, ...] = dataclasses.field(repr=False)
    kind: str = ""
    """As in a result; skip or error for a row that did not go along; empty: no pupil's."""
    group: str = ""
    """Where the child is now."""
    code: str = ""
    """Why a row did not go along."""
    changes: tuple[FactLine, ...] = dataclasses.field(repr=False, default=())
    undone: bool = False


@dataclass(frozen=True, slots=True)
class ResultView:
    """What an applied import did, read back from the register's journal."""

    upload: UploadLine
    applied_at: datetime
    applied_by: str
    effective_on: date
    school_year: str
    counts: Mapping[str, int]
    agreed_by: str = ""
    """Who agreed first, where it wanted two people."""
    leavers_with_loans: tuple[ChildLine, ...] = dataclasses.field(repr=False, default=())
    rows_left: tuple[RowsLeft, ...] = ()
    children: tuple[ChildLine, ...] = dataclasses.field(repr=False, default=())
    may_undo: bool = False
    may_undo_one: bool = False
    undo_until: date | None = None
    to_undo: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """`enrol`, `update` and `withdraw`, of the children that were not turned back one by one."""
    undone_at: datetime | None = None
    undone_by: str = ""
    undo_reason: str = ""
    undo_restored: int = 0
    undo_signed_off: int = 0
    undo_kept: int = 0
    undo_asked: bool = False
    """Somebody asked for an undo that wants a second person."""
    shown_kind: str = "all"
    query: str = dataclasses.field(repr=False, default="")
    tabs: tuple[Tab, ...] = ()
    page: int = 1
    pages: int = 1

    @property
    def left(self) -> int:
        """How many rows of the file did not go along."""
        return sum(len(one.rows) for one in self.rows_left)


@dataclass(frozen=True, slots=True)
class ExclusionLine:
    """One child on a branch's list 'niet opnemen'.  No name: only keyed hashes are kept."""

    entry_id: UUID
    branch: BranchLine
    reason: str
    """parent · pupil · erasure · other"""
    decided_on: date
    added_at: datetime
    added_by: str
    patron_id: UUID | None
    """While this person is in the register."""


@dataclass(frozen=True, slots=True)
class ExclusionView:
    """A patron and the lists 'niet opnemen' of the viewer's branches."""

    lines: tuple[ExclusionLine, ...]
    branches: tuple[BranchLine, ...]
    """Where the patron belongs, is not on the list, and the viewer may put it there."""
    reasons: tuple[str, ...]
