"""What matching says of one row."""

from __future__ import annotations

from typing import NamedTuple

from leesloket.roster.model import Candidate, KnownPupil, PupilRecord


class Matched(NamedTuple):
    """The row is this child."""

    record: PupilRecord
    known: KnownPupil
    level: str
    """The code of the level in `LEVELS`, or `decided` when a person said so."""
    reasons: tuple[str, ...]


class Ambiguous(NamedTuple):
    """A person must say which of these the row is, or that it is another child."""

    record: PupilRecord
    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]


class Unmatched(NamedTuple):
    """The register does not know this child."""

    record: PupilRecord
    reasons: tuple[str, ...] = ()
    elsewhere: tuple[Candidate, ...] = ()
    """The same child at another branch of the library: for the staff's Transfer, not the school."""


Match = Matched | Ambiguous | Unmatched
