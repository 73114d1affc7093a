"""What a plan is asked for."""

from __future__ import annotations

from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a plan depends on but the file's pupils and the register."""

    mode: Mode
    school_year: str
    as_of: date
    shift: int | None
    """School years from the register's placements to this one; None when not known."""
    final_year_groups: frozenset[str]
    decisions: Mapping[Fingerprint, Decision]
    distinct: frozenset[tuple[Identity, PatronId]]
    not_to_be_included: frozenset[Identity]
    facts: SourceFacts
    branch_brin: str | None
    own_locations: frozenset[str]
    thresholds: Thresholds
    previous: PreviousImport | None
    secret: bytes = field(repr=False)
