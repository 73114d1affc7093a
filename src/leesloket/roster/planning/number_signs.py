"""What stands at all numbers of a list, and is none of them: `L1234` is 1234."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from leesloket.roster.columns import Extraction
from leesloket.roster.matching.evidence import Child, children_of
from leesloket.roster.model import KnownPupil, PupilRecord

_SIGNED = re.compile(r"^(\D*)(\d+)(\D.*)?$", re.DOTALL)
_NEARLY_ALL, _MOST = 0.9, 0.5

_Signs = tuple[str, str]
"""What stands before, and what behind."""
_NONE: _Signs = ("", "")


def with_known_signs(extraction: Extraction, known: Sequence[KnownPupil]) -> Extraction:
    """The extraction with its numbers written as the register writes them.

    `L1234` or `1234-01` is 1234 where nearly all numbers of the list have that letter, nearly all
    of the register have none, or another, and most of the list has the number of a child that is
    named so.  Letters that tell one number from another stay.
    """
    theirs = _signs_of(record.pupil_number for record in extraction.records)
    ours = _signs_of(pupil.pupil_number for pupil in known)
    if theirs is None or ours is None or theirs == ours:
        return extraction
    records = _written(extraction.records, theirs, ours)
    if not _are_known(children_of(records), children_of(known)):
        return extraction
    return replace(
        extraction, records=records, set_aside=_written(extraction.set_aside, theirs, ours)
    )


def _signs_of(numbers: Iterable[str]) -> _Signs | None:
    """What nearly all numbers begin and end with; None when there is no such thing."""
    told = [number for number in numbers if number]
    if "".join(told).isdigit():  # as in nearly every list
        return _NONE
    found = Counter(_parts(number) for number in told)
    [(signs, count)] = found.most_common(1) or [(None, 0)]
    return signs if count >= _NEARLY_ALL * len(told) else None


def _parts(number: str) -> _Signs | None:
    found = _SIGNED.match(number)
    return (found[1], found[3] or "") if found else None


def _written(
    records: Sequence[PupilRecord], theirs: _Signs, ours: _Signs
) -> tuple[PupilRecord, ...]:
    return tuple(
        replace(record, pupil_number=f"{ours[0]}{found[2]}{ours[1]}")
        if (found := _SIGNED.match(record.pupil_number)) and _parts(record.pupil_number) == theirs
        else record
        for record in records
    )


def _are_known(rows: Sequence[Child], known: Sequence[Child]) -> bool:
    """Whether most rows with a number have that of a child with one of their names."""
    by_number = {child.number: child for child in known}
    met = [by_number.get(row.number) for row in rows if row.number]
    named = [
        child is not None and (row.first == child.first or row.surname == child.surname)
        for row, child in zip((row for row in rows if row.number), met, strict=True)
    ]
    return sum(named) > _MOST * len(named)
