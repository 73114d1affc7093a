"""The column of groups moved some rows, or two groups in it changed places.

Every row keeps a group that exists, and most years fit: only the list's own order tells, and with
whom the children were last year.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from leesloket.roster.cleaning import fold_group
from leesloket.roster.model import PupilRecord
from leesloket.roster.plausibility import values
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.runs import longest_run
from leesloket.roster.plausibility.years import place_of, years_told

_FEWEST_CHILDREN, _FEWEST_TO_A_GROUP = 30, 5
_FEWEST_BORDERS = 3
"""Places where one group ends and the next begins."""
_SPARSE = 1 / 8
"""Of the rows: an order begins anew in each group, and where accents are sorted apart."""
_LONGEST = 20
_FARTHEST = 12
"""Rows that a column moves: more is another mistake."""
_MOST, _MANY, _NEARLY_ALL, _ALMOST_ALL = 0.6, 0.75, 0.85, 0.95
_FEWEST_IN_GROUP = 4
_FEWEST_AS_EXPECTED = 4
"""Other groups that went where their name says: where classes are dealt anew none does."""

_TWO = 2
_DIGIT = re.compile(r"\d")

_Count = tuple[int, int]
"""How many rows are in the wrong group, of how many."""
_Group = tuple[int, str]
"""A group by its year, 0 when its name tells none, and what else it is called."""


def moved_groups(found: Findings) -> Iterator[_Count]:
    """Whether the groups of a list that is in their order stand some rows too high or too low."""
    groups = [fold_group(record.group) for record in found.records]
    borders = [at for at, (one, other) in enumerate(pairwise(groups), start=1) if one != other]
    fewest = max(_FEWEST_CHILDREN, _FEWEST_TO_A_GROUP * (len(borders) + 1))
    if not all(groups) or len(groups) < fewest or len(borders) < _FEWEST_BORDERS:
        return
    if len(borders) >= 2 * len(set(groups)):
        return  # the list is not in order of groups
    wrong = _by_order(found.records, borders)
    if wrong is None:
        wrong = _by_classmates(found, groups, borders)
    if wrong:
        yield wrong, len(groups)


# --- a list that is in order within each group ---------------------------------------------------

_ORDERS: tuple[Callable[[PupilRecord], Any], ...] = (
    lambda record: record.surname.casefold(),
    lambda record: f"{record.prefix} {record.surname}".strip().casefold(),
    lambda record: record.first_name.casefold(),
    lambda record: record.pupil_number.zfill(_LONGEST),
    lambda record: record.birth_date and record.birth_date.toordinal(),
    lambda record: record.birth_date and -record.birth_date.toordinal(),
    values.surname,
)


def _by_order(records: Sequence[PupilRecord], borders: Sequence[int]) -> int | None:
    """How many rows moved, where each group begins anew so many rows before or after its name.

    None where the rows of a group are in no order.
    """
    for order in _ORDERS:
        begins = _begins([order(record) for record in records])
        if begins is not None:
            return _off_the_order(begins, borders)
    return None


def _begins(keys: list[Any]) -> frozenset[int] | None:
    """The rows at which an order begins anew; None when the list is not in it."""
    if sum(map(bool, keys)) < _ALMOST_ALL * len(keys):
        return None
    while not keys[-1]:
        keys.pop()
    for at in range(len(keys) - 2, -1, -1):  # who has one name only comes first in its group
        keys[at] = keys[at] or keys[at + 1]
    begins = frozenset(at for at, (one, other) in enumerate(pairwise(keys), 1) if other < one)
    return begins if len(begins) <= _SPARSE * len(keys) else None


def _off_the_order(begins: frozenset[int], borders: Sequence[int]) -> int:
    most = 0
    for by in (*range(-_FARTHEST, 0), *range(1, _FARTHEST + 1)):
        moved = [
            border not in begins and border - by in begins and border - before > abs(by)
            for before, border in pairwise((0, *borders))
        ]
        in_a_row = longest_run(moved)
        elsewhere = len(begins - {*borders, *(border - by for border in borders)})
        if in_a_row >= max(_FEWEST_BORDERS, elsewhere):
            most = max(most, abs(by) * in_a_row)
    return most


# --- with whom they were last year ---------------------------------------------------------------


def _by_classmates(found: Findings, groups: Sequence[str], borders: Sequence[int]) -> int:
    """How many rows beside the borders are of who belongs, with its classmates, on the other side.

    Who stays behind or skips a year does so too, and does not stand at nearly every border.
    """
    child_of = {record.fingerprint: known for record, known in found.matched}
    ways = {old: new for old, (new, _) in _ways(found, by_year=True).items()}
    expected = [
        ways.get((fold_group(child.group), child.year_group), "")
        if (child := child_of.get(record.fingerprint))
        else ""
        for record in found.records
    ]
    most = 0
    for step, first in ((-1, -1), (1, 0)):
        beside = [
            _run(expected, border + first, step, groups[border - 1 - first]) for border in borders
        ]
        told = sum(
            bool(rows or expected[border + first])
            for border, rows in zip(borders, beside, strict=True)
        )
        moved = Counter(filter(None, beside))
        in_a_row = longest_run(map(bool, beside)) > _FEWEST_BORDERS
        if in_a_row or (moved.total() > _FEWEST_BORDERS and moved.total() >= _MANY * told):
            most = max(most, sum(beside) if _are_alike(moved) else 0)
    # Where classes are mixed anew, who leaves its classmates stands anywhere.
    astray = sum(bool(way) and way != group for way, group in zip(expected, groups, strict=True))
    return most if astray <= _TWO * most else 0


def _are_alike(moved: Counter[int]) -> bool:
    """Whether so many rows moved at every border: fewer where one is new, more where one stayed."""
    [(rows, borders)] = moved.most_common(1)
    more = sum(count for other, count in moved.items() if other > rows)
    return more <= 1 and borders >= _MOST * moved.total()


def _run(expected: Sequence[str], at: int, step: int, group: str) -> int:
    """How many rows from here on belong in that group; who is new tells nothing."""
    rows = 0
    for _ in range(_FARTHEST):
        if not 0 <= at < len(expected) or expected[at] not in {"", group}:
            break
        rows += expected[at] == group
        at += step
    return rows


def _ways(found: Findings, *, by_year: bool) -> Mapping[tuple[str, str], tuple[str, float]]:
    """To which group most of each group went, and the share that did; by its year as well, or not.

    Of a combination group one half goes on, and the other stays.
    """
    went: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for move, children in found.moves.items():
        if move.group_before and move.group:
            old = fold_group(move.group_before), move.year_before if by_year else ""
            went[old][fold_group(move.group)] += children
    most = {old: (ways.most_common(1)[0], ways.total()) for old, ways in went.items()}
    return {
        old: (new, children / of)
        for old, ((new, children), of) in most.items()
        if of >= _FEWEST_IN_GROUP and children >= _MOST * of
    }


# --- two groups that changed places --------------------------------------------------------------


def exchanged_groups(found: Findings) -> Iterator[_Count]:
    """Whether all of one group are where those of another should be, and back, and nobody else is.

    From 4a to 5b and from 4b to 5a, while all other classes keep their letters.
    """
    if found.shift is None:
        return
    astray: dict[_Group, tuple[_Group, str]] = {}
    others = as_expected = 0
    for (old, _), (new, part) in _ways(found, by_year=False).items():
        before = _told(old, found)
        now = _told(new, found)
        if before is None or now is None:
            continue
        expected = before[0] + found.shift if before[0] else 0, before[1]
        if now == expected:
            as_expected += 1
        elif part >= _NEARLY_ALL:
            astray[expected] = now, new
        else:
            others += 1
    if len(astray) == _TWO and as_expected >= max(_FEWEST_AS_EXPECTED, _TWO * others):
        (one, (to_other, first)), (other, (to_one, second)) = astray.items()
        if one == to_one and other == to_other:
            yield (
                sum(
                    children
                    for move, children in found.moves.items()
                    if fold_group(move.group) in {first, second}
                ),
                found.moves.total(),
            )


def _told(group: str, found: Findings) -> _Group | None:
    """A group's one year and the rest of its name; None of a combination group."""
    years = years_told("", group, secondary=found.secondary)
    if len(years) > 1:
        return None
    return (place_of(years[0]), _DIGIT.sub("", group, count=1)) if years else (0, group)
