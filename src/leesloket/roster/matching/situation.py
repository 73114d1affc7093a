"""What a whole file tells about its numbers and dates, before any row is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from leesloket.roster.matching.evidence import Child
from leesloket.roster.matching.levels import Situation

_MOST = 0.5
_FEWEST_TO_DO_WITHOUT = 10
"""Rows: a handful without birth dates is asked about; a whole list says that it has none."""

_FEWEST_RECOGNISED = 0.2
"""Of the list: fewer are namesakes, in a list of newcomers alone or of another school."""

_MOVED_AT_LEAST, _MOVED_SHARE = 5, 0.6

_Key = tuple[str, str | date] | None


def situation_of(
    rows: Sequence[Child],
    known: Sequence[Child],
    *,
    all_the_same: int,
    shift: int | None,
    school_year: str | None,
    numbers_unstable: bool = False,
) -> Situation:
    """Judge whether the same children have the same numbers.

    Children are recognised by name (and birth date, where both have one), each name once; where
    names are written another way, by half a name and birth date.  Of those with a number on both
    sides most must have kept it.  Without such children numbers are believed: every match by number
    is checked against the name anyway.  `all_the_same` is how many rows have the number, name and
    birth date of one child: when most do, nobody need be looked at.
    """
    members = [child for child in known if child.is_member]
    return Situation(
        numbers_hold=not numbers_unstable
        and (all_the_same > _MOST * len(rows) or _numbers_were_kept(rows, known))
        and _with_number(rows)
        and _with_number(known),
        has_numbers=_most_have(rows, members, lambda child: child.number),
        has_birth_dates=_most_have(rows, members, lambda child: child.born),
        shift=shift,
        school_year=school_year,
    )


def days_moved(rows: Sequence[Child], known: Sequence[Child]) -> int:
    """By how many days all birth dates of a list are off the register's; 0 when they are not.

    Midnight here is the day before in UTC, and a spreadsheet that counts from 1904 is 1462 days
    off.  Children of one name tell: no other cause gives most of them the same difference.
    """
    found = _by_single(known, _name)
    days = Counter(
        (row.born - child.born).days
        for key, row in _by_single(rows, _name).items()
        if row.born and (child := found.get(key)) is not None and child.born
    )
    if not days:
        return 0
    [(moved, count)] = days.most_common(1)
    return moved if count >= max(_MOVED_AT_LEAST, _MOVED_SHARE * days.total()) else 0


def _numbers_were_kept(rows: Sequence[Child], known: Sequence[Child]) -> bool:
    same = other = 0
    recognised: set[int] = set()
    for key_of in (
        *(_name, _surname_and_birth_date, _first_name_and_birth_date),
        _initial_and_surname,
    ):
        found = _by_single(known, key_of)
        for key, row in _by_single(rows, key_of).items():
            child = found.get(key)
            if child is None or row.at in recognised or not row.number or not child.number:
                continue
            if row.born and child.born and row.born != child.born:
                continue
            recognised.add(row.at)
            same += row.number == child.number
            other += row.number != child.number
    few = same + other < _FEWEST_RECOGNISED * min(len(rows), len(known))
    return same >= other or few


def _name(child: Child) -> _Key:
    return child.first, child.surname


def _surname_and_birth_date(child: Child) -> _Key:
    """Who somebody is where one side writes call names and the other initials."""
    return (child.surname, child.born) if child.surname and child.born else None


def _first_name_and_birth_date(child: Child) -> _Key:
    """And where surnames are not what they were: sorted alone, or with a partner's in front."""
    return (child.first, child.born) if child.first and child.born else None


def _initial_and_surname(child: Child) -> _Key:
    """And where neither helps: other first names, and no birth dates."""
    return (child.first[0], child.surname) if child.first and child.surname else None


def _by_single(children: Sequence[Child], key_of: Callable[[Child], _Key]) -> Mapping[_Key, Child]:
    """The children whose key nobody else has."""
    found: dict[_Key, Child | None] = {}
    for child in children:
        key = key_of(child)
        found[key] = None if key is None or key in found else child
    return {key: child for key, child in found.items() if child is not None}


def _with_number(children: Sequence[Child]) -> bool:
    return not children or any(child.number for child in children)


def _most_have(
    rows: Sequence[Child], members: Sequence[Child], told: Callable[[Child], object]
) -> bool:
    return len(rows) < _FEWEST_TO_DO_WITHOUT or all(
        sum(map(bool, map(told, side))) >= _MOST * len(side) for side in (rows, members)
    )
