"""The limits of an ordinary file, and what earlier years of a branch teach about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median

from leesloket.roster.model import Fingerprint


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits of an ordinary file (SECURITY.md 2 item 6).  Shares are 0-1, the rest is children."""

    leavers_share: float = 0.10
    """Of the children outside the final year: 5 % is ordinary turnover."""
    leavers_at_least: int = 8
    group_leavers_share: float = 0.25
    group_leavers_at_least: int = 5
    group_final_share: float = 0.0
    """Of a group in which some may be through, where nothing tells who is; 0 where it is told."""
    toddlers_leavers_share: float = 0.60
    """Of a group that has yet to begin school: many go to another one."""
    leavers_spread: float = 0.0
    group_leavers_spread: float = 0.0
    """Standard deviations more, where many leave each year: one small school, or group, loses more
    than the rest."""
    total_leavers_share: float = 0.35
    group_gone_share: float = 0.90
    """A group or year group of which this share leaves has gone."""
    group_gone_at_least: int = 4
    group_wholly_gone_at_least: int = 3
    """With nobody left, fewer do: three siblings are of three years."""
    begin_at_least: int = 10
    begin_share: float = 0.05
    """Members in the first year: so many are followed by others, unless a school closes."""
    begin_beside_at_least: int = 3
    """Newcomers in other years."""
    cut_off_at_least: int = 4
    """Leavers who would all stand behind the last row of a list in order."""
    newcomers_share: float = 0.20
    """Of the rows outside the entry year: a growing district gives 15 %."""
    newcomers_at_least: int = 10
    newcomers_spread: float = 0.0
    """Standard deviations more, where many come each year."""
    newcomers_total_share: float = 0.50
    newcomers_together_at_least: int = 12
    """Rows of one group outside the entry year, below each other: half of a class.  Where another
    school closes eight or ten may come to one, and in order of number they stand together."""
    merger_newcomers_share: float = 0.25
    """Of the rows outside the entry year, spread over most year groups, while children stay."""
    merger_stays_share: float = 0.60
    other_school_share: float = 0.20
    """Fewer of the register's children and of the file's rows are known to each other."""
    smallest_register: int = 10
    """With fewer children a share says nothing; that nobody is known still does."""
    nobody_known_at_least: int = 3
    numbers_changed_share: float = 0.60
    numbers_changed_at_least: int = 5
    numbers_of_years_share: float = 0.10
    numbers_of_years_at_least: int = 10
    """Other numbers in more than one year group: one child in a hundred gets another."""
    dates_moved_at_least: int = 5
    """Birth dates that are off by the same number of days, or of which day and month changed
    places."""
    dates_swapped_share: float = 0.25
    """Of those whose day may be a month: four of ten."""
    names_changed_share: float = 0.60
    names_changed_at_least: int = 10
    """First names, or surnames, that are written otherwise: one child in twenty changes a year."""
    names_unlike_share: float = 0.10
    """First names, or surnames of families, that have nothing of what they were."""
    zeros_lost_share: float = 0.50
    zeros_lost_at_least: int = 3
    sorted_share: float = 0.10
    """Of the rows we know by the other columns: a value that is another child's, not its own."""
    sorted_at_least: int = 6
    out_of_step_share: float = 0.30
    """Of the children with an age and a year group."""
    out_of_step_at_least: int = 10
    other_age_share: float = 0.60
    not_too_old_share: float = 0.10
    not_too_young_share: float = 0.20
    other_age_at_least: int = 15
    """Children a year too old for their group, or too young, and those who are not: of ten about
    eight are as old as their year, and one or two a year older; hardly any is younger."""
    shifted_share: float = 0.01
    shifted_at_least: int = 3
    adults_at_least: int = 2
    same_year_share: float = 0.60
    """Children in last year's year group, in a new school year: 3 % repeat."""
    part_of_year_share: float = 1 / 6
    """Of those who do not begin school, and are not through."""
    same_year_at_least: int = 10
    still_here_share: float = 0.60
    """Of the children of the final year, in a new school year: hardly any repeats it."""
    still_here_at_least: int = 3
    nobody_comes_or_goes_at_least: int = 30
    """Children, in a new school year: of whom some begin school, or leave it."""
    returning_at_least: int = 4
    returning_share: float = 0.06
    """Children who left and are in the file again, while others who are here are not."""


@dataclass(frozen=True, slots=True)
class EarlierYear:
    """What the list of an earlier school year did by which most left, once it was agreed to."""

    school_year: str
    pupils: int
    leavers: int
    """Outside the final year."""
    newcomers: int
    """Outside the entry year."""
    expected_to_stay: int = 0
    """The members before it that were outside the final year; 0 where nobody counted them."""
    outside_entry: int = 0
    """Its pupils outside the entry year; 0 where nobody counted them."""


@dataclass(frozen=True, slots=True)
class PreviousImport:
    """The branch's latest applied import."""

    as_of: date
    school_year: str
    rows: int
    fingerprints: frozenset[Fingerprint] = field(default=frozenset(), repr=False)
    """Of its rows: the same rows in a new school year are an older file."""
    years: tuple[EarlierYear, ...] = ()
    """Earlier school years, the latest last: what is usual here."""


_ABOVE_USUAL = 1.5
_HIGHEST = 1.5
"""Times the ordinary limit: what a branch is used to never lifts it further."""
_SPREAD, _SPREAD_OF_GROUP = 1.0, 2.0
_ABOVE_TWICE, _NEVER_ABOVE = 1.2, 0.7
"""Times what it was in two of the latest years, at least: one in which the school was split says
nothing of the next, nor does a quiet one."""
_SMALLEST_YEAR = 30
"""Pupils: of fewer, one family is too large a share to learn from."""


def learned(limits: Thresholds, years: Sequence[EarlierYear]) -> Thresholds:
    """The limits of a branch that is used to more.

    One and a half times the middle of its earlier years is its limit, when that is above the
    ordinary one, and never more than one and a half times the ordinary one: unless it had more in
    two of the latest years, as a school for newcomers to the country has, of which half leaves.  A
    quiet past does not lower a limit.
    """
    large = [year for year in years if year.pupils >= _SMALLEST_YEAR]
    if not large:
        return limits
    left = [(year.leavers, year.expected_to_stay or year.pupils) for year in large]
    came = [(year.newcomers, year.outside_entry or year.pupils) for year in large]
    leavers = _raised(limits.leavers_share, left)
    newcomers = _raised(limits.newcomers_share, came)
    many_leave = _are_many(leavers, limits.leavers_share)
    return replace(
        limits,
        leavers_share=leavers,
        group_leavers_share=max(limits.group_leavers_share, leavers),
        leavers_spread=_SPREAD if many_leave else 0.0,
        group_leavers_spread=_SPREAD_OF_GROUP if many_leave else 0.0,
        total_leavers_share=max(limits.total_leavers_share, leavers),
        newcomers_share=newcomers,
        newcomers_spread=_SPREAD if _are_many(newcomers, limits.newcomers_share) else 0.0,
        newcomers_total_share=max(limits.newcomers_total_share, newcomers),
        merger_newcomers_share=max(limits.merger_newcomers_share, newcomers),
    )


_ONE_YEAR, _OF_A_GROUP = 1 / 8, 1 / 3
"""The final year: of the school, and of a group of three years."""


def with_final_year(limits: Thresholds) -> Thresholds:
    """The limits where nothing tells who is through: no year, no stage, no age.

    Those who finish school count among the leavers then.
    """
    return replace(
        limits,
        leavers_share=limits.leavers_share + _ONE_YEAR,
        group_final_share=limits.group_leavers_share + _OF_A_GROUP,
    )


def with_newcomers_to_the_country(limits: Thresholds) -> Thresholds:
    """The limits of a school for them: from any stage they go to another school, or move house.

    More than a third outside the last stage is unusual there as well.
    """
    return replace(
        limits,
        leavers_share=1 / 3,
        group_leavers_share=1 / 2,
        group_leavers_spread=_SPREAD,
        total_leavers_share=0.6,
    )


_MOST_YEARS = 3
"""A register that is older than this is hardly one of the same school."""


def over_years(limits: Thresholds, years: int | None) -> Thresholds:
    """The limits of a list that comes two or three school years after the last one.

    Those for leavers and newcomers are of one year; of whom it leaves, the next may take as many.
    """
    times = min(years or 1, _MOST_YEARS)
    if times <= 1:
        return limits
    return replace(
        limits,
        leavers_at_least=times * limits.leavers_at_least,
        leavers_share=_repeated(limits.leavers_share, times),
        group_leavers_share=_repeated(limits.group_leavers_share, times),
        group_final_share=_repeated(limits.group_final_share, times),
        toddlers_leavers_share=_repeated(limits.toddlers_leavers_share, times),
        total_leavers_share=_repeated(limits.total_leavers_share, times),
        newcomers_at_least=times * limits.newcomers_at_least,
        newcomers_share=_repeated(limits.newcomers_share, times),
        newcomers_total_share=_repeated(limits.newcomers_total_share, times),
        merger_newcomers_share=_repeated(limits.merger_newcomers_share, times),
    )


def _repeated(share: float, times: int) -> float:
    return 1 - (1 - share) ** times


def _raised(limit: float, usual: Sequence[tuple[int, int]]) -> float:
    """The limit by how many it were, of how many pupils, in each earlier year."""
    shares = [part / whole for part, whole in usual]
    _, *others = sorted(shares[-_MOST_YEARS:], reverse=True)
    twice = others[0] if others else 0.0
    return max(
        limit,
        min(_ABOVE_USUAL * median(shares), _HIGHEST * limit),
        min(_ABOVE_TWICE * twice, _NEVER_ABOVE),
    )


def _are_many(share: float, ordinary: float) -> bool:
    """Whether a limit is so far above the ordinary one that chance has to be counted as well."""
    return share > _ABOVE_TWICE * _HIGHEST * ordinary
