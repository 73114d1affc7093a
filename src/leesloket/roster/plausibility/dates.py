"""The birth dates of the file are off by the same number of days or years, or turned about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from leesloket.roster.matching.evidence import compare_dates
from leesloket.roster.model import Hold
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.limits import Thresholds

_MOST = 0.5
"""Of the dates that differ: a school that corrects some does so in every way."""
_Way = tuple[str, int]
_SWAPPED: _Way = ("swapped", 0)


def birth_dates_moved(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """The recognised children were born so many days or years earlier or later than we know.

    A program wrote midnight in UTC, the day before; or a spreadsheet counted from 1904.  Or of some
    day and month changed places: one with American settings took 1-2-2016 for 2 January.  A part
    of the list tells as much: what people correct differs in no one way.
    """
    told = [
        (record.birth_date, known.birth_date)
        for record, known in found.recognised
        if record.birth_date is not None and known.birth_date is not None
    ]
    ways: dict[_Way, list[tuple[date, date]]] = defaultdict(list)
    for one, other in told:
        if one != other:
            ways[_way(one, other)].append((one, other))
    for way, moved in ways.items():
        # Who was said to be of 1 January for want of a date may all be of 1 July now.
        days_of_the_year = {(known.month, known.day) for _, known in moved}
        differing = sum(map(len, ways.values()))
        if len(days_of_the_year) < limits.dates_moved_at_least or len(moved) <= _MOST * differing:
            continue
        if way == _SWAPPED:
            yield Hold("birth_dates_moved", {"swapped": len(moved), "of": len(told)})
        else:
            [(days, _)] = Counter(abs((one - other).days) for one, other in moved).most_common(1)
            yield Hold("birth_dates_moved", {"days": days, "rows": len(moved), "of": len(told)})


def _way(one: date, other: date) -> _Way:
    """In which way two dates differ; a year later is 365 days, or 366."""
    if compare_dates(one, other) == "swapped":
        return _SWAPPED
    if (one.month, one.day) == (other.month, other.day):
        return "years", one.year - other.year
    return "days", (one - other).days
