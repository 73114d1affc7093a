"""Who is compared with whom: only children that share a number, a birth date or a name meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from leesloket.roster.matching.evidence import Child

Key = Callable[[Child], object]
_MEETINGS = 2500
"""How often rows and children with one name or birth date may meet: more, and it tells nobody
apart.  A list may be made so that everybody meets everybody."""
_FEW_MEETINGS = 25
"""How often they meet without another look at who they are: it costs less than the look."""
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


def by_number_or_name(free: Sequence[Child], rows: Sequence[Child]) -> list[Block]:
    """Where most rows meet their child, and hardly anybody else."""
    return _blocks(free, rows, number_of, _eck_id, _names_of)


def by_birth_date(free: Sequence[Child], rows: Sequence[Child]) -> list[Block]:
    """Where a mistyped or changed name meets its child."""
    index = indexed(free, _birth_date)
    calm = _without_crowds(index, rows, _birth_date)
    crowded = [child for born, block in index.items() if born not in calm for child in block]
    return [(_birth_date, calm), *_blocks(crowded, rows, _first_and_birth, family_of)]


def by_half_a_name(free: Sequence[Child], rows: Sequence[Child]) -> list[Block]:
    """Where a mistyped name meets its child without a birth date to meet on, or a wrong one.

    Where many share a name, two with birth dates meet when these are near as well: of the others
    no level is true (`are_others`), and the newcomers of a large list would meet every leaver.
    """
    met = [_where_undated_meet(_in_one, free, rows)]
    for half in (_first_name, _surname):
        index = indexed(free, half)
        calm = _without_crowds(index, rows, half, meetings=_FEW_MEETINGS)
        met.append((half, calm))
        crowded = [child for name, block in index.items() if name not in calm for child in block]
        if crowded:
            met += _by_name_and_date(half, crowded, rows)
    return met


def _by_name_and_date(half: Key, free: Sequence[Child], rows: Sequence[Child]) -> list[Block]:
    dated = [child for child in free if child.born]
    undated = [child for child in free if not child.born]
    by_date = _blocks(dated, rows, _of_one_year(half), _of_one_day(half), _whole_name_with_prefix)
    return [*_blocks(undated, rows, half), _where_undated_meet(half, dated, rows), *by_date]


def _where_undated_meet(name: Key, free: Sequence[Child], rows: Sequence[Child]) -> Block:
    """Rows without a birth date and these children, by a name or half of one."""

    def key(row: Child) -> object:
        return not row.born and name(row)

    return key, _without_crowds(indexed(free, name), rows, key)


def _of_one_year(half: Key) -> Key:
    """The same for two who share half a name, and the year in which they were born."""
    return lambda child: child.born and (name := half(child)) and (name, child.born.year)


def _of_one_day(half: Key) -> Key:
    """The same for two who share half a name, and their birthday; the turn of the year is one."""

    def key(child: Child) -> object:
        born, name = child.born, half(child)
        if not born or not name:
            return None
        day = (born.month, born.day)
        return name, ((12, 31) if day == (1, 1) else day)

    return key


def _blocks(free: Sequence[Child], rows: Sequence[Child], *keys: Key) -> list[Block]:
    return [(key, _without_crowds(indexed(free, key), rows, key)) for key in keys]


def _without_crowds(
    index: Mapping[object, list[Child]],
    rows: Sequence[Child],
    key: Key,
    *,
    meetings: int = _MEETINGS,
) -> Mapping[object, list[Child]]:
    """What is left of an index: where few meet, and not often."""
    if not index:
        return index
    coming = Counter(map(key, rows))
    return {
        value: block for value, block in index.items() if coming[value] * len(block) <= meetings
    }


def _eck_id(child: Child) -> object:
    return child.eck_id


def _birth_date(child: Child) -> object:
    """The same for a date and for the one with its day and month swapped."""
    born = child.born
    return born and (born.year, *sorted((born.month, born.day)))


def _first_and_birth(child: Child) -> object:
    return child.first and child.born and (child.first, child.born)


def family_of(child: Child) -> object:
    """Surname and birth date: twins share it."""
    return child.surname and child.born and (child.surname, child.born)


def _first_name(child: Child) -> object:
    return child.first


def _surname(child: Child) -> object:
    return child.surname


def _whole_name_with_prefix(child: Child) -> object:
    """The same for a name with its prefix in the surname, and with one in its own column."""
    return child.first and child.surname and (child.first, child.with_prefix)


def _in_one(child: Child) -> object:
    """The same for `Anna Maria` `Bos` and `Anna` `Maria Bos`: who reads a whole name divides it."""
    return child.first and child.surname and f"{child.first}{child.with_prefix}"


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
