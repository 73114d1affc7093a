"""How a whole column writes its dates: which part is the day is told per column, never per cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from leesloket.roster.cleaning.date_forms import ISO, PARTS, YEAR_LAST, plain_date

OrderOfDigits = Literal["digits_dmy", "digits_mdy", "digits_ymd"]
DateOrder = Literal["dmy", "mdy", "ymd", "ydm", "mixed", "turned"] | OrderOfDigits
"""`mixed`: the column writes both orders; `turned`: a spreadsheet took some for the other order.

`ymd` is for years of two digits (`14-05-12`), `ydm` for years of four (`2014-12-05`, 12 May).
"""

_CLEAR_SHARE = 0.25
_MIXED_SHARE, _MIXED_AT_LEAST = 0.1, 2
_TURNED_AT_LEAST = 5
_YEAR_FIRST_AT_LEAST, _DAY_BEFORE_MONTH_AT_LEAST = 10, 2
_MONTHS_IN_A_YEAR, _DAYS_IN_A_MONTH = 12, 31
_YEARS_OF_A_SCHOOL, _SPREAD_OF_DAYS, _FEWEST_MONTHS = 16, 20, 4
_SHORT_YEAR = 2
"""Digits."""
_SIX, _FEWEST_DIGITS = 6, 5
"""A number loses a zero in front: 31217 is 031217."""
_SIX_AT_LEAST, _NEARLY_ALL = 10, 0.9
_SOON_SEEN = 10

_PLACES: tuple[tuple[OrderOfDigits, int, int, int], ...] = (
    ("digits_dmy", 0, 1, 2),
    ("digits_mdy", 1, 0, 2),
    ("digits_ymd", 2, 1, 0),
)
"""Where day, month and year stand."""


def decide_date_order(values: Iterable[str]) -> DateOrder:
    """How a column writes its dates: by its six digits, or by the signs between the parts."""
    values = list(values)
    return order_of_six_digits(values) or _order_of_parts(values)


def _order_of_parts(values: Iterable[str]) -> DateOrder:
    """Whether a column writes day-month or month-day: the side on which numbers above 12 stand.

    A column that does not tell is Dutch, day first; a few mistyped months do not turn it around.
    Where both sides have such numbers no cell can be trusted that could be read either way.
    """
    parts: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    true_dates: list[tuple[int, int]] = []
    first_above = second_above = total = 0
    for text in map(plain_date, values):
        # In a workbook all are true dates.
        if (found := ISO.match(text)) is not None:
            true_dates.append((int(found[2]), int(found[3])))
        elif (found := PARTS.match(text) or YEAR_LAST.match(text)) is not None:
            first, second, last = found.groups()
            total += 1
            first_above += int(first) > _MONTHS_IN_A_YEAR
            second_above += int(second) > _MONTHS_IN_A_YEAR
            parts[0].add(first)
            parts[1].add(second)
            parts[2].add(last)
    if _is_turned([day for _, day in true_dates], first_above, total):
        return "turned"
    if _has_day_before_month(true_dates):
        return "ydm"
    if total >= _YEAR_FIRST_AT_LEAST and _has_year_first(*parts):
        return "ymd"
    fewest = min(first_above, second_above)
    if fewest >= max(_MIXED_AT_LEAST, _MIXED_SHARE * total):
        return "mixed"
    # Of real dates three in five have a day above 12.
    month_first = second_above > first_above and second_above >= _CLEAR_SHARE * total
    return "mdy" if month_first else "dmy"


def _has_day_before_month(true_dates: Sequence[tuple[int, int]]) -> bool:
    """`2014-25-12` among `2014-12-05`: what stands for the month is above 12, the day never."""
    above = sum(month > _MONTHS_IN_A_YEAR for month, _ in true_dates)
    return above >= max(_DAY_BEFORE_MONTH_AT_LEAST, _CLEAR_SHARE * len(true_dates)) and all(
        day <= _MONTHS_IN_A_YEAR for _, day in true_dates
    )


def _has_year_first(firsts: set[str], seconds: set[str], lasts: set[str]) -> bool:
    """`14-05-12`: in front the few years in which pupils are born, behind all the days of a month.

    In a list with the day first it is the other way round.
    """
    if any(len(year) > _SHORT_YEAR for year in lasts):
        return False
    years, months, days = (set(map(int, numbers)) for numbers in (firsts, seconds, lasts))
    return _may_be_of_a_school(days, months, years)


def _is_turned(days_of_true_dates: list[int], first_above: int, total: int) -> bool:
    """Whether a spreadsheet made dates of what it could read month first, and left the rest text.

    `01-02-2016` became 2 January there and `25-03-2016` stayed as it was: every text has a day
    above 12, and no true date has.
    """
    return (
        total >= _TURNED_AT_LEAST
        and first_above == total
        and len(days_of_true_dates) >= _TURNED_AT_LEAST
        and max(days_of_true_dates) <= _MONTHS_IN_A_YEAR
    )


def is_six_digits(value: str) -> bool:
    """Whether a cell can be a date of six digits, in a column of these."""
    return value.isdecimal() and value.isascii() and _FEWEST_DIGITS <= len(value) <= _SIX


def order_of_six_digits(values: Iterable[str]) -> OrderOfDigits | None:
    """What the pairs of digits of a column are; None when it is no such column, or tells nothing.

    Of pupils the days are spread over a month, the months over a year, and the years are few.  Only
    an order in which every cell is a date counts, and only when no other one fits as well.
    """
    told = [value for value in values if value]
    # Nearly every column has dates with signs, which is soon seen.
    if not any(map(is_six_digits, told[:_SOON_SEEN])):
        return None
    digits = {value.zfill(_SIX) for value in told if is_six_digits(value)}
    many = sum(map(is_six_digits, told))
    if many < max(_SIX_AT_LEAST, _NEARLY_ALL * len(told)):
        return None
    pairs = tuple({int(value[at : at + 2]) for value in digits} for at in (0, 2, 4))
    fitting = [
        order
        for order, day, month, year in _PLACES
        if _may_be_of_a_school(pairs[day], pairs[month], pairs[year])
        and 0 not in pairs[day] | pairs[month]
        and len(pairs[month]) >= _FEWEST_MONTHS
    ]
    return fitting[0] if len(fitting) == 1 else None


def _may_be_of_a_school(days: set[int], months: set[int], years: set[int]) -> bool:
    """Whether pupils may be born so: on the days of a month, in some years."""
    return (
        max(months) <= _MONTHS_IN_A_YEAR
        and max(days) <= _DAYS_IN_A_MONTH
        and max(days) - min(days) >= _SPREAD_OF_DAYS
        and max(years) - min(years) <= _YEARS_OF_A_SCHOOL
    )
