"""How many years each row is from the year that its child should be in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from leesloket.roster.model import KnownPupil, PupilRecord
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.years import place_of, years_told

_COUNTS_OTHERWISE = 2
"""Years: a Vrijeschool counts its classes from group 3 on."""
_MOST = 0.6
_YOUNGEST = (1, 2)
"""Many stay for as long as it takes, and stand together in a list by birth date."""
_OTHERS = 0.1
_OF_A_CLASS, _NEARLY_ALL = 6, 0.75
_IN_A_ROW = 8
"""Rows: who repeats a year does not stand below so many others who do."""

_Words = tuple[str, str]
_TOLD: Mapping[str, Callable[[PupilRecord], _Words]] = {
    "group": lambda record: ("", record.group),
    "year_group": lambda record: (record.year_group, ""),
}
"""What of a row tells its year: a year group, a group."""
YEAR_COLUMNS = tuple(_TOLD)

Way = Literal[-1, 1]
"""A year or more below the one that a child should be in, or above."""
_WAYS: tuple[Way, Way] = (-1, 1)
_Step = tuple[KnownPupil, int]


def years_off(
    found: Findings, children: Sequence[KnownPupil | None], field: str
) -> Sequence[_Step]:
    """Of each row whose child we know, and whose column tells a year, the years that it is off."""
    told = _TOLD[field]
    # A school has some dozens of groups, and a row each would be worked out anew.
    worked_out: dict[tuple[_Words, str, str | None], int | None] = {}
    steps = []
    for record, child in zip(found.records, children, strict=True):
        if child is None or not child.year_group:
            continue
        words = told(record)
        key = (words, child.year_group, child.school_year)
        if key not in worked_out:
            worked_out[key] = _years_between(found, words, child)
        off = worked_out[key]
        if off is not None:
            steps.append((child, off))
    return _from_the_usual(steps)


def part_out_of_step(
    found: Findings, *, share: float, at_least: int
) -> tuple[Way, int, int] | None:
    """(below or above, children a year or more so, of how many) where those are a part of the list.

    Many of all, or rows that follow each other, or a class: some of the groups are those of last
    year, or of the class below or above.  Who begins school may stay, and who is through has
    nowhere to go.
    """
    tied = {record.fingerprint: known for record, known in found.recognised}
    children = [tied.get(record.fingerprint) for record in found.records]
    for field in YEAR_COLUMNS:
        steps = years_off(found, children, field)
        if sum(off != 0 for _, off in steps) < min(_OF_A_CLASS, at_least):
            continue  # as in nearly every list
        moves = [step for step in steps if _moves(found, step[0])]
        if field == "group" and not _told_the_year(found, moves):
            continue
        for way in _WAYS:
            wrong = sum(off * way > 0 for _, off in moves)
            many = wrong >= at_least and wrong >= share * len(moves)
            if many or _are_together(found, steps, way):
                return way, wrong, len(moves)
            if in_class := _of_a_class_out_of_step(found, steps, way):
                return way, in_class, len(steps)
    return None


def _of_a_class_out_of_step(found: Findings, steps: Sequence[_Step], way: Way) -> int:
    """How many are, in groups of which nearly all of one year are, the final year as well.

    Of that one those who are here are those who stay: all who were in the class count.
    """
    wrong = Counter(
        (child.group, child.year_group)
        for child, off in steps
        if off * way > 0 and not _begins(found, child)
    )
    large = {group for group, count in wrong.items() if count >= _OF_A_CLASS}
    members = Counter(
        group for child in found.known if (group := (child.group, child.year_group)) in large
    )
    return sum(wrong[group] for group in large if wrong[group] >= _NEARLY_ALL * members[group])


def _are_together(found: Findings, steps: Sequence[_Step], way: Way) -> bool:
    """Whether so are rows that follow each other; the youngest among them do not count."""
    rows = 0
    for child, off in steps:
        if off * way <= 0:
            rows = 0
        elif _moves(found, child) and place_of(child.year_group) not in _YOUNGEST:
            rows += 1
        if rows >= _IN_A_ROW:
            return True
    return False


def _told_the_year(found: Findings, steps: Sequence[_Step]) -> bool:
    """Whether last year's groups were of the years of their children: *Kring 5* is a room."""
    others = sum(
        bool(years := years_told("", child.group, secondary=found.secondary))
        and child.year_group not in years
        for child, _ in steps
    )
    return others <= _OTHERS * len(steps)


def _moves(found: Findings, child: KnownPupil) -> bool:
    """Whether a child does not begin school, and its school has a year for it."""
    return not _begins(found, child) and child.patron_id not in found.finals


def _begins(found: Findings, child: KnownPupil) -> bool:
    return place_of(child.year_group) <= found.first_year_of_all


def _from_the_usual(steps: Sequence[_Step]) -> Sequence[_Step]:
    """Where class 3 is year 5, as in a Vrijeschool, it is so for most.

    One year off is none of that: the groups of a list that is too old, or that never moved up.
    """
    if not any(off for _, off in steps):  # as in nearly every list
        return steps
    [(usual, rows)] = Counter(off for _, off in steps).most_common(1)
    if abs(usual) < _COUNTS_OTHERWISE or rows <= _MOST * len(steps):
        return steps
    return [(child, off - usual) for child, off in steps]


def _years_between(found: Findings, words: _Words, child: KnownPupil) -> int | None:
    years = years_told(*words, secondary=found.secondary) if any(words) else ()
    if not years or len(years[0]) != len(child.year_group):
        return None  # no year is told, or one of the other kind of school: 3N1
    expected = place_of(child.year_group) + (found.shift_of(child) or 0)
    places = sorted(map(place_of, years))  # 5-1 may be the first of two groups 5
    return min(0, places[-1] - expected) + max(0, places[0] - expected)
