"""The birth dates of the file are off by the same number of days, or turned about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from leesloket.roster.model import Hold
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.limits import Thresholds


def birth_dates_moved(found: Findings, limits: Thresholds) -> Iterator[Hold]:
    """The recognised children were all born so many days earlier or later than we know.

    A program wrote midnight in UTC, the day before; or a spreadsheet counted from 1904.  Or of some
    day and month changed places: one with American settings took 1-2-2016 for 2 January.
    """
    days = Counter(
        (record.birth_date - known.birth_date).days
        for record, known in found.matched
        if record.birth_date is not None and known.birth_date is not None
    )
    if not days:
        return
    [(moved, rows)] = days.most_common(1)
    if moved and rows >= max(limits.dates_moved_at_least, limits.dates_moved_share * days.total()):
        yield Hold("birth_dates_moved", {"days": abs(moved), "rows": rows, "of": days.total()})
        return
    swapped = sum(
        _changed_places(record.birth_date, known.birth_date) for record, known in found.matched
    )
    least = max(limits.dates_moved_at_least, limits.dates_swapped_share * days.total())
    if swapped >= least:
        yield Hold("birth_dates_moved", {"swapped": swapped, "of": days.total()})


def _changed_places(one: date | None, other: date | None) -> bool:
    if one is None or other is None or one == other or one.year != other.year:
        return False
    return (one.month, one.day) == (other.day, other.month)
