"""Children that a row could be, though the row is not planned: they never leave by its fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from leesloket.roster.cleaning import (
    fold_first_name,
    fold_number,
    fold_surname,
    has_lost_letters,
)
from leesloket.roster.model import KnownPupil, PatronId, PupilRecord

_ENOUGH = 2
_GAP = "0"
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
    for row in filter(_has_lost_letters, rows):
        found |= _with_letters_back(row, known)
    return frozenset(found)


def _with_most(
    traits: tuple[_Trait, ...], by_trait: Mapping[_Trait, Sequence[KnownPupil]]
) -> set[PatronId]:
    shared = Counter(child.patron_id for trait in traits for child in by_trait.get(trait, ()))
    enough = min(_ENOUGH, len(traits))
    return {patron_id for patron_id, count in shared.items() if count >= enough}


def _has_lost_letters(row: PupilRecord) -> bool:
    return has_lost_letters(row.first_name) or has_lost_letters(row.surname)


def _with_letters_back(row: PupilRecord, known: Sequence[KnownPupil]) -> set[PatronId]:
    """The children who have most of what a row tells, with any letters for its question marks."""
    told = {kind: _with_gaps(str(trait)) for kind, trait in _traits(_marked(row))}
    found = set()
    for child in known:
        fits = sum(
            kind in told and told[kind].fullmatch(str(trait)) is not None
            for kind, trait in _traits(child)
        )
        if fits >= min(_ENOUGH, len(told)):
            found.add(child.patron_id)
    return found


def _marked(row: PupilRecord) -> PupilRecord:
    """The row with a figure for every lost letter: folding keeps figures, and a name has none."""
    return replace(
        row,
        first_name=row.first_name.replace("?", _GAP),
        surname=row.surname.replace("?", _GAP),
    )


def _with_gaps(folded: str) -> re.Pattern[str]:
    if folded.replace("-", "").isdecimal():
        return re.compile(re.escape(folded))
    return re.compile(re.escape(folded).replace(_GAP, "[a-z]{1,2}"))


def _traits(pupil: PupilRecord | KnownPupil) -> tuple[_Trait, ...]:
    """What is told of first name, surname and birth date."""
    told = (
        ("first", fold_first_name(pupil.first_name)),
        ("last", fold_surname(pupil.surname)),
        ("born", pupil.birth_date),
    )
    return tuple(trait for trait in told if trait[1])
