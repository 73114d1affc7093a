"""Decisions about an import that need no table: who must look, and what is still missing.  Pure."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SECOND_PERSON_FOR = frozenset({"too_many_leavers", "part_missing", "no_rows", "other_school"})
"""Holds that one person may not lift and approve alone (SECURITY.md section 2, item 6)."""

HELD = "held_"
"""In the counts of an import: before the code of a hold that nobody has judged."""

GROUP_MISSING = "group_missing"
ABOUT_CHILD, ABOUT_GROUP = "child", "group"
"""What a question asks: who the child is, or only in which group it will be."""


def asks_group(reasons: Collection[str]) -> bool:
    """Whether a question with these reasons leaves only the group open.

    A row that is in the file twice asks first which child it is.
    """
    return GROUP_MISSING in reasons and "twice_in_file" not in reasons


class NotReadyError(Exception):
    """Something is still missing; `missing` says what, in codes as `missing_for_approval` gives."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(*missing)
        self.missing = missing


class PlanOutdatedError(Exception):
    """The plan is not the one that was read; nothing was written.  Look again."""


class RowGoneError(Exception):
    """No such row or question any more; look at the list again."""


class SecondPersonNeededError(Exception):
    """It wants two people, and this one has agreed already."""


class ReasonMissingError(Exception):
    """What weighs is done with a reason or not at all."""


LONGEST_REASON = 500


def given_reason(typed: str) -> str:
    """The reason that somebody gave, as it is kept; raises ReasonMissingError."""
    reason = typed.strip()[:LONGEST_REASON]
    if not reason:
        raise ReasonMissingError
    return reason


def hold_key(code: str, detail: Mapping[str, int | str]) -> str:
    """Names one hold with its numbers: when the numbers change, it must be looked at again."""
    text = json.dumps([code, sorted(detail.items())], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def needs_second_person(codes: Collection[str]) -> bool:
    """Whether a plan with these holds wants two people."""
    return not SECOND_PERSON_FOR.isdisjoint(codes)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an import stands, as far as sending and approving go."""

    open_holds: int
    questions: int
    mapping_certain: bool
    columns_missing: int
    nobody_at_a_branch: bool = False
    """A library's own list in which no row was said to be of this branch."""


def missing_for_sending(standing: Standing) -> tuple[str, ...]:
    """What keeps a school from sending.  Questions and holds do not: the library can look too.

    Rows with an error do not either: they are set aside, and their children stay as they are.
    """
    missing = []
    if standing.columns_missing or not standing.mapping_certain:
        missing.append("mapping")
    return tuple(missing)


def missing_for_approval(standing: Standing, *, unseen_transfers: int = 0) -> tuple[str, ...]:
    """What keeps staff from approving.

    `unseen_transfers` are children that come from a branch where this person may not import: who
    approves must have been able to read them.
    """
    missing = list(missing_for_sending(standing))
    if standing.questions:
        missing.append("questions")
    if standing.open_holds:
        missing.append("holds")
    if unseen_transfers:
        missing.append("transfers")
    if standing.nobody_at_a_branch:
        missing.append("branches")
    return tuple(missing)


def undo_until(applied_on: date, *, days: int) -> date:
    """The last day on which the journal is there to undo from."""
    return applied_on + timedelta(days=days)


def stays_visible(*, copies_at_home: int) -> bool:
    """A leaver with copies at home stays in the branch's lists until they are settled.

    The membership ends on the effective date all the same; lending sees the person as before.
    """
    return copies_at_home > 0
