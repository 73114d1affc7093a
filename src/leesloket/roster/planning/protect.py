"""Children that a row could be, though the row is not planned: they never leave by its fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from leesloket.roster.cleaning import (
    fold,
    fold_first_name,
    fold_number,
    fold_surname,
    has_lost_letters,
)
from leesloket.roster.model import KnownPupil, PatronId, PupilRecord

_ENOUGH = 2
_GAP = "0"
_RUN = re.compile(f"{_GAP}+")
_RUNS_AT_MOST = 6
"""More are in no name that anybody can read; every one doubles what an expression may try."""
_FROM_FIRST_TO_LAST = re.compile(f"{_GAP}.*{_GAP}")
_Trait = tuple[str, str | date]
_Told = tuple[tuple[str, tuple[_Trait, ...]], ...]
"""Of first name, surname and birth date what is told, each in all the ways to compare it."""
_ByTrait = dict[_Trait, list[PatronId]]


def could_be(rows: Iterable[PupilRecord], known: Sequence[KnownPupil]) -> frozenset[PatronId]:
    """The known children with the number of one of these rows, or with most of what it tells.

    Two of first name, surname and birth date are most; one, when row and child tell no more than
    that.  A question mark in a name is a letter that got lost, and fits any.
    """
    rows = tuple(rows)
    return _by_number(rows, known) | _by_traits(rows, known) if rows else frozenset()


def _by_number(rows: Sequence[PupilRecord], known: Sequence[KnownPupil]) -> frozenset[PatronId]:
    numbers = {fold_number(row.pupil_number) for row in rows} - {""}
    return frozenset(
        child.patron_id for child in known if fold_number(child.pupil_number) in numbers
    )


def _by_traits(rows: Sequence[PupilRecord], known: Sequence[KnownPupil]) -> frozenset[PatronId]:
    by_trait: _ByTrait = {}
    kinds: dict[PatronId, frozenset[str]] = {}
    for child in known:
        told = _told(child)
        kinds[child.patron_id] = _kinds(told)
        for _, traits in told:
            for trait in traits:
                by_trait.setdefault(trait, []).append(child.patron_id)
    found: set[PatronId] = set()
    for told in {_told(row) for row in rows}:
        found |= _with_most(told, lambda trait: by_trait.get(trait, ()), kinds)
    gaps = _Gaps(by_trait)
    for told in {_told(_marked(row)) for row in rows if _has_lost_letters(row)}:
        found |= _with_most(told, gaps.filled, kinds)
    return frozenset(found)


def _with_most(
    told: _Told,
    having: Callable[[_Trait], Sequence[PatronId]],
    kinds: Mapping[PatronId, frozenset[str]],
) -> set[PatronId]:
    """The children who have most of what a row tells; of a child without a date that is less."""
    shared: Counter[PatronId] = Counter()
    for _, traits in told:
        shared.update({patron_id for trait in traits for patron_id in having(trait)})
    tells = _kinds(told)
    return {
        patron_id
        for patron_id, count in shared.items()
        if count >= _ENOUGH or len(tells & kinds[patron_id]) == 1
    }


def _has_lost_letters(row: PupilRecord) -> bool:
    return has_lost_letters(row.first_name) or has_lost_letters(row.surname)


def _marked(row: PupilRecord) -> PupilRecord:
    """The row with a figure for every lost letter: folding keeps figures, and a name has none."""
    return replace(
        row,
        first_name=row.first_name.replace("?", _GAP),
        surname=row.surname.replace("?", _GAP),
    )


class _Gaps:
    """Who has a name, with one or two letters for each that got lost.

    A whole list may be so.  All names are searched at once, and a run of gaps is one repetition: of
    many small ones an expression would try every division.
    """

    def __init__(self, by_trait: _ByTrait) -> None:
        self._by_trait = by_trait
        names: dict[str, list[str]] = {}
        for kind, trait in by_trait:
            if isinstance(trait, str):
                names.setdefault(kind, []).append(trait)
        self._names = {kind: "\n".join(all_of) for kind, all_of in names.items()}

    def filled(self, trait: _Trait) -> Sequence[PatronId]:
        """The children with this of what a row tells."""
        kind, told = trait
        if not isinstance(told, str) or _GAP not in told:
            return self._by_trait.get(trait, ())
        letters = _RUN.sub(_any_letters, told)
        if len(_RUN.findall(told)) > _RUNS_AT_MOST:
            letters = _FROM_FIRST_TO_LAST.sub("[a-z]+", told)
        pattern = re.compile(f"^{letters}$", re.MULTILINE)
        return [
            patron_id
            for name in pattern.findall(self._names.get(kind, ""))
            for patron_id in self._by_trait[kind, name]
        ]


def _any_letters(gaps: re.Match[str]) -> str:
    return f"[a-z]{{{len(gaps[0])},{2 * len(gaps[0])}}}"


def _told(pupil: PupilRecord | KnownPupil) -> _Told:
    """What is told of first name, surname and birth date; of several first names one is enough.

    Who has one name shares with a row of one name that there is no other.
    """
    first = fold_first_name(pupil.first_name)
    words = fold(pupil.first_name).split() if first else ()
    born = pupil.birth_date
    told = (
        ("first", tuple(("first", name) for name in dict.fromkeys((first, *words)) if name)),
        ("last", (("last", fold_surname(pupil.surname)),)),
        ("born", (("born", born),) if born else ()),
    )
    return tuple((kind, traits) for kind, traits in told if traits)


def _kinds(told: _Told) -> frozenset[str]:
    return frozenset(kind for kind, traits in told if any(value for _, value in traits))
