"""Children that stand in the cells of a row, under whatever heading: a cell may have moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, combinations, product

from leesloket.roster.cleaning import fold, fold_number, parse_date
from leesloket.roster.model import KnownPupil, PatronId

_SHORTEST_NUMBER = 3
"""Signs: a shorter one may be a group or the number of a row."""
_WORDS_OF_A_CELL, _WORDS_OF_A_ROW = 8, 40
"""At most: more are remarks, and a whole list of them would take minutes."""
_Half = tuple[str, ...]
_ByHalf = Mapping[str, Mapping[_Half, set[PatronId]]]
"""By the first word of a first name or a surname, and then by all of its words."""


def stand_in(
    rows: Iterable[Sequence[str]], known: Sequence[KnownPupil], *, as_of: date
) -> frozenset[PatronId]:
    """The known children of whom a row has the number, or two of first name, surname, birth date.

    `rows` are the cells of each; `as_of` settles years of two digits.
    """
    told = {_told(cells, as_of) for cells in rows}
    if not told:
        return frozenset()
    by_number: defaultdict[str, set[PatronId]] = defaultdict(set)
    by_day: defaultdict[date, set[PatronId]] = defaultdict(set)
    for child in known:
        by_number[fold_number(child.pupil_number)].add(child.patron_id)
        if child.birth_date:
            by_day[child.birth_date].add(child.patron_id)
    by_first = _by_half((child.first_name, child.patron_id) for child in known)
    by_surname = _by_half((child.surname, child.patron_id) for child in known)
    found: set[PatronId] = set()
    for words, numbers, days in told:
        traits = (
            _with_half(by_first, words),
            _with_half(by_surname, words),
            [by_day[day] for day in days if day in by_day],
        )
        for one, other in combinations(traits, 2):
            found.update(*(having & having_other for having, having_other in product(one, other)))
        found.update(*(by_number.get(number, ()) for number in numbers))
    return frozenset(found)


def _told(
    cells: Sequence[str], as_of: date
) -> tuple[frozenset[str], frozenset[str], frozenset[date]]:
    """Every word, number and day in a row."""
    filled = [cell for cell in cells if cell]
    numbers = map(fold_number, filled)
    days = (parse_date(cell, order="dmy", as_of=as_of) for cell in filled)
    words = [*chain.from_iterable(_words(cell) for cell in filled)]
    return (
        frozenset(words[:_WORDS_OF_A_ROW]),
        frozenset(number for number in numbers if len(number) >= _SHORTEST_NUMBER),
        frozenset(day for day in days if day is not None),
    )


def _words(cell: str) -> Sequence[str]:
    words = fold(cell).split()
    return words if len(words) <= _WORDS_OF_A_CELL else ()


def _by_half(halves: Iterable[tuple[str, PatronId]]) -> _ByHalf:
    index: dict[str, dict[_Half, set[PatronId]]] = {}
    for name, patron_id in halves:
        words = tuple(fold(name).split())
        if words:
            index.setdefault(words[0], {}).setdefault(words, set()).add(patron_id)
    return index


def _with_half(by_half: _ByHalf, words: frozenset[str]) -> list[set[PatronId]]:
    """Who has a first name, or surname, of which all words are among these; by that name."""
    return [
        having
        for word in words
        for half, having in by_half.get(word, {}).items()
        if words.issuperset(half)
    ]
