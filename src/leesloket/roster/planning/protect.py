"""Children that a row could be, though the row is not planned: they never leave by its fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from leesloket.roster.cleaning import fold_first_name, fold_number, fold_surname
from leesloket.roster.model import KnownPupil, PatronId, PupilRecord

_ENOUGH = 2
_Trait = tuple[str, str | date | None]


def could_be(rows: Iterable[PupilRecord], known: Sequence[KnownPupil]) -> frozenset[PatronId]:
    """The known children with the number of one of these rows, or with most of what it tells.

    Two of first name, surname and birth date are most; one, when the row tells no more.
    """
    rows = tuple(rows)
    if not rows:
        return frozenset()
    by_number: dict[str, list[KnownPupil]] = {}
    by_trait: dict[_Trait, list[KnownPupil]] = {}
    for child in known:
        by_number.setdefault(fold_number(child.pupil_number), []).append(child)
        for trait in _traits(child):
            by_trait.setdefault(trait, []).append(child)
    found: set[PatronId] = set()
    for row in rows:
        number = fold_number(row.pupil_number)
        if number:
            found.update(child.patron_id for child in by_number.get(number, ()))
    for traits in {_traits(row) for row in rows}:
        found |= _with_most(traits, by_trait)
    return frozenset(found)


def _with_most(
    traits: tuple[_Trait, ...], by_trait: Mapping[_Trait, Sequence[KnownPupil]]
) -> set[PatronId]:
    shared = Counter(child.patron_id for trait in traits for child in by_trait.get(trait, ()))
    enough = min(_ENOUGH, len(traits))
    return {patron_id for patron_id, count in shared.items() if count >= enough}


def _traits(pupil: PupilRecord | KnownPupil) -> tuple[_Trait, ...]:
    """What is told of first name, surname and birth date."""
    told = (
        ("first", fold_first_name(pupil.first_name)),
        ("last", fold_surname(pupil.surname)),
        ("born", pupil.birth_date),
    )
    return tuple(trait for trait in told if trait[1])
