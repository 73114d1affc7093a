"""Children that a row could be, though the row is not planned: they never leave by its fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from leesloket.roster.cleaning import fold_first_name, fold_number, fold_surname
from leesloket.roster.model import KnownPupil, PatronId, PupilRecord

_ENOUGH = 2


def could_be(rows: Iterable[PupilRecord], known: Sequence[KnownPupil]) -> frozenset[PatronId]:
    """The known children with the number of one of these rows, or with most of what it tells.

    Two of first name, surname and birth date are most; one, when the row tells no more.
    """
    rows = tuple(rows)
    if not rows:
        return frozenset()
    folded = [(child, _traits(child), fold_number(child.pupil_number)) for child in known]
    found: set[PatronId] = set()
    for row in rows:
        number, traits = fold_number(row.pupil_number), _traits(row)
        told = sum(map(bool, traits))
        for child, theirs, their_number in folded:
            same = sum(bool(a) and a == b for a, b in zip(traits, theirs, strict=True))
            if (number and number == their_number) or (told and same >= min(_ENOUGH, told)):
                found.add(child.patron_id)
    return frozenset(found)


def _traits(pupil: PupilRecord | KnownPupil) -> tuple[object, ...]:
    return (
        fold_first_name(pupil.first_name),
        fold_surname(pupil.surname),
        pupil.birth_date,
    )
