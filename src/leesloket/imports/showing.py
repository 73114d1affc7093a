"""What the screens show of an upload and its plan: frozen, complete, and nothing more.

A template can only leak a field that somebody put here on purpose.  The school's version of a
plan is made by the same function with `staff=False`: no cards, no loans, no holds to lift.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from leesloket.branches.queries import BranchLine

Detail = int | str | tuple[int, ...] | tuple[str, ...]
"""Counts, row numbers and headings; never a pupil's value."""

Kind = Literal["ask", "leave", "new", "change", "move", "stay", "skip", "error"]
"""The order of the tabs: what needs a person first."""

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
    return_reason: str = ""
    """What the library asks of the school, when it gave the list back."""
    sent_at: datetime | None = None
    applied_at: datetime | None = None
    undone_at: datetime | None = None
    questions: int = 0
    holds: int = 0
    errors: int = 0
    history: tuple[Moment, ...] = ()
    kind: str = "pupils"
    """`takeover` for a library's own list of patrons."""

    @property
    def is_takeover(self) -> bool:
        return self.kind == "takeover"

    @property
    def finished_at(self) -> datetime | None:
        """When the last thing was done with it."""
        return self.undone_at or self.applied_at


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
    """forbidden · not_needed · empty"""


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
    can_be_same_as: int | None = None
    """The other row, when two rows may be one child."""


@dataclass(frozen=True, slots=True)
class ReadingView:
    """What was read: the first half of the check page."""

    upload: UploadLine
    sheet: str
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


@dataclass(frozen=True, slots=True)
class FactLine:
    """A value of a child in old and new; equal when nothing changes."""

    field: str
    before: str = dataclasses.field(repr=False)
    after: str = dataclasses.field(repr=False)
    conflict: bool = False
    """Set by hand at the desk since: shown, not overwritten."""


@dataclass(frozen=True, slots=True)
class ChildLine:
    """One child in the plan, old and new.  `name` is for reading: `Zoë van Dijk`."""

    kind: Kind
    name: str = dataclasses.field(repr=False)
    row: int | None
    fingerprint: str
    patron_id: UUID | None
    group_before: str
    group_after: str
    birth_date: date | None = dataclasses.field(repr=False)
    pupil_number: str = dataclasses.field(repr=False)
    changes: tuple[FactLine, ...] = dataclasses.field(repr=False, default=())
    reasons: tuple[str, ...] = ()
    usual: bool = False
    """A leaver of the final year: pale, because it is ordinary."""
    returns: bool = False
    loans: int = 0
    """Staff only: copies at home."""
    card: str = dataclasses.field(repr=False, default="")
    category: str = ""
    """Of somebody new in a library's own list."""
    joins: bool = False
    """Known at another branch by the card, and a member here from now on."""
    problem: str = ""
    undone: bool = False
    """On the result page: this child was put back since."""
    comes_from: str = ""
    """Staff only: the branch that a new child is transferred from."""
    hand_choice: str = ""
    """What staff said where desk and list disagree: ours · school."""
    known_elsewhere: bool = False
    """Staff only: another branch may know this new child, and nobody has said so yet."""

    @property
    def in_conflict(self) -> bool:
        """Whether desk and list disagree, or did before somebody chose."""
        return bool(self.hand_choice) or any(fact.conflict for fact in self.changes)


@dataclass(frozen=True, slots=True)
class CandidateView:
    """Somebody in the register that a row may be; `equal` names the fields that are the same."""

    patron_id: UUID
    name: str = dataclasses.field(repr=False)
    group: str
    birth_date: date | None = dataclasses.field(repr=False)
    pupil_number: str = dataclasses.field(repr=False)
    enrolled: bool
    equal: tuple[str, ...]
    reasons: tuple[str, ...]
    loans: int = 0


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question about a row; `answer` is set when it was answered before.

    It asks who the child is; with `asks_group` that is clear, and the file names no group.
    """

    number: int
    row: int
    fingerprint: str
    name: str = dataclasses.field(repr=False)
    group: str
    birth_date: date | None = dataclasses.field(repr=False)
    pupil_number: str = dataclasses.field(repr=False)
    candidates: tuple[CandidateView, ...] = dataclasses.field(repr=False)
    reasons: tuple[str, ...]
    answer: str = ""
    answered_patron: UUID | None = None
    answered_by: str = ""
    asks_group: bool = False
    suggested: str = ""
    """The group to which most children of this child's group go."""


@dataclass(frozen=True, slots=True)
class ElsewhereCandidate:
    """A patron of other branches that a new row may be."""

    patron_id: UUID
    name: str = dataclasses.field(repr=False)
    group: str
    birth_date: date | None = dataclasses.field(repr=False)
    pupil_number: str = dataclasses.field(repr=False)
    branches: tuple[str, ...]
    """Where it belongs or belonged, by name."""
    enrolled_at: tuple[str, ...]
    """Where it is a member now: what the list can end."""


@dataclass(frozen=True, slots=True)
class ElsewhereView:
    """Staff only: a new row whose child other branches know; `answer` is same, new or empty."""

    row: int
    fingerprint: str
    name: str = dataclasses.field(repr=False)
    group: str
    birth_date: date | None = dataclasses.field(repr=False)
    pupil_number: str = dataclasses.field(repr=False)
    candidates: tuple[ElsewhereCandidate, ...] = dataclasses.field(repr=False)
    answer: str = ""
    answered_patron: UUID | None = None
    ends_at: tuple[str, ...] = ()
    """Where the membership ends with it."""
    answered_by: str = ""


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
    """The lines of the chosen tab and search, at most `page_size`."""
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
    missing: tuple[str, ...] = ()
    """Codes of what keeps it from being sent or approved: questions · holds · errors · mapping ·
    second_person · rights · status"""
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


@dataclass(frozen=True, slots=True)
class QueueView:
    """The August board of the staff."""

    waiting: tuple[UploadLine, ...]
    at_school: tuple[UploadLine, ...]
    nothing_yet: tuple[BranchLine, ...]
    done: tuple[UploadLine, ...]
    schools: int
    school_year: str


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
    leavers_with_loans: tuple[ChildLine, ...] = dataclasses.field(repr=False, default=())
    rows_left: tuple[RowsLeft, ...] = ()
    children: tuple[ChildLine, ...] = dataclasses.field(repr=False, default=())
    may_undo: bool = False
    may_undo_one: bool = False
    undo_until: date | None = None
    undone_at: datetime | None = None
    undone_by: str = ""
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
