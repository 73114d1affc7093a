"""Whose a number is that stands at several children of one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leesloket.roster.columns import Extraction
from leesloket.roster.matching.evidence import Child, children_of, compare
from leesloket.roster.matching.levels import is_fitting
from leesloket.roster.model import KnownPupil


def with_own_numbers(extraction: Extraction, known: Sequence[KnownPupil]) -> Extraction:
    """The extraction in which a shared number is only with the child that the register knows by it.

    All others are matched, and written down, without: nobody is tied to another child by such a
    number, nor takes it from that child.  A blank erases nothing.
    """
    if not extraction.shared_numbers:
        return extraction
    by_number: dict[str, list[Child]] = {}
    for child in children_of(known):
        by_number.setdefault(child.number, []).append(child)
    return replace(
        extraction,
        records=tuple(
            record
            if record.fingerprint not in extraction.shared_numbers
            or any(_may_be_one(row, child) for child in by_number.get(row.number, ()))
            else replace(record, pupil_number="")
            for record, row in zip(extraction.records, children_of(extraction.records), strict=True)
        ),
    )


def _may_be_one(row: Child, child: Child) -> bool:
    """Whether the name fits and no birth date says otherwise."""
    pair = compare(row, child, shift=None)
    return is_fitting(pair) and pair.born != "differs"
