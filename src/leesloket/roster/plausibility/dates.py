"""The birth dates of the file are off by the same number of days or years, or turned about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from leesloket.roster.matching.evidence import compare_dates
from leesloket.roster.model import Hold, PupilRecord
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.limits import Thresholds
from leesloket.roster.plausibility.runs import longest_run

_MOST = 0.5
"""Of the dates that differ: a school that corrects some does so in every way."""
_MONTHS = 12
_Way = tuple[str, int]
_SWAPPED: _Way = ("swapped", 0)


class _Dated(NamedTuple):
    record: PupilRecord
    now: date
    before: date


def birth_dates_moved(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """The recognised children were born so many days or years earlier or later than we know.

    A program wrote midnight in UTC, the day before; or a spreadsheet counted from 1904.  Or of some
    day and month changed places: one with American settings took 1-2-2016 for 2 January.  A part
    of the list tells as much: what people correct differs in no one way.
    """
    dated = [
        _Dated(record, record.birth_date, known.birth_date)
        for record, known in found.recognised
        if record.birth_date is not None and known.birth_date is not None
    ]
    ways: dict[_Way, list[_Dated]] = defaultdict(list)
    for child in dated:
        if child.now != child.before:
            ways[_way(child.now, child.before)].append(child)
    differing = sum(map(len, ways.values()))
    for way, moved in ways.items():
        # Who was said to be of 1 January for want of a date may all be of 1 July now.
        days_of_the_year = {(child.before.month, child.before.day) for child in moved}
        if len(days_of_the_year) < limits.dates_moved_at_least or len(moved) <= _MOST * differing:
            continue
        if way != _SWAPPED:
            days = Counter(abs((child.now - child.before).days) for child in moved)
            [(most, _)] = days.most_common(1)
            yield Hold("birth_dates_moved", {"days": most, "rows": len(moved), "of": len(dated)})
        elif _are_all_that_can_be(moved, dated, limits):
            yield Hold("birth_dates_moved", {"swapped": len(moved), "of": len(dated)})


def _are_all_that_can_be(
    swapped: Sequence[_Dated], dated: Sequence[_Dated], limits: Thresholds
) -> bool:
    """Whether many of the dates that may be turned about are, or all below each other.

    Here and there somebody who types takes one for the other.
    """
    may_be = [child for child in dated if _may_be_swapped(child.before)]
    if len(swapped) >= limits.dates_swapped_share * len(may_be):
        return True
    in_order = sorted(may_be, key=lambda child: _row_of(child.record))
    by_class = sorted(in_order, key=lambda child: child.record.group)
    return any(
        longest_run(child.now != child.before for child in children) >= limits.dates_moved_at_least
        for children in (in_order, by_class)
    )


def _row_of(record: PupilRecord) -> tuple[str, int]:
    return record.origin.sheet or "", record.origin.row


def _may_be_swapped(day: date) -> bool:
    return day.day <= _MONTHS and day.day != day.month


def _way(one: date, other: date) -> _Way:
    """In which way two dates differ; a year later is 365 days, or 366."""
    if compare_dates(one, other) == "swapped":
        return _SWAPPED
    if (one.month, one.day) == (other.month, other.day):
        return "years", one.year - other.year
    return "days", (one - other).days
