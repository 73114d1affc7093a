"""From clean cells to the values of a pupil: names, number, birth date, group, year group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from leesloket.roster.cleaning import (
    SECONDARY,
    clean_group,
    clean_numbers,
    clean_year_group,
    fold_group,
    is_unreadable_number,
    looks_like_day,
    looks_like_power,
    school_year_in,
    stage_of,
    start_of,
    without_school_year,
    year_groups_of,
)
from leesloket.roster.columns.ages import (
    are_hardly_days,
    is_secondary_school,
    may_count_from_1904,
    years_before,
    years_out_of_step,
)
from leesloket.roster.columns.cells import Sheet
from leesloket.roster.columns.classes import is_bare_year, make_classes
from leesloket.roster.columns.names import initials_and_prefixes, names_of
from leesloket.roster.model import Field, ListKind
from leesloket.roster.problems import Code, Severity

ADULT_AGE = 24
"""Years.  The oldest pupils (VSO) are 20; who is this old is staff, or a mistyped year."""
_YOUNGEST = 2
_OLDEST = 90
_OLDEST_PATRON = 110
"""Older is no teacher but a date for who has none: 1-1-1900."""
_LETTERS_OF_A_CLASS = 2
_WITH_TEACHER = re.compile(
    r"([^\W_]{0,3}\d[^\s(-]{0,4})\s*[-\u2013(,]?\s*\b(?:juf|juffrouw|meester|mevrouw|mevr|mw|dhr)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Values:
    """The values of all rows, field by field."""

    number: Sequence[str] = field(repr=False)
    first_name: Sequence[str] = field(repr=False)
    given_names: Sequence[str] = field(repr=False)
    initials: Sequence[str] = field(repr=False)
    prefix: Sequence[str] = field(repr=False)
    surname: Sequence[str] = field(repr=False)
    birth_date: Sequence[date | None] = field(repr=False)
    group: Sequence[str]
    group_name: Sequence[str]
    year_group: Sequence[str]
    secondary: bool | None
    adults: frozenset[int]
    """Rows with the birth date of an adult."""
    out_of_step: Sequence[int | None]
    """Years between age and year group."""
    unused_dates: Code | None = None
    """Why none of the birth dates is used."""


def values_of(sheet: Sheet) -> Values:
    """The values of every row; what could not be read is reported on the sheet."""
    first, prefix, surname = names_of(sheet)
    initials, prefix = initials_and_prefixes(sheet.column(Field.INITIALS), prefix)
    group = _groups(sheet)
    births = sheet.dates(Field.BIRTH_DATE)
    unused = _why_unused(sheet, births, group)
    birth_date, adults = _birth_dates(sheet, births)
    none: Sequence[date | None] = [None] * len(birth_date)
    ages_of = none if unused is Code.DATES_FROM_1904 else birth_date
    secondary = is_secondary_school(sheet, group, ages_of)
    years = _year_groups(sheet, group, secondary=secondary)
    if not any(group):
        group = [_group_of_year(year) for year in years]
    return Values(
        number=_numbers(sheet),
        first_name=first,
        given_names=sheet.column(Field.GIVEN_NAMES),
        initials=initials,
        prefix=prefix,
        surname=surname,
        birth_date=none if unused else birth_date,
        group=group,
        group_name=sheet.column(Field.GROUP_NAME),
        year_group=years,
        secondary=secondary,
        adults=adults,
        out_of_step=years_out_of_step(birth_date, years, sheet.as_of),
        unused_dates=unused,
    )


def _why_unused(sheet: Sheet, births: Sequence[date | None], groups: Sequence[str]) -> Code | None:
    """What is wrong with all birth dates together; of the two only the first makes ages wrong."""
    if may_count_from_1904(sheet, births, groups):
        return Code.DATES_FROM_1904
    return Code.DATES_ARE_YEARS if are_hardly_days(births) else None


def _numbers(sheet: Sheet) -> list[str]:
    numbers = list(clean_numbers(sheet.column(Field.PUPIL_NUMBER)))
    if sheet.table.fields is not None:
        return numbers
    for at, number in enumerate(numbers):
        if number and is_unreadable_number(number):
            sheet.report(at, Code.PUPIL_NUMBER_UNREADABLE, Severity.WARNING, Field.PUPIL_NUMBER)
            numbers[at] = ""
    return numbers


def _groups(sheet: Sheet) -> list[str]:
    """The groups; a date is none: a spreadsheet makes the 5th of June of `5/6`, and 10 of `1E1`."""
    texts = _without_the_school_year(sheet.column(Field.GROUP), sheet.as_of)
    days = {text for text in set(texts) if looks_like_day(text) or looks_like_power(text)}
    groups = _without_teachers([clean_group(text) for text in texts])
    groups = _with_years(groups, sheet.column(Field.YEAR_GROUP))
    if days:
        for at, text in enumerate(texts):
            if text in days:
                sheet.report(at, Code.GROUP_IS_A_DATE, Severity.WARNING, Field.GROUP)
                groups[at] = ""
    return groups


def _without_teachers(groups: list[str]) -> list[str]:
    """`5a` of `5a juf Els`, where more children are in 5a by its own name."""
    told = {group: found[1] for group in set(groups) if (found := _WITH_TEACHER.match(group))}
    if not told:
        return groups
    often = Counter(map(fold_group, groups))
    own = {
        group: code
        for group, code in told.items()
        if often[fold_group(code)] > often[fold_group(group)]
    }
    return [own.get(group, group) for group in groups]


def _without_the_school_year(texts: Sequence[str], as_of: date) -> Sequence[str]:
    """`5a` of `5a 2026-2027`, when all groups are of one year and it is that of the list, or next.

    `16-17` may be the age of a group, or a room.
    """
    years = {school_year_in(text) for text in set(texts) if text}
    if len(years) != 1 or start_of(years.pop()) not in range(as_of.year - 1, as_of.year + 2):
        return texts
    return [without_school_year(text) for text in texts]


def _with_years(groups: list[str], years: Sequence[str]) -> list[str]:
    """`5A` of the year 5 beside the letter A, where a letter alone is no class."""
    if not all(len(group) < _LETTERS_OF_A_CLASS for group in set(groups)) or not any(years):
        return groups
    told = [(clean_group(year), group) for year, group in zip(years, groups, strict=True)]
    pairs = Counter((year, group) for year, group in told if is_bare_year(year) and group.isalpha())
    if not make_classes(pairs):
        return groups
    return [year + group if (year, group) in pairs else group for year, group in told]


def _birth_dates(
    sheet: Sheet, dates: list[date | None]
) -> tuple[list[date | None], frozenset[int]]:
    """The birth dates, and the rows of adults; one that no pupil can have is not used."""
    latest = years_before(sheet.as_of, _YOUNGEST)
    pupils = sheet.kind is ListKind.PUPILS
    earliest = years_before(sheet.as_of, ADULT_AGE if pupils else _OLDEST_PATRON)
    if not pupils:
        latest = sheet.as_of  # babies are members too
    oldest = years_before(sheet.as_of, _OLDEST)
    adults = set()
    for at, born in enumerate(dates):
        if born is not None and not earliest < born <= latest:
            if oldest < born <= earliest:
                adults.add(at)
            sheet.report(at, Code.BIRTH_DATE_UNLIKELY, Severity.WARNING, Field.BIRTH_DATE)
            dates[at] = None
    return dates, frozenset(adults)


def _year_groups(sheet: Sheet, groups: Sequence[str], *, secondary: bool | None) -> list[str]:
    """A pupil's own year group wins; else the one its group tells of, if it is one.

    A class for newcomers to the country (ISK 2A) is of a stage, and so is the number that its
    system has for a year: children of all ages are in it.
    """
    by_group: dict[str, str] = {}
    for group in set(groups):
        years = year_groups_of(group, secondary=secondary)
        by_group[group] = years[0] if len(years) == 1 else ""
    found = [by_group[group] for group in groups]
    if Field.YEAR_GROUP not in sheet.cells:
        return found
    by_text: dict[str, str | None] = {}
    for at, text in enumerate(sheet.column(Field.YEAR_GROUP)):
        if not text or stage_of(groups[at]) is not None:
            continue
        if text not in by_text:
            by_text[text] = clean_year_group(text, secondary=secondary)
        own = by_text[text]
        if own is None:
            sheet.report(at, Code.YEAR_GROUP_UNREADABLE, Severity.WARNING, Field.YEAR_GROUP)
        elif own:
            found[at] = own
    return found


def _group_of_year(year: str) -> str:
    """What stands in for the group where a list tells nobody's: 13 is class 3."""
    return year[-1] if year in SECONDARY else year
