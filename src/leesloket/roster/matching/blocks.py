"""Who is compared with whom: only children that share a number, a birth date or a name meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from leesloket.roster.matching.evidence import Child
from leesloket.roster.matching.levels import Situation

Key = Callable[[Child], object]
_CROWD = 200
"""Children of one first name or surname: more of them, and the name tells nobody apart."""
Block = tuple[Key, Mapping[object, list[Child]]]


def number_of(child: Child) -> object:
    return child.number


def whole_name_of(child: Child) -> object:
    return (child.first, child.surname) if child.first and child.surname else None


def _names_of(child: Child) -> object:
    """The same for a name and for the one with its halves changed places."""
    first, surname = child.first, child.surname
    return first and surname and ((first, surname) if first < surname else (surname, first))


def family_of(child: Child) -> object:
    return (child.surname, child.born) if child.surname and child.born else None


def blocks_of(free: Iterable[Child], situation: Situation) -> list[Block]:
    """The free children by everything on which a row can meet them."""
    free = list(free)
    blocks: list[Block] = [
        (key, indexed(free, key)) for key in (number_of, _eck_id, _birth_date, _names_of)
    ]
    # Half a name must do to find a mistyped one, where there is no birth date to meet on.
    undated = [child for child in free if child.born is None or not situation.has_birth_dates]
    for key in (_first_name, _surname):
        index = indexed(undated, key)
        blocks.append((key, {name: group for name, group in index.items() if len(group) <= _CROWD}))
    return blocks


def _eck_id(child: Child) -> object:
    return child.eck_id


def _birth_date(child: Child) -> object:
    """The same for a date and for the one with its day and month swapped."""
    born = child.born
    return born and (born.year, *sorted((born.month, born.day)))


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


def twin_families(children: Iterable[Child]) -> set[object]:
    """The (surname, birth date) that several first names share."""
    first_of: dict[object, str] = {}
    twins: set[object] = set()
    for child in children:
        family = family_of(child)
        if family and first_of.setdefault(family, child.first) != child.first:
            twins.add(family)
    return twins


def is_number_of_twin(row: Child, by_number: Mapping[object, list[Child]]) -> bool:
    family = family_of(row)
    return family is not None and any(
        family_of(child) == family and child.first != row.first
        for child in by_number.get(row.number, ())
    )
