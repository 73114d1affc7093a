"""The words of the engine: what a file holds, what the register knows, what a plan says.

Every value that can name a child is kept out of `repr`, so that no log line or traceback shows one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, NewType, TypeVar, dataclass_transform

from leesloket.roster.sheet_rows import SheetRow, row_with_sheet

_Made = TypeVar("_Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def fact(made: type[_Made]) -> type[_Made]:
    """A frozen dataclass: the type checker lets nobody change one.

    At run time it is a plain one with slots, for a list of thousands makes tens of thousands of
    these and `frozen=True` takes seven times as long to fill fifteen fields.
    """
    return dataclass(slots=True, unsafe_hash=True)(made)


PatronId = NewType("PatronId", str)
"""The register's own key of a patron; the engine only hands it back."""

Fingerprint = NewType("Fingerprint", str)
"""Keyed hash of one row's raw cells: tells that a row is still the row a person answered about."""

Identity = NewType("Identity", str)
"""HMAC of a pupil number, or of a folded name with a birth date: a child without its data."""


class Field(StrEnum):
    """What a column can mean.  A column that means none of these is dropped."""

    PUPIL_NUMBER = "pupil_number"
    CARD_NUMBER = "card_number"
    ECK_ID = "eck_id"
    FIRST_NAME = "first_name"
    GIVEN_NAMES = "given_names"
    INITIALS = "initials"
    PREFIX = "prefix"
    SURNAME = "surname"
    FULL_NAME = "full_name"
    SURNAME_FIRST = "surname_first"
    """A whole name with the surname in front and no comma behind it; only ever as a person says."""
    BIRTH_DATE = "birth_date"
    GROUP = "group"
    GROUP_NAME = "group_name"
    YEAR_GROUP = "year_group"
    LOCATION = "location"
    LEFT_ON = "left_on"
    STATUS = "status"
    """Enrolled, left, registered for later: words, judged by `columns`."""
    # Only in a library's own list of patrons; a school's list has no such columns.
    CATEGORY = "category"
    MEMBER_FROM = "member_from"
    BLOCKED = "blocked"


WHOLE_NAMES = (Field.FULL_NAME, Field.SURNAME_FIRST)


class Mode(StrEnum):
    """A full list signs off who is missing; additions never do."""

    FULL = "full"
    ADDITIONS = "additions"


class ListKind(StrEnum):
    """Whose list it is: a school's pupils, or the patrons of a library that starts (ADR 0018)."""

    PUPILS = "pupils"
    TAKEOVER = "takeover"


# --- what a file holds ---------------------------------------------------------------------------


@fact
class Origin:
    """Where a row stands, in the sender's own counting (1 = the sheet's first line).

    Of several sheets that are read together the row is a `SheetRow`.
    """

    row: int
    sheet: str | None = None


def places_on(sheet: str | None, sheets: tuple[str, ...] = ()) -> Callable[[int], Origin]:
    """Where a row stands, by its number: on `sheet`, or on one of `sheets` read together."""
    if not sheets:
        return lambda row: Origin(row, sheet)

    def place(row: int) -> Origin:
        found = row_with_sheet(row, sheets)
        return Origin(found, found.sheet if isinstance(found, SheetRow) else None)

    return place


@fact
class RawRow:
    """One line of the file: a true date cell is ISO text, a number is as the sheet shows it."""

    origin: Origin
    cells: tuple[str, ...] = field(repr=False)


@fact
class DroppedColumn:
    """A column that was thrown away while reading: forbidden (BSN, address, ...) or not needed.

    Or it held something else than its heading says, or one number for nearly everybody.
    """

    heading: str
    reason: Literal["forbidden", "not_needed", "empty", "does_not_fit", "same_for_all"]


@fact
class SourceFacts:
    """What a file says about itself.  Everything is optional: a list says nothing."""

    brin: str | None = None
    """BRIN (05KO) or BRIN6 (05KO01) of the sending school."""
    school_year: str | None = None
    as_of: date | None = None
    system: str | None = None
    delta: bool = False
    """A file of changes (OneRoster delta): read as additions."""
    teachers: int = 0
    """How many teachers the file holds beside its pupils."""
    keys_unstable: bool = False
    """EDEXML keys that start with `#`: numbers that may be reused."""


@fact
class ListedTeacher:
    """A teacher in a file, and the groups by the names that its pupils' rows have.  No more."""

    name: str = field(repr=False)
    groups: tuple[str, ...]


@fact
class RawTable:
    """The pupils' table as it was found, with nothing changed and the forbidden columns gone.

    `fields` is set by formats whose columns need no guessing (EDEXML, OneRoster): one per heading.
    """

    format: str
    sheet: str | None
    headings: tuple[str, ...]
    rows: tuple[RawRow, ...] = field(repr=False)
    heading_row: int | None = None
    dropped: tuple[DroppedColumn, ...] = ()
    facts: SourceFacts = SourceFacts()
    fields: tuple[Field, ...] | None = None
    uneven_rows: frozenset[int] = frozenset()
    """Rows whose cells may stand under the wrong heading: more or fewer of them than usual."""
    teachers: tuple[ListedTeacher, ...] = field(default=(), repr=False)
    """Beside the pupils; never rows."""
    starts: tuple[tuple[str, int], ...] = ()
    """Days on which children start, as written, and how many have each: nobody's own."""
    sheets: tuple[str, ...] = ()
    """The sheets that are read together, in the workbook's order; `sheet` is None then."""


@fact
class Subscription:
    """What a library's own list says of a patron beside who it is."""

    category: str = ""
    """`pupil`, `teacher`, `public`, or empty when the list does not say."""
    member_from: date | None = None
    blocked: bool = False
    """The card is blocked."""


@fact
class PupilRecord:
    """A pupil as the file has it, cleaned but never corrected.  Empty text means: not given."""

    origin: Origin
    fingerprint: Fingerprint
    pupil_number: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    given_names: str = field(default="", repr=False)
    initials: str = field(default="", repr=False)
    prefix: str = field(default="", repr=False)
    surname: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    group: str = ""
    """The group's short name as the school writes it: `5b`, `1/2A`, `Kevers`."""
    group_name: str = ""
    year_group: str = ""
    """`1`-`8` in primary, `11`-`16` in secondary (EDEXML codes), empty when not known."""
    card_number: str = field(default="", repr=False)
    eck_id: str = field(default="", repr=False)
    location: str = ""
    subscription: Subscription | None = None
    """Only in a library's own list of patrons."""


# --- what the register knows ---------------------------------------------------------------------


@fact
class KnownPupil:
    """A member of the branch as the register has it, with its latest placement."""

    patron_id: PatronId
    pupil_number: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    prefix: str = field(default="", repr=False)
    surname: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    group: str = ""
    year_group: str = ""
    enrolled: bool = True
    school_year: str | None = None
    given_names: str = field(default="", repr=False)
    initials: str = field(default="", repr=False)
    eck_id: str = field(default="", repr=False)
    edited_by_hand: frozenset[Field] = frozenset()
    """Fields changed at the desk since the last import: shown as a conflict, never overwritten."""
    entered_on: date | None = None
    """The day that somebody entered the child by hand, with a name and a group only."""
    card_number: str = field(default="", repr=False)
    """Only read for a take-over: a school's list says nothing of cards."""
    member: bool = True
    """False: a patron of another branch, known here by the number of its card alone."""

    @property
    def in_no_list_yet(self) -> bool:
        """Entered by hand, and no list has said its number or birth date since."""
        return self.entered_on is not None and not self.pupil_number and self.birth_date is None


# --- what a person said --------------------------------------------------------------------------


@fact
class Decision:
    """An answer to a question about one row, valid while row and candidates are the same."""

    fingerprint: Fingerprint
    answer: Literal["same", "another", "leave_out"]
    candidates: tuple[PatronId, ...] = ()
    """The candidates that were shown when the person answered."""
    patron_id: PatronId | None = None
    """Who it is, for `same`."""


@fact
class Repair:
    """A cell as a person typed it over, in the page; the raw row stays as it was."""

    fingerprint: Fingerprint
    field: Field
    value: str = dataclasses.field(repr=False)


# --- what a plan says ----------------------------------------------------------------------------


@fact
class FieldChange:
    """One value, old and new, both as text (dates ISO, not known = empty)."""

    field: Field
    before: str = dataclasses.field(repr=False)
    after: str = dataclasses.field(repr=False)


@fact
class Candidate:
    """A known child that a row may be, and what speaks for it."""

    patron_id: PatronId
    reasons: tuple[str, ...]


@fact
class Enrol:
    record: PupilRecord
    reasons: tuple[str, ...] = ()


@fact
class Update:
    record: PupilRecord
    known: KnownPupil
    changes: tuple[FieldChange, ...]
    reasons: tuple[str, ...]
    conflicts: tuple[FieldChange, ...] = ()
    """What the file would change but a person set by hand: shown, not written."""

    @property
    def returns(self) -> bool:
        """A withdrawn child that comes back."""
        return not self.known.enrolled


@fact
class Keep:
    record: PupilRecord
    known: KnownPupil
    reasons: tuple[str, ...]
    conflicts: tuple[FieldChange, ...] = ()


@fact
class Question:
    record: PupilRecord
    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]


@fact
class Skip:
    """A row that is left out on purpose: on the `niet opnemen` list, left out by a person, left."""

    record: PupilRecord
    reasons: tuple[str, ...]


@fact
class Withdraw:
    known: KnownPupil
    reasons: tuple[str, ...] = ()


Step = Enrol | Update | Keep | Question | Skip | Withdraw


@fact
class Hold:
    """Why this file may be the wrong one, in numbers.  Only a person with a reason lifts it."""

    code: str
    detail: Mapping[str, int | str] = field(default_factory=dict)
