"""What matching says of one row."""

from __future__ import annotations

from dataclasses import dataclass

from leesloket.roster.model import Candidate, KnownPupil, PupilRecord


@dataclass(frozen=True, slots=True)
class Matched:
    """The row is this child."""

    record: PupilRecord
    known: KnownPupil
    level: str
    """The code of the level in `LEVELS`, or `decided` when a person said so."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A person must say which of these the row is, or that it is another child."""

    record: PupilRecord
    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """The register does not know this child."""

    record: PupilRecord
    reasons: tuple[str, ...] = ()
    elsewhere: tuple[Candidate, ...] = ()
    """The same child at another branch of the library: for the staff's Transfer, not the school."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A person said that this row is not to be taken."""

    record: PupilRecord


Match = Matched | Ambiguous | Unmatched | LeftOut
