"""One child in a plan, and what is asked about a row."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from leesloket.imports.showing.uploads import Kind


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
    may_turn_back: bool = False
    """On the result page: something of this child was changed, and it was not put back since."""
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
