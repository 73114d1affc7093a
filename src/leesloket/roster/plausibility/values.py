"""What a row or a known child has in one column, in the way in which it is compared."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeAlias

from leesloket.roster.cleaning import (
    fold,
    fold_first_name,
    fold_number,
    fold_surname,
    surname_words,
)
from leesloket.roster.model import KnownPupil, PupilRecord

Pupil: TypeAlias = PupilRecord | KnownPupil
Value: TypeAlias = Callable[[Pupil], Hashable]


def number(pupil: Pupil) -> str:
    return fold_number(pupil.pupil_number)


def first_name(pupil: Pupil) -> str:
    return fold_first_name(pupil.first_name)


def surname(pupil: Pupil) -> str:
    return fold_surname(pupil.surname)


def birth_date(pupil: Pupil) -> Hashable:
    return pupil.birth_date


def name(pupil: Pupil) -> tuple[str, str]:
    """First name and surname."""
    return first_name(pupil), surname(pupil)


def namesakes(record: PupilRecord, who: Iterable[KnownPupil]) -> Sequence[KnownPupil]:
    """Of the children that a row may be those of its name."""
    told = name(record)
    return [known for known in who if name(known) == told]


def is_other_first_name(one: str, other: str) -> bool:
    """Whether two first names are told, and share no name.

    A list may have all given names where the register has the call name.
    """
    if one == other or not one or not other:
        return False
    ours, theirs = fold(one).split(), fold(other).split()
    return set(ours).isdisjoint(theirs) and "".join(ours) != "".join(theirs)


def are_unlike(one: str, other: str) -> bool:
    """Whether two names have no word in common, and no word that begins as one of the other.

    Another spelling, a short form (*Fi* for *Fiene*) and a double name are like what was.
    """
    if one == other or not one or not other:
        return False
    ours, theirs = surname_words(one), surname_words(other)
    return {word[0] for word in ours}.isdisjoint(word[0] for word in theirs)
