"""From clean cells to the values of a pupil: names, number, birth date, group, year group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from leesloket.roster.cleaning import (
    SECONDARY,
    clean_group,
    clean_numbers,
    clean_year_group,
    is_secondary,
    is_unreadable_number,
    looks_like_day,
    looks_like_power,
    year_groups_of,
)
from leesloket.roster.columns.cells import Sheet
from leesloket.roster.columns.names import names_of
from leesloket.roster.model import Field, ListKind
from leesloket.roster.problems import Code, Severity

ADULT_AGE = 24
"""Years.  The oldest pupils (VSO) are 20; who is this old is staff, or a mistyped year."""
_YOUNGEST = 2
_OLDEST = 90
_OLDEST_PATRON = 110
"""Older is no teacher but a date for who has none: 1-1-1900."""
_SECONDARY_AGE = 12
_FEWEST_AGES = 10
_LETTERS_OF_A_CLASS = 2
_YEARS_OF_NO_CLASS = 5
"""A class for special education may have children of three years, or four."""
_FIRST_MONTH = 8
"""Of a school year."""
_MOST, _HARDLY_ANY = 0.5, 0.2
"""Of the children, twelve or older: in a secondary school most, in a primary school under 0.2."""


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


def values_of(sheet: Sheet) -> Values:
    """The values of every row; what could not be read is reported on the sheet."""
    first, prefix, surname = names_of(sheet)
    birth_date, adults = _birth_dates(sheet)
    group = _groups(sheet)
    secondary = sheet.secondary
    if secondary is None:
        secondary = _is_secondary_by_year(sheet) or _is_secondary(group, birth_date, sheet.as_of)
    years = _year_groups(sheet, group, secondary=secondary)
    if not any(group):
        group = [_group_of_year(year) for year in years]
    return Values(
        number=_numbers(sheet),
        first_name=first,
        given_names=sheet.column(Field.GIVEN_NAMES),
        initials=sheet.column(Field.INITIALS),
        prefix=prefix,
        surname=surname,
        birth_date=birth_date,
        group=group,
        group_name=sheet.column(Field.GROUP_NAME),
        year_group=years,
        secondary=secondary,
        adults=adults,
        out_of_step=_years_out_of_step(birth_date, years, sheet.as_of),
    )


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
    texts = sheet.column(Field.GROUP)
    days = {text for text in set(texts) if looks_like_day(text) or looks_like_power(text)}
    groups = _with_years([clean_group(text) for text in texts], sheet.column(Field.YEAR_GROUP))
    if days:
        for at, text in enumerate(texts):
            if text in days:
                sheet.report(at, Code.GROUP_IS_A_DATE, Severity.WARNING, Field.GROUP)
                groups[at] = ""
    return groups


def _with_years(groups: list[str], years: Sequence[str]) -> list[str]:
    """`5A` of the year 5 beside the letter A, where a letter alone is no class."""
    if not all(len(group) < _LETTERS_OF_A_CLASS for group in set(groups)) or not any(years):
        return groups
    told = [(clean_group(year), group) for year, group in zip(years, groups, strict=True)]
    pairs = {(year, group) for year, group in told if year.isdigit() and group.isalpha()}
    letters = Counter(group for _, group in pairs)
    if max(letters.values(), default=0) < _YEARS_OF_NO_CLASS:
        return groups
    return [year + group if (year, group) in pairs else group for year, group in told]


def _birth_dates(sheet: Sheet) -> tuple[list[date | None], frozenset[int]]:
    """The birth dates, and the rows of adults; one that no pupil can have is not used."""
    dates = sheet.dates(Field.BIRTH_DATE)
    latest = _years_before(sheet.as_of, _YOUNGEST)
    pupils = sheet.kind is ListKind.PUPILS
    earliest = _years_before(sheet.as_of, ADULT_AGE if pupils else _OLDEST_PATRON)
    if not pupils:
        latest = sheet.as_of  # babies are members too
    oldest = _years_before(sheet.as_of, _OLDEST)
    adults = set()
    for at, born in enumerate(dates):
        if born is not None and not earliest < born <= latest:
            if oldest < born <= earliest:
                adults.add(at)
            sheet.report(at, Code.BIRTH_DATE_UNLIKELY, Severity.WARNING, Field.BIRTH_DATE)
            dates[at] = None
    return dates, frozenset(adults)


def _years_before(day: date, years: int) -> date:
    # 29 February has no counterpart in most years; the 28th serves as well here.
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _year_groups(sheet: Sheet, groups: Sequence[str], *, secondary: bool | None) -> list[str]:
    """A pupil's own year group wins; else the one its group tells of, if it is one."""
    by_group: dict[str, str] = {}
    for group in set(groups):
        years = year_groups_of(group, secondary=secondary)
        by_group[group] = years[0] if len(years) == 1 else ""
    found = [by_group[group] for group in groups]
    if Field.YEAR_GROUP not in sheet.cells:
        return found
    by_text: dict[str, str | None] = {}
    for at, text in enumerate(sheet.column(Field.YEAR_GROUP)):
        if not text:
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


def _is_secondary_by_year(sheet: Sheet) -> bool:
    years = set(sheet.column(Field.YEAR_GROUP))
    return not years.isdisjoint({"11", "12", "13", "14", "15", "16"})


def _is_secondary(groups: Sequence[str], births: Sequence[date | None], as_of: date) -> bool | None:
    """By the ages, where they tell: 3B and 1-6 are of both, and a name like 4aA misleads.

    None: neither ages nor groups are surely those of one kind of school.
    """
    known = [born for born in births if born is not None]
    if len(known) >= max(_FEWEST_AGES, _MOST * len(births)):
        twelve = _years_before(as_of, _SECONDARY_AGE)
        old_enough = sum(born <= twelve for born in known)
        if old_enough > _MOST * len(known):
            return True
        if old_enough < _HARDLY_ANY * len(known):
            return False
    return is_secondary(groups)


def _years_out_of_step(
    births: Sequence[date | None], years: Sequence[str], as_of: date
) -> list[int | None]:
    """Years between each child's age and its year group; None when either is not known.

    A child in group 1 turns five in the year in which it begins, one in the first year of secondary
    school twelve.
    """
    began = as_of.year - (as_of.month < _FIRST_MONTH)
    expected = {
        year: began - int(year) - (1 if len(year) > 1 else 4) for year in set(years) if year
    }
    return [
        abs(expected[year] - born.year) if born is not None and year else None
        for born, year in zip(births, years, strict=True)
    ]
