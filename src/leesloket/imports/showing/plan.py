"""The heart: one plan to read, for the school or for the staff."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from leesloket.branches.queries import BranchLine
from leesloket.imports.showing.children import ChildLine, ElsewhereView, QuestionView
from leesloket.imports.showing.reading import GroupCount
from leesloket.imports.showing.uploads import Kind, UploadLine


@dataclass(frozen=True, slots=True)
class LocationLine:
    """Staff only: rows that a school board's file has of another location."""

    name: str
    rows: int
    suggested: int | None = None
    """The branch that is called so, if the viewer may import there."""
    branch_name: str = ""
    """Where these rows were put."""
    upload_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold: code, the numbers seen, and whether a person lifted it with a reason."""

    code: str
    detail: Mapping[str, int | str]
    lifted_by: str = ""
    lifted_reason: str = ""
    kinds: str = ""
    """The tab that shows the children concerned, if there is one."""
    key: str = ""
    """Names this hold in a form (a code can occur for two groups)."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Children that go from one group to another; empty text = from or to outside."""

    before: str
    after: str
    children: int
    kind: Kind
    odd: bool = False


@dataclass(frozen=True, slots=True)
class GroupPicture:
    """The groups now and soon.  Order is the school's: 1/2a before 3."""

    before: tuple[GroupCount, ...]
    after: tuple[GroupCount, ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    kind: Kind | Literal["all", "elsewhere", "conflict"]
    count: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """The heart: one plan to read, for the school or for the staff."""

    upload: UploadLine
    staff: bool
    digest: str
    school_year: str
    as_of: date
    effective_on: date
    mode: Literal["full", "additions"]
    counts: Mapping[str, int]
    """enrol, update, keep, withdraw, question, skip, error; `withdraw_usual`: of the final year."""
    holds: tuple[HoldView, ...]
    checks_passed: tuple[str, ...]
    """Hold codes that were looked at and are fine."""
    questions: tuple[QuestionView, ...] = dataclasses.field(repr=False)
    picture: GroupPicture | None
    tabs: tuple[Tab, ...]
    children: tuple[ChildLine, ...] = dataclasses.field(repr=False)
    """The lines of the chosen tab and search, at most PAGE_SIZE."""
    groups: tuple[str, ...] = ()
    """The groups that the list names, in the school's order."""
    shown_kind: str = "all"
    query: str = dataclasses.field(repr=False, default="")
    total_shown: int = 0
    page: int = 1
    pages: int = 1
    may_send: bool = False
    may_approve: bool = False
    needs_second: bool = False
    """SECURITY.md section 2 item 6: an abnormal plan wants a second person."""
    first_approver: str = ""
    approved_by_me: bool = False
    may_return: bool = False
    """Staff, while a school's list waits: it can go back with a question."""
    newer_at_school: bool = False
    """Unless the school works on another one already."""
    missing: tuple[str, ...] = ()
    """Codes of what keeps it from being sent or approved: mapping · questions · holds · transfers ·
    branches"""
    changed_since: tuple[ChildLine, ...] = dataclasses.field(repr=False, default=())
    """After a refused approval: the steps that are different now."""
    vanished: int = 0
    """And how many steps are no longer there."""
    step_marks: str = ""
    """The marks of this plan's steps: a form gives them back when it asks for approval."""
    return_reason: str = ""
    locations: tuple[LocationLine, ...] = ()
    """Staff only: the other locations in this file."""
    other_branches: tuple[BranchLine, ...] = ()
    """Staff only: where a list that waits could be put; empty when it cannot."""
    elsewhere: tuple[ElsewhereView, ...] = dataclasses.field(repr=False, default=())
    """Staff only: new rows whose child is known at another of the viewer's branches."""
    elsewhere_open: int = 0
    """How many of these nobody has answered."""
    conflicts_open: int = 0
    """Children on whom desk and list disagree and nobody has chosen."""
    transfers: int = 0
    """How many are confirmed: new for the school, no new person for the library."""
    may_choose: bool = False
    """Staff, while the list waits: about the children of rows there is something to say."""
    exclusion_reasons: tuple[str, ...] = ()
    """Why a child of a row can be left out for good."""

    @property
    def locations_left(self) -> bool:
        """Whether there are rows of another location that nobody put anywhere."""
        return any(not line.branch_name for line in self.locations)
