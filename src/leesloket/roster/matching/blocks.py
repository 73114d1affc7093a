"""Who is compared with whom: only children that share a number, a birth date or a name meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from leesloket.roster.matching.evidence import Child
from leesloket.roster.matching.levels import Situation

Key = Callable[[Child], object]
_CROWD = 200
"""Children with one name or birth date: more of them, and it tells nobody apart."""
Block = tuple[Key, Mapping[object, list[Child]]]


def number_of(child: Child) -> object:
    return child.number


def whole_name_of(child: Child) -> object:
    return (child.first, child.surname) if child.first and child.surname else None


def _names_of(child: Child) -> object:
    """The same for a name and for the one with its halves changed places."""
    first, surname = child.first, child.surname
    return first and surname and ((first, surname) if first < surname else (surname, first))


def birth_of(child: Child) -> object:
    return child.born


def are_family(one: Child, other: Child) -> bool:
    return one.surname == other.surname != ""


def by_number_or_name(free: Sequence[Child], _: Situation) -> list[Block]:
    """Where most rows meet their child, and hardly anybody else."""
    return _blocks(free, number_of, _eck_id, _names_of)


def by_birth_date(free: Sequence[Child], _: Situation) -> list[Block]:
    """Where a mistyped or changed name meets its child."""
    index = indexed(free, _birth_date)
    crowded = [child for block in index.values() if len(block) > _CROWD for child in block]
    return [
        *_blocks(free, _birth_date),
        *_blocks(crowded, _first_and_birth, _surname_and_birth),
    ]


def by_half_a_name(free: Sequence[Child], _: Situation) -> list[Block]:
    """Where a mistyped name meets its child without a birth date to meet on, or a wrong one."""
    return _blocks(free, _first_name, _surname)


def _blocks(children: Sequence[Child], *keys: Key) -> list[Block]:
    indexes = ((key, indexed(children, key)) for key in keys)
    return [
        (key, {value: block for value, block in index.items() if len(block) <= _CROWD})
        for key, index in indexes
        if index
    ]


def _eck_id(child: Child) -> object:
    return child.eck_id


def _birth_date(child: Child) -> object:
    """The same for a date and for the one with its day and month swapped."""
    born = child.born
    return born and (born.year, *sorted((born.month, born.day)))


def _first_and_birth(child: Child) -> object:
    return child.first and child.born and (child.first, child.born)


def _surname_and_birth(child: Child) -> object:
    return child.surname and child.born and (child.surname, child.born)


def _first_name(child: Child) -> object:
    return child.first


def _surname(child: Child) -> object:
    return child.surname


def indexed(children: Iterable[Child], key: Key) -> dict[object, list[Child]]:
    index: dict[object, list[Child]] = {}
    for child in children:
        value = key(child)
        if value:
            index.setdefault(value, []).append(child)
    return index


def is_number_of_twin(row: Child, by_number: Mapping[object, Sequence[Child]]) -> bool:
    """Whether the row's number is that of a child who is easily taken for another.

    A twin, or who is named alike and was born on one day, has its birth date and half of its name;
    a namesake has its name and another birth date.  Then the number has a say too.
    """
    return row.born is not None and any(
        _are_easily_confused(row, child) for child in by_number.get(row.number, ())
    )


def _are_easily_confused(row: Child, child: Child) -> bool:
    same_first = child.first == row.first
    if child.born == row.born:
        return are_family(child, row) != same_first
    return child.born is not None and are_family(child, row) and same_first
