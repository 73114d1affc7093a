"""Dates of six digits, `171203`: what each pair is, told by a whole column or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

OrderOfDigits = Literal["digits_dmy", "digits_mdy", "digits_ymd"]

_SIX, _FEWEST_DIGITS = 6, 5
"""A number loses a zero in front: 31217 is 031217."""
_AT_LEAST, _NEARLY_ALL = 10, 0.9
_SOON_SEEN = 10
_MONTHS_IN_A_YEAR, _DAYS_IN_A_MONTH = 12, 31
_YEARS_OF_A_SCHOOL, _SPREAD_OF_DAYS, _FEWEST_MONTHS = 16, 20, 4

_PLACES: tuple[tuple[OrderOfDigits, int, int, int], ...] = (
    ("digits_dmy", 0, 1, 2),
    ("digits_mdy", 1, 0, 2),
    ("digits_ymd", 2, 1, 0),
)
"""Where day, month and year stand."""


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
    if many < max(_AT_LEAST, _NEARLY_ALL * len(told)):
        return None
    pairs = tuple({int(value[at : at + 2]) for value in digits} for at in (0, 2, 4))
    fitting = [
        order
        for order, day, month, year in _PLACES
        if _are_dates(pairs[day], pairs[month], pairs[year])
    ]
    return fitting[0] if len(fitting) == 1 else None


def _are_dates(days: set[int], months: set[int], years: set[int]) -> bool:
    return (
        min(months) >= 1
        and max(months) <= _MONTHS_IN_A_YEAR
        and len(months) >= _FEWEST_MONTHS
        and min(days) >= 1
        and max(days) <= _DAYS_IN_A_MONTH
        and max(days) - min(days) >= _SPREAD_OF_DAYS
        and max(years) - min(years) <= _YEARS_OF_A_SCHOOL
    )
