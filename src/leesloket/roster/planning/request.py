"""What a plan is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from leesloket.roster.model import (
    Decision,
    Fingerprint,
    Identity,
    Mode,
    PatronId,
    SourceFacts,
)
from leesloket.roster.plausibility import PreviousImport, Thresholds

_NO_FACTS = SourceFacts()
_USUAL = Thresholds()


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a plan depends on but the file's pupils and the register."""

    mode: Mode
    school_year: str
    as_of: date
    decisions: Mapping[Fingerprint, Decision]
    distinct: frozenset[tuple[Identity, PatronId]]
    not_to_be_included: frozenset[Identity]
    branch_brin: str | None
    own_locations: frozenset[str]
    secret: bytes = field(repr=False)
    # What only a school's list has to do with.
    shift: int | None = None
    """School years from the register's placements to this one; None when not known."""
    final_year_groups: frozenset[str] = frozenset()
    facts: SourceFacts = _NO_FACTS
    thresholds: Thresholds = _USUAL
    previous: PreviousImport | None = None


def by_row(decisions: Iterable[Decision]) -> Mapping[Fingerprint, Decision]:
    """The answers to questions, by row; what is left out is no record, and asks nothing."""
    return {one.fingerprint: one for one in decisions if one.answer != "leave_out"}
