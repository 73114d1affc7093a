"""Children that a row could be, though the row is not planned: they never leave by its fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
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
_RUN = re.compile(f"{_GAP}+")
_RUNS_AT_MOST = 6
"""More are in no name that anybody can read; every one doubles what an expression may try."""
_FROM_FIRST_TO_LAST = re.compile(f"{_GAP}.*{_GAP}")
_Trait = tuple[str, str | date | None]
_ByTrait = dict[_Trait, list[PatronId]]


def could_be(rows: Iterable[PupilRecord], known: Sequence[KnownPupil]) -> frozenset[PatronId]:
    """The known children with the number of one of these rows, or with most of what it tells.

    Two of first name, surname and birth date are most; one, when the row tells no more.  A question
    mark in a name is a letter that got lost, and fits any.
    """
    rows = tuple(rows)
    if not rows:
        return frozenset()
    by_number: dict[str, list[PatronId]] = {}
    by_trait: _ByTrait = {}
    for child in known:
        by_number.setdefault(fold_number(child.pupil_number), []).append(child.patron_id)
        for trait in _traits(child):
            by_trait.setdefault(trait, []).append(child.patron_id)
    found: set[PatronId] = set()
    for row in rows:
        number = fold_number(row.pupil_number)
        if number:
            found.update(by_number.get(number, ()))
    for traits in {_traits(row) for row in rows}:
        found |= _with_most([by_trait.get(trait, ()) for trait in traits])
    gaps = _Gaps(by_trait)
    for traits in {_traits(_marked(row)) for row in rows if _has_lost_letters(row)}:
        found |= _with_most([gaps.filled(trait) for trait in traits])
    return frozenset(found)


def _with_most(having: Sequence[Sequence[PatronId]]) -> set[PatronId]:
    """The children who have most of what is told; `having` is who has each of it."""
    shared = Counter(patron_id for one in having for patron_id in one)
    enough = min(_ENOUGH, len(having))
    return {patron_id for patron_id, count in shared.items() if count >= enough}


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


def _traits(pupil: PupilRecord | KnownPupil) -> tuple[_Trait, ...]:
    """What is told of first name, surname and birth date."""
    told = (
        ("first", fold_first_name(pupil.first_name)),
        ("last", fold_surname(pupil.surname)),
        ("born", pupil.birth_date),
    )
    return tuple(trait for trait in told if trait[1])
