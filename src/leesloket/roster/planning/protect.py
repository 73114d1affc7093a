"""Children that a row could be, though the row is not planned: they never leave by its fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

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
_ByTrait = dict[_Trait, set[PatronId]]


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
    index: dict[frozenset[str], _ByTrait] = {}
    for child in known:
        told = _told(child)
        by_trait = index.setdefault(_kinds(told), {})
        for _, traits in told:
            for trait in traits:
                by_trait.setdefault(trait, set()).add(child.patron_id)
    said = {(told, _kinds(told)) for told in {_told(row) for row in rows}}
    lossy = {_told(_marked(row)) for row in rows if _has_lost_letters(row)}
    if lossy:
        gaps = _Gaps({trait for by_trait in index.values() for trait in by_trait})
        said |= {(gaps.filled(told), _kinds(told)) for told in lossy}
    found: set[PatronId] = set()
    for kinds, by_trait in index.items():
        for told, tells in said:
            found |= _with_most(told, by_trait, one_is_most=len(tells & kinds) == 1)
    return frozenset(found)


def _with_most(told: _Told, by_trait: _ByTrait, *, one_is_most: bool) -> set[PatronId]:
    """The children who have most of what a row tells; of a child without a date that is less."""
    shared = [[by_trait[trait] for trait in traits if trait in by_trait] for _, traits in told]
    if one_is_most:
        return set().union(*(having for one in shared for having in one))
    # A whole list may share one word: only who shares something rarer is looked at.
    shared.sort(key=lambda one: sum(map(len, one)))
    return {
        patron_id
        for one, other in combinations(shared, _ENOUGH)
        for having in one
        for having_other in other
        for patron_id in having & having_other
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

    A whole list may be so.  Names are searched by the letter that they begin or end with and by
    their length, all of those at once, and a run of gaps is one repetition: of many small ones an
    expression would try every division.
    """

    def __init__(self, traits: Iterable[_Trait]) -> None:
        self._longest = 0
        names: dict[tuple[str, str, int], list[str]] = {}
        for kind, name in traits:
            if isinstance(name, str) and name:
                self._longest = max(self._longest, len(name))
                for end in (name[0], f"-{name[-1]}", ""):
                    names.setdefault((kind, end, len(name)), []).append(name)
        self._names = {key: "\n".join(all_of) for key, all_of in names.items()}
        self._like: dict[_Trait, tuple[_Trait, ...]] = {}

    def filled(self, told: _Told) -> _Told:
        """What a row tells, with every name that it may have been."""
        return tuple(
            (kind, tuple(one for trait in traits for one in self._traits_like(trait)))
            for kind, traits in told
        )

    def _traits_like(self, trait: _Trait) -> tuple[_Trait, ...]:
        kind, told = trait
        if not isinstance(told, str) or _GAP not in told:
            return (trait,)
        if trait not in self._like:
            self._like[trait] = tuple((kind, name) for name in self._names_like(kind, told))
        return self._like[trait]

    def _names_like(self, kind: str, told: str) -> Iterator[str]:
        letters = _RUN.sub(_any_letters, told)
        lengths = range(len(told), len(told) + told.count(_GAP) + 1)
        if len(_RUN.findall(told)) > _RUNS_AT_MOST:
            letters = _FROM_FIRST_TO_LAST.sub("[a-z]+", told)
            lengths = range(1, self._longest + 1)
        known = [self._names[key] for key in _places(kind, told, lengths) if key in self._names]
        if known:
            pattern = re.compile(f"^{letters}$", re.MULTILINE)
            for names in known:
                yield from pattern.findall(names)


def _places(kind: str, told: str, lengths: Iterable[int]) -> Iterator[tuple[str, str, int]]:
    """Where names like this stand: by the first letter, else the last, else by length alone."""
    end = told[0] if told[0] != _GAP else f"-{told[-1]}" if told[-1] != _GAP else ""
    return ((kind, end, length) for length in lengths)


def _any_letters(gaps: re.Match[str]) -> str:
    return f"[a-z]{{{len(gaps[0])},{2 * len(gaps[0])}}}"


def _told(pupil: PupilRecord | KnownPupil) -> _Told:
    """What is told of first name, surname and birth date; of several first names one is enough.

    Who has one name shares with a row of one name that there is no other.
    """
    first = fold_first_name(pupil.first_name)
    words = fold(pupil.first_name).split() if first else ()
    # A number or a day where the name should be is no name.
    surname = fold_surname(pupil.surname)
    last = "" if surname.isdigit() else surname
    born = pupil.birth_date
    told = (
        ("first", tuple(("first", name) for name in dict.fromkeys((first, *words)) if name)),
        ("last", (("last", last),)),
        ("born", (("born", born),) if born else ()),
    )
    return tuple((kind, traits) for kind, traits in told if traits)


def _kinds(told: _Told) -> frozenset[str]:
    return frozenset(kind for kind, traits in told if any(value for _, value in traits))
