"""A column that is called the group and tells none: of all years, or larger than a class can be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Literal

from leesloket.roster.cleaning import PRIMARY, fold_group, start_of
from leesloket.roster.model import KnownPupil
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.years import place_of, year_by_age, years_told

_FEWEST_CHILDREN = 30
"""A school with fewer may well put them all in one class."""
_FEWEST_YEARS = 4
"""Of a heap, and all but one of the school's: lower, middle and upper school have some each."""
_OF_A_YEAR = 0.05
"""Of the heap: fewer are children that one class for special lessons took from all over."""
_MOST, _NEARLY_ALL, _HARDLY_ANY = 0.5, 0.9, 0.1
_LARGEST_CLASS = 60
"""Children, of two that are taught together.  A unit may have more, and has so each year."""
_TOO_LARGE, _LARGER = 38, 1.4
"""Children of two classes in one (two of eighteen may go on so), and times the largest class that
there is or was."""
_WHOLE, _A_CLASS = 0.8, 8


def children_in_heaps(found: Findings) -> tuple[int, int]:
    """(children in groups of nearly every year, children looked at); (0, 0) when nothing is odd.

    `ja`, `a` or the name of the school under the heading of the group puts together who were never
    in one group before.
    """
    if len(_groups(found, "group")) >= len(_groups(found, "group_before")):
        return 0, 0  # there is no need to look at every child
    start = start_of(found.school_year)
    now: list[tuple[str, int]] = []
    before: list[tuple[str, int]] = []
    of_its_years: Counter[str] = Counter()
    for record, known in found.matched:
        year = _year_before(known, start, secondary=found.secondary)
        if year is not None and record.group:
            now.append((fold_group(record.group), year))
            before.append((fold_group(known.group), year))
            of_its_years[fold_group(record.group)] += _is_told(record.group, known, year, found)
    if len(now) < _FEWEST_CHILDREN:
        return 0, 0
    many = max(_FEWEST_YEARS, _years_of(Counter(year for _, year in now)) - 1)
    members = Counter(group for group, _ in now)
    named = {group for group, of in of_its_years.items() if of >= _NEARLY_ALL * members[group]}
    # A room that was there last year is one, whoever is in it now.
    rooms = {group for group, _ in before if not years_told("", group, secondary=found.secondary)}
    heaped = _in_heaps((child for child in now if child[0] not in named | rooms), many)
    if heaped <= _MOST * len(now) or _in_heaps(before, many):
        return 0, 0
    return heaped, len(now)


def children_in_crowds(found: Findings) -> tuple[int, int]:
    """(children in groups larger than a class, children looked at); (0, 0) when nothing is odd.

    The unit, the year or the stream under the heading of the group puts classes together that were
    apart before.  Where the name tells several years (3-8) it is meant so.
    """
    now = Counter(fold_group(record.group) for record, _ in found.matched if record.group)
    before = Counter(fold_group(pupil.group) for pupil in found.known if pupil.group)
    larger = [group for group, children in now.items() if children > _LARGEST_CLASS]
    crowded = sum(
        now[group] for group in larger if len(years_told("", group, secondary=found.secondary)) <= 1
    )
    was_crowded = sum(children for children in before.values() if children > _LARGEST_CLASS)
    if (
        crowded <= _MOST * now.total()
        or before.total() < _FEWEST_CHILDREN
        or was_crowded > _HARDLY_ANY * before.total()
    ):
        return 0, 0
    return crowded, now.total()


def two_classes_in_one(found: Findings) -> tuple[str, int]:
    """(a group, its children): two classes came into it as a whole, and it is too large for one.

    A class that was given another's name.  Two small ones may well go on together, a name may tell
    several years (3-8), and a school that makes units of its classes makes several.
    """
    came_from: dict[str, Counter[str]] = defaultdict(Counter)
    for record, known in found.matched:
        came_from[fold_group(record.group)][fold_group(known.group)] += 1
    here = Counter(fold_group(known.group) for _, known in found.matched)
    joined = [
        group
        for group, classes in came_from.items()
        if group
        and sum(
            children >= max(_A_CLASS, _WHOLE * here[one])
            for one, children in classes.items()
            if one
        )
        > 1
    ]
    now = Counter(fold_group(record.group) for record in found.records)
    if len(joined) == 1 and len(years_told("", joined[0], secondary=found.secondary)) <= 1:
        [group] = joined
        before = Counter(fold_group(pupil.group) for pupil in found.known)
        largest = max([*before.values(), *(of for other, of in now.items() if other != group)])
        if now[group] >= max(_TOO_LARGE, _LARGER * largest):
            return _as_written(group, found), now[group]
    return "", 0


def _as_written(group: str, found: Findings) -> str:
    return next(one.group for one in found.records if fold_group(one.group) == group)


def _is_told(group: str, known: KnownPupil, year: int, found: Findings) -> bool:
    """Whether a group's name says that children of this one's year are in it: 3-8.

    1-8 says it of everybody, and so nothing.
    """
    told = years_told("", group, secondary=found.secondary)
    by_year = len(years_told(known.year_group, known.group, secondary=found.secondary)) == 1
    now = year + (found.shift or 0) if by_year else year
    return len(told) < len(PRIMARY) and now in map(place_of, told)


def _groups(found: Findings, which: Literal["group", "group_before"]) -> set[str]:
    return {group for move in found.moves if (group := getattr(move, which))}


def _year_before(known: KnownPupil, start: int | None, *, secondary: bool | None) -> int | None:
    years = years_told(known.year_group, known.group, secondary=secondary)
    if len(years) == 1 and years[0].isdigit():
        return place_of(years[0])
    if known.birth_date is None or start is None:
        return None
    return year_by_age(known.birth_date, start)


def _in_heaps(children: Iterable[tuple[str, int]], many: int) -> int:
    """How many children are in a group of so many years."""
    groups: dict[str, Counter[int]] = defaultdict(Counter)
    for group, year in children:
        groups[group][year] += 1
    return sum(
        years.total() for group, years in groups.items() if group and _years_of(years) >= many
    )


def _years_of(children: Counter[int]) -> int:
    """How many years there are, not counting those of a few children."""
    return sum(count >= _OF_A_YEAR * children.total() for count in children.values())
