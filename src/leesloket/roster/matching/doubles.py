"""One child with two entries in the register: under an old number, or made at the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from leesloket.roster.matching.blocks import indexed, whole_name_of
from leesloket.roster.matching.evidence import Child, compare_dates

_AT_MOST = 5
"""Second entries that a question names."""


def doubles_of(
    tied: Mapping[int, int],
    left: Sequence[Child],
    rows: Sequence[Child],
    known: Sequence[Child],
) -> dict[int, list[int]]:
    """Row to all entries of its child, for the rows whose child has a second one that is left.

    `tied` is row to known child; `left` are the known children that no row claims.  Left over, the
    second entry would leave, and the child with it as far as its loans are there.
    """
    by_name = indexed((child for child in left if child.is_member), whole_name_of)
    found = {}
    for row, entry in tied.items():
        child = known[entry]
        others = (
            other.at
            for other in by_name.get((child.first, child.surname), ())
            if _may_be_second_entry(other, child, rows[row])
        )
        seconds = list(islice(others, _AT_MOST))
        if seconds:
            found[row] = [entry, *seconds]
    return found


def _may_be_second_entry(other: Child, child: Child, row: Child) -> bool:
    """The same birth date, or none to tell that it is somebody else.

    Where the number tells whose the row is, two year groups of one school year tell so too.  Of a
    row with a name alone nothing tells so but the group of each, if they have one.
    """
    born = compare_dates(row.born or child.born, other.born)
    by_number = row.number == child.number != ""
    if born == "unknown":
        return not (by_number and _were_in_two_years(child, other))
    return born == "same" or not (by_number or row.born or other.years)


def _were_in_two_years(one: Child, other: Child) -> bool:
    """Whether they were in two year groups in one school year: nobody is."""
    return (
        one.school_year is not None
        and one.school_year == other.school_year
        and bool(one.years and other.years)
        and set(one.years).isdisjoint(other.years)
    )
