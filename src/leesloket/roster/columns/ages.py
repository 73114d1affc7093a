"""Ages beside year groups: which kind of school it is, and from which year dates are counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from leesloket.roster.cleaning import (
    SECONDARY,
    clean_year_group,
    is_secondary,
    looks_like_serial,
    year_groups_of,
)
from leesloket.roster.columns.cells import Sheet
from leesloket.roster.model import Field

_SECONDARY_AGE = 12
_FEWEST_AGES, _FEWEST_DATES = 10, 6
_FIRST_MONTH = 8
"""Of a school year."""
_MOST, _HARDLY_ANY = 0.5, 0.2
"""Of the children, twelve or older: in a secondary school most, in a primary school under 0.2."""
_EPOCHS_APART, _DAYS_APART = 4, 1462
"""Years, and days: workbooks count from the first day of 1900, or of 1904 (old Macs)."""
_SAME_AGE = 0.6
"""Of a class; the others stayed behind or skipped a year."""
_FEW_YEARS = 3
_PRIMARY_ONLY = frozenset("78")
"""A secondary school has six years."""
_NEARLY_ALL = 0.9


def is_secondary_school(
    sheet: Sheet, groups: Sequence[str], births: Sequence[date | None]
) -> bool | None:
    """Whether the groups are of a secondary school, as was said or as the rows tell.

    None: neither ages nor groups are surely those of one kind of school.
    """
    if sheet.secondary is not None:
        return sheet.secondary
    years = {clean_year_group(text) for text in set(sheet.column(Field.YEAR_GROUP))}
    if not years.isdisjoint(SECONDARY):
        return True
    by_age = _is_secondary_by_age(births, sheet.as_of)
    if by_age is None and not years.isdisjoint(_PRIMARY_ONLY):
        return False
    return is_secondary(groups) if by_age is None else by_age


def may_count_from_1904(sheet: Sheet, births: Sequence[date | None], groups: Sequence[str]) -> bool:
    """Whether dates that are bare numbers of days make everybody four years too old.

    They were counted from 1904, or the list is of four years ago: that is the same.  The year
    groups tell it, by the ages on the first of October.
    """
    told = [text for text in sheet.column(Field.BIRTH_DATE) if text]
    if len(told) < _FEWEST_DATES or not all(map(looks_like_serial, told)):
        return False
    too_old = _years_too_old(sheet, births, groups)
    return (
        len(too_old) >= _FEWEST_DATES
        and sum(years == _EPOCHS_APART for years in too_old) >= _SAME_AGE * len(too_old)
        and sum(years >= _FEW_YEARS for years in too_old) >= _NEARLY_ALL * len(too_old)
    )


def are_hardly_days(births: Sequence[date | None]) -> bool:
    """Whether nearly all are on the first of a month: dates that tell a year, or a month of it.

    One child in thirty is born on that day; who has fled and knows no day is given 1 January, but
    that is never a whole school.
    """
    told = [born for born in births if born is not None]
    return len(told) >= _FEWEST_AGES and sum(b.day == 1 for b in told) >= _NEARLY_ALL * len(told)


def _years_too_old(
    sheet: Sheet, births: Sequence[date | None], groups: Sequence[str]
) -> Sequence[int]:
    """For its year group, of every child of which age and year group are known."""
    later = [born and born + timedelta(days=_DAYS_APART) for born in births]
    secondary = is_secondary_school(sheet, groups, later)
    told = zip(groups, sheet.column(Field.YEAR_GROUP), births, strict=True)
    years = [(_year_of(group, own, secondary=secondary), born) for group, own, born in told]
    began = sheet.as_of.year - (sheet.as_of.month < _FIRST_MONTH)
    return [
        began - born.year - (born >= born.replace(month=10, day=1)) - _age_in(year)
        for year, born in years
        if year and born
    ]


def _age_in(year: str) -> int:
    """Years on the first of October: 4 in group 1, 12 in the first year of secondary school."""
    return int(year) + (1 if len(year) > 1 else 3)


def _year_of(group: str, own: str, *, secondary: bool | None) -> str:
    if own:
        return clean_year_group(own, secondary=secondary) or ""
    years = year_groups_of(group, secondary=secondary)
    return years[0] if len(years) == 1 else ""


def years_before(day: date, years: int) -> date:
    """The same day, so many years before."""
    # 29 February has no counterpart in most years; the 28th serves as well here.
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _is_secondary_by_age(births: Sequence[date | None], as_of: date) -> bool | None:
    """By the ages, where they tell: 3B and 1-6 are of both, and a name like 4aA misleads."""
    known = [born for born in births if born is not None]
    if len(known) >= max(_FEWEST_AGES, _MOST * len(births)):
        twelve = years_before(as_of, _SECONDARY_AGE)
        old_enough = sum(born <= twelve for born in known)
        if old_enough > _MOST * len(known):
            return True
        if old_enough < _HARDLY_ANY * len(known):
            return False
    return None


def years_out_of_step(
    births: Sequence[date | None], years: Sequence[str], as_of: date
) -> list[int | None]:
    """Years between each child's age and its year group; None when either is not known.

    In primary school counted from its oldest, who turn five in the year in which group 1 begins:
    more repeat a year than skip one.  In the first year of secondary school most turn twelve.
    """
    began = as_of.year - (as_of.month < _FIRST_MONTH)
    expected = {
        year: began - int(year) - (1 if len(year) > 1 else 4) for year in set(years) if year
    }
    return [
        abs(expected[year] - born.year) if born is not None and year else None
        for born, year in zip(births, years, strict=True)
    ]
