"""Years, letters and the classes they make: 5 and A, in one column or in two."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain, groupby
from string import ascii_uppercase

from leesloket.roster.cleaning import clean_group, clean_text, year_groups_of
from leesloket.roster.columns.raw_cells import cells_beside, cells_of
from leesloket.roster.model import RawTable

_NEARLY_ALL = 0.8
_FEWEST = 10
"""Rows."""
_BARE_YEARS = re.compile(r"[1-8](?:[/-][1-8])+")
_YEARS_OF_NO_CLASS = 5
"""A class for special education may have children of three years, or four."""
_YEARS_OF_CLASSES = 4
_YEARS_OF_A_SCHOOL = 8
_DIGITS_OF_NO_YEAR = 3
_SMALLEST_CLASS, _LARGEST_CLASS = 8, 20
"""Of a school whose classes have children of all its years: in special education 16 at most."""
_LETTERS_AT_MOST = 12
"""Of the classes of one year; the letters that surnames begin with are more."""


def are_letters_of_years(table: RawTable, *, letters: int, years: int) -> bool:
    """Whether one column has single letters and another bare years, as 5 and A make class 5A."""
    pairs: Counter[tuple[str, str]] = Counter()
    for in_letters, in_years in cells_beside(table.rows, letters, years):
        letter, year = clean_text(in_letters), clean_group(clean_text(in_years))
        if (letter and not (len(letter) == 1 and letter.isalpha())) or (
            year and not is_bare_year(year)
        ):
            return False
        if year and letter:
            pairs[year, letter] += 1
    return make_classes(pairs)


def go_on_from_a(table: RawTable, column: int) -> bool:
    """Whether a column of letters has A and B, and perhaps those behind them, and no others."""
    letters = {text.upper() for text in map(clean_text, cells_of(table.rows, column)) if text}
    return len(letters) > 1 and ascii_uppercase.startswith("".join(sorted(letters)))


def stand_together(table: RawTable, one: int, other: int) -> bool:
    """Whether rows with the same in two columns follow each other, as in a list by class."""
    told = [(clean_text(a), clean_text(b)) for a, b in cells_beside(table.rows, one, other)]
    return sum(1 for _ in groupby(told)) == len(set(told))


def is_bare_year(group: str) -> bool:
    """`5` or `1/2`: years without a class behind them."""
    return (len(group) == 1 and group.isdigit()) or (
        _BARE_YEARS.fullmatch(group) is not None and bool(year_groups_of(group))
    )


def make_classes(pairs: Mapping[tuple[str, str], int]) -> bool:
    """Whether years and the letters beside them are classes, 5 and A, and no letter is one alone.

    `pairs` is how many children have each.  One of the letters then has more years beside it than
    any class.  In a school of four years every year has an A, a B behind it, and so on: of the
    classes A to F of special education the youngest children are in the first ones.  And not every
    letter has as many children as one class: the A and B of a small VSO are its two classes, those
    of a few newcomers are not.
    """
    letters_of: defaultdict[str, set[str]] = defaultdict(set)
    children: Counter[str] = Counter()
    for (year, letter), count in pairs.items():
        letters_of[year].add(letter.upper())
        children[letter.upper()] += count
    often = Counter(chain.from_iterable(letters_of.values()))
    if not 1 <= len(often) <= _LETTERS_AT_MOST:
        return False
    in_order = "".join(sorted(often))
    return max(often.values()) >= _YEARS_OF_NO_CLASS or (
        len(letters_of) >= _YEARS_OF_CLASSES
        and not all(_SMALLEST_CLASS <= of <= _LARGEST_CLASS for of in children.values())
        and ascii_uppercase.startswith(in_order)
        and len(often) > 1
        and all(in_order.startswith("".join(sorted(told))) for told in letters_of.values())
    )


def counts_the_groups(table: RawTable, *, codes: int, groups: int) -> bool:
    """Whether column `codes` only numbers the groups of the other: 1 is 1/2A, 2 is 1/2B, 3 is 3A.

    One number for each, from 1 on, and no years: more than a school has, or two for the classes of
    one year, or one for a class of two.  Or numbers of some digits beside groups that tell years,
    as 101 is 1/2A: nothing is known of those.  Last year's groups of a school that moved up as a
    whole are one for each as well: 4 beside 5A.
    """
    told = {(clean_text(a), clean_text(b)) for a, b in cells_beside(table.rows, codes, groups)}
    numbers, names = {code for code, _ in told}, {name for _, name in told}
    if not len(numbers) == len(names) == len(told) or "" in names:
        return False
    if all(number.isdecimal() and len(number) >= _DIGITS_OF_NO_YEAR for number in numbers):
        return all(map(_years_told, names))
    if numbers != {str(number) for number in range(1, len(told) + 1)}:
        return False
    years = [_years_told(name) for name in names]
    of_years = [year for told_years in years for year in told_years]
    return (
        len(told) > _YEARS_OF_A_SCHOOL
        or len(of_years) > len(set(of_years))
        or (any(len(told_years) > 1 for told_years in years))
    )


def tells_the_years_of(table: RawTable, *, group: int, years: int) -> bool:
    """Whether the cells of column `years` are years that the groups beside them tell of.

    Groups with a name only contradict nothing.
    """
    beside = [told for told in _years_beside(table, group, years) if all(told)]
    agree = sum(not one.isdisjoint(other) for one, other in beside)
    return agree >= _NEARLY_ALL * len(beside)


def are_classes_of_years(table: RawTable, *, classes: int, years: int) -> bool:
    """Whether column `classes` divides the years beside it, in nearly every row: 5a and 5b of 5."""
    pairs = [
        (clean_text(one), clean_text(year))
        for one, year in cells_beside(table.rows, classes, years)
    ]
    told = [(one, year) for one, year in pairs if _years_told(one) and _years_told(year)]
    return (
        len(told) >= max(_FEWEST, _NEARLY_ALL * len(pairs))
        and len({one for one, _ in told}) > len({year for _, year in told})
        and tells_the_years_of(table, group=classes, years=years)
    )


def are_of_another_school_year(table: RawTable, *, group: int, years: int) -> bool:
    """Whether nearly all cells of column `years` are one before the group beside it, or one behind.

    In special education a group may be called by another number than its years, but not all by the
    next.  Of a group of two years last year's is often one.
    """
    apart = [
        int(year) - int(told)
        for in_group, in_years in _years_beside(table, group, years)
        if len(in_group) == len(in_years) == 1
        for told, year in zip(in_group, in_years, strict=True)
    ]
    return len(apart) >= _FEWEST and max(map(apart.count, (-1, 1))) >= _NEARLY_ALL * len(apart)


def _years_beside(
    table: RawTable, group: int, years: int
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    for in_group, in_years in cells_beside(table.rows, group, years):
        yield _years_told(clean_text(in_group)), _years_told(clean_text(in_years))


@lru_cache(maxsize=2048)  # a school has some dozens of groups, and a row each
def _years_told(group: str) -> frozenset[str]:
    """The years of a group; those of a secondary school without their ten, as 3 says 13."""
    return frozenset(year[-1] for year in year_groups_of(group))
