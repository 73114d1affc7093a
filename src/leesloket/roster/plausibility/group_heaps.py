"""A column that is called the group and tells none: children of nearly every year in one heap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Literal

from leesloket.roster.cleaning import fold_group, start_of
from leesloket.roster.model import KnownPupil
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.years import place_of, year_by_age, years_told

_FEWEST_CHILDREN = 30
"""A school with fewer may well put them all in one class."""
_MANY_YEARS = 6
"""Upper, middle and lower school have two to four years each."""
_OF_A_YEAR = 0.05
"""Of the heap: fewer are children that one class for special lessons took from all over."""
_MOST = 0.5
_AS_MANY = 2
"""Times fewer groups than before: elsewhere there is no need to look at children."""


def children_in_heaps(found: Findings) -> tuple[int, int]:
    """(children in groups of nearly every year, children looked at); (0, 0) when nothing is odd.

    `ja`, `a` or the name of the school under the heading of the group puts together who were never
    in one group before.
    """
    if _AS_MANY * len(_groups(found, "group")) > len(_groups(found, "group_before")):
        return 0, 0
    start = start_of(found.school_year)
    now: list[tuple[str, int]] = []
    before: list[tuple[str, int]] = []
    for record, known in found.matched:
        year = _year_before(known, start, secondary=found.secondary)
        if year is not None and record.group:
            now.append((fold_group(record.group), year))
            before.append((fold_group(known.group), year))
    heaped = _in_heaps(now)
    if len(now) < _FEWEST_CHILDREN or heaped <= _MOST * len(now) or _in_heaps(before):
        return 0, 0
    return heaped, len(now)


def _groups(found: Findings, which: Literal["group", "group_before"]) -> set[str]:
    return {group for move in found.moves if (group := getattr(move, which))}


def _year_before(known: KnownPupil, start: int | None, *, secondary: bool | None) -> int | None:
    years = years_told(known.year_group, known.group, secondary=secondary)
    if len(years) == 1 and years[0].isdigit():
        return place_of(years[0])
    if known.birth_date is None or start is None:
        return None
    return year_by_age(known.birth_date, start)


def _in_heaps(children: Iterable[tuple[str, int]]) -> int:
    heaps: dict[str, Counter[int]] = defaultdict(Counter)
    for group, year in children:
        heaps[group][year] += 1
    return sum(years.total() for group, years in heaps.items() if group and _is_heap(years))


def _is_heap(years: Counter[int]) -> bool:
    enough = [count for count in years.values() if count >= _OF_A_YEAR * years.total()]
    return len(enough) >= _MANY_YEARS
