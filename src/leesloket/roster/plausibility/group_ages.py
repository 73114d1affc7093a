"""The ages of a group's children, and a list that is in the order of its children's ages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import sqrt
from statistics import fmean
from typing import Any

from leesloket.roster.cleaning import fold_group
from leesloket.roster.model import KnownPupil, PupilRecord
from leesloket.roster.plausibility.findings import Findings, share
from leesloket.roster.plausibility.years import year_by_age, years_told

_YEAR = 365.25
_OTHER_AGE, _MOST_GROUPS = 2.0, 0.5
_FEWEST_GROUPS, _FEWEST_IN_GROUP = 3, 4
_FEWEST_CHILDREN, _FEWEST_BORDERS = 30, 3
_NEARLY_ALL = 0.9
_MIXED = 3
"""Times the groups: how often the group of last year changes from row to row."""
_AS_WIDE, _NARROW = 0.1, 0.67
"""How far the spread of ages in a group may be from last year's towards that of the whole list; and
the part of that."""
_ALL_AGES = 0.8
"""Times the spread of ages in last year's groups, and in the whole list."""
_OF_FOUR_YEARS = 1.3
"""Years: the spread of ages in a school of four is 1.2, and in one of five 1.4."""
_LONGEST = 20

_AGES: tuple[Callable[[PupilRecord | KnownPupil], Any], ...] = (
    lambda pupil: pupil.pupil_number and pupil.pupil_number.zfill(_LONGEST),
    lambda pupil: pupil.birth_date and pupil.birth_date.toordinal(),
)
"""Numbers are given when children come, so both are the order of the years."""


def groups_changed_age(found: Findings) -> bool:
    """Whether most groups have children of quite another age than under the same name before.

    A class may take its name along, and is a year older then.
    """
    before, after = _days_by_group(found.known), _days_by_group(found.records)
    both = [
        abs(fmean(before[group]) - fmean(after[group])) / _YEAR - (found.shift or 0)
        for group in before.keys() & after.keys()
    ]
    other = sum(years >= _OTHER_AGE for years in both)
    return len(both) >= _FEWEST_GROUPS and share(other, len(both)) > _MOST_GROUPS


def are_of_one_age(found: Findings) -> bool:
    """Whether the children of each group are about as near in age as last year's were.

    Then groups were dealt anew, and their names with them.  A column in disorder puts all ages
    together, unless the list is in the order of ages itself; or of years, and groups were sorted.
    """
    if any(_nearly_in_order(list(map(key, found.records))) for key in _AGES):
        return False
    if _is_in_order([fold_group(record.group) for record in found.records]) and _nearly_in_order(
        [record.birth_date and year_by_age(record.birth_date, 0) for record in found.records]
    ):
        return False
    now, before = _days_by_group(found.records), _days_by_group(found.known)
    every = [day for days in now.values() for day in days]
    if min(len(now), len(before)) < _FEWEST_GROUPS or len(every) < _NEARLY_ALL * found.rows:
        return False
    wide, was, widest = _spread(now.values()), _spread(before.values()), _deviation(every)
    return wide <= was + _AS_WIDE * (widest - was) and wide <= _NARROW * widest


def are_of_all_ages(found: Findings) -> bool:
    """Whether the children of each group are of nearly all ages, and those of last year's were not.

    A column of groups that is of another list: of last year's, or of one in another order, in which
    many children have their own by chance.  A location of two years, or three, may make groups of
    all of them.
    """
    now, before = _days_by_group(found.records), _days_by_group(found.known)
    if min(len(now), len(before)) < _FEWEST_GROUPS:
        return False
    every = [day for days in now.values() for day in days]
    all_before = [day for days in before.values() for day in days]
    return (
        len(every) >= max(_FEWEST_CHILDREN, _NEARLY_ALL * found.rows)
        and _deviation(every) > _OF_FOUR_YEARS * _YEAR
        and _spread(now.values()) >= _ALL_AGES * _deviation(every)
        and _spread(before.values()) <= _NARROW * _deviation(all_before)
    )


def _spread(groups: Iterable[Sequence[int]]) -> float:
    """Of ages within a group, for the child in the middle of the school."""
    groups = list(groups)
    return fmean(map(_deviation, groups), weights=map(len, groups))


def _deviation(days: Sequence[int]) -> float:
    """The standard deviation, by sums of whole numbers: as exact as fractions, and far faster."""
    count = len(days)
    return sqrt(count * sum(day * day for day in days) - sum(days) ** 2) / count


def _days_by_group(pupils: Iterable[PupilRecord | KnownPupil]) -> Mapping[str, list[int]]:
    """The birthdays of each group that has some children."""
    written: dict[str, list[int]] = defaultdict(list)
    for pupil in pupils:
        if pupil.birth_date and pupil.group:
            written[pupil.group].append(pupil.birth_date.toordinal())
    days: dict[str, list[int]] = defaultdict(list)
    for group, found in written.items():
        days[fold_group(group)] += found
    return {group: found for group, found in days.items() if len(found) >= _FEWEST_IN_GROUP}


def _nearly_in_order(keys: Sequence[Any]) -> bool:
    told = list(filter(None, keys))
    rising = sum(one <= other for one, other in pairwise(told))
    return bool(told) and not (1 - _NEARLY_ALL) * len(told) < rising < _NEARLY_ALL * len(told) - 1


def groups_put_in_order(found: Findings) -> Iterator[tuple[int, int]]:
    """Whether the groups are in order in a list that is in order of numbers, or of birth dates.

    The children of two groups of one age are mixed in such a list, as those who were together last
    year still are.  Groups of one year each may be in the order of their children's ages.  A list
    of names is in the order of what the register knows.
    """
    groups = [fold_group(record.group) for record in found.records]
    if len(groups) < _FEWEST_CHILDREN or not all(groups) or not _is_in_order(groups):
        return
    borders = [at for at, (one, other) in enumerate(pairwise(groups), start=1) if one != other]
    years = [years_told("", group, secondary=found.secondary) for group in set(groups)]
    if len(borders) < _FEWEST_BORDERS or len(set(years)) == len(years):
        return
    child_of = {record.fingerprint: known for record, known in found.matched}
    children = [
        child_of[record.fingerprint] for record in found.records if record.fingerprint in child_of
    ]
    if len(children) < _FEWEST_CHILDREN or not any(
        _is_in_order([key(pupil) for pupil in pupils])
        for pupils in (found.records, children)
        for key in _AGES
    ):
        return
    before = [fold_group(child.group) for child in children]
    changes = sum(one != other for one, other in pairwise(before))
    if changes >= _MIXED * len(set(before)):
        yield len(before), len(groups)


def _is_in_order(keys: Sequence[Any]) -> bool:
    return all(keys) and (
        all(one <= other for one, other in pairwise(keys))
        or all(one >= other for one, other in pairwise(keys))
    )
