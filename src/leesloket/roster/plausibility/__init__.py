"""Holds: why a file may be the wrong one, in numbers.  Only a person with a reason lifts one.

Each hold is one pure function of what the plan found and of the limits; an ordinary good file is
never held.
"""

from collections.abc import Collection, Iterable

from leesloket.roster.model import Hold
from leesloket.roster.plausibility.columns import columns_shifted
from leesloket.roster.plausibility.dates import birth_dates_moved
from leesloket.roster.plausibility.files import no_rows, older_file, teachers_in_list
from leesloket.roster.plausibility.findings import Findings
from leesloket.roster.plausibility.leavers import (
    entered_by_hand,
    has_no_groups,
    part_missing,
    too_many_leavers,
)
from leesloket.roster.plausibility.limits import (
    EarlierYear,
    PreviousImport,
    Thresholds,
    learned,
    over_years,
    with_final_year,
    with_newcomers_to_the_country,
)
from leesloket.roster.plausibility.names import names_changed
from leesloket.roster.plausibility.newcomers import (
    merger,
    other_school,
    outside_entry,
    too_many_newcomers,
)
from leesloket.roster.plausibility.numbers import numbers_all_new, zeros_lost
from leesloket.roster.plausibility.sorting import column_sorted_alone

HOLDS = {
    "no_rows": no_rows,
    "other_school": other_school,
    "older_file": older_file,
    "part_missing": part_missing,
    "column_sorted_alone": column_sorted_alone,
    "columns_shifted": columns_shifted,
    "birth_dates_moved": birth_dates_moved,
    "names_changed": names_changed,
    "too_many_leavers": too_many_leavers,
    "entered_by_hand": entered_by_hand,
    "too_many_newcomers": too_many_newcomers,
    "zeros_lost": zeros_lost,
    "numbers_all_new": numbers_all_new,
    "merger": merger,
    "teachers_in_list": teachers_in_list,
}
"""Every hold by its code, in the order in which people read them."""


_CONSEQUENCES = frozenset(
    {"part_missing", "too_many_leavers", "entered_by_hand", "too_many_newcomers", "merger"}
)
_EXPLAIN_THEM = frozenset({"no_rows", "other_school"})
_IN_DISORDER = frozenset({"column_sorted_alone", "columns_shifted"})
_ABOUT_NAMES = frozenset({"names_changed"})
_ABOUT_DATES = frozenset({"column_sorted_alone"})
"""What dates that all moved look like: those of others, and of children of another age."""
_ABOUT_WHO_IS_KNOWN = frozenset(
    {"birth_dates_moved", "names_changed", "zeros_lost", "numbers_all_new"}
)
_SPEAKS_FOR = {
    **dict.fromkeys(_EXPLAIN_THEM, _CONSEQUENCES | _ABOUT_WHO_IS_KNOWN),
    **dict.fromkeys(_IN_DISORDER, _ABOUT_NAMES),
    "birth_dates_moved": _ABOUT_DATES,
    "part_missing": frozenset({"too_many_leavers"}),
    "merger": frozenset({"too_many_newcomers"}),
}
"""Checks that say nothing beside a hold: they are not held, and not in order either."""


_COMPARES = _CONSEQUENCES | _ABOUT_WHO_IS_KNOWN | {"other_school"}
"""Checks of a list beside the register: they say nothing where that holds nobody."""


def checks_in_order(
    held: Collection[str], checks: Iterable[str] = HOLDS, *, is_first: bool = False
) -> tuple[str, ...]:
    """Which of these checks found everything in order, beside the holds with these codes.

    `is_first`: nobody is known here, so that there was nothing to compare with.
    """
    silent = set(held).union(*(_SPEAKS_FOR.get(code, ()) for code in held))
    if is_first:
        silent |= _COMPARES
    return tuple(code for code in checks if code not in silent)


def find_holds(found: Findings, limits: Thresholds) -> tuple[Hold, ...]:
    """Every reason to stop and look, by the limits and what the branch is used to.

    In an empty file, or in another school's, that everybody leaves is no news of its own; nor is
    it that dates which all moved by some days are now those of others, or that a column in disorder
    gives children other names.
    """
    if found.is_for_newcomers_to_the_country:
        limits = with_newcomers_to_the_country(limits)
    if not found.is_end_told:
        limits = with_final_year(limits)
    if found.previous is not None:
        limits = learned(limits, found.previous.years)
    limits = over_years(limits, found.shift)
    holds = tuple(hold for check in HOLDS.values() for hold in check(found, limits))
    codes = {hold.code for hold in holds}
    unsaid = frozenset[str]()
    if not _EXPLAIN_THEM.isdisjoint(codes):
        unsaid |= _CONSEQUENCES
    if not _IN_DISORDER.isdisjoint(codes):
        unsaid |= _ABOUT_NAMES
    if "birth_dates_moved" in codes:
        unsaid |= _ABOUT_DATES
    return tuple(hold for hold in holds if hold.code not in unsaid)


def year_of(found: Findings) -> EarlierYear:
    """What a list says of who comes and goes, for the lists of later years."""
    return EarlierYear(
        school_year=found.school_year,
        pupils=found.rows,
        leavers=len(found.unexpected_leavers),
        newcomers=sum(not found.is_entry(record) for record in found.newcomers),
        expected_to_stay=len(found.expected_to_stay),
        outside_entry=outside_entry(found),
    )


__all__ = [
    "HOLDS",
    "EarlierYear",
    "Findings",
    "PreviousImport",
    "Thresholds",
    "checks_in_order",
    "find_holds",
    "has_no_groups",
    "learned",
    "year_of",
]
