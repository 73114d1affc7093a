"""The date that a cell means, in a column of which the order of day and month is known."""

from __future__ import annotations

import re
from datetime import date, timedelta

from leesloket.roster.cleaning.date_forms import ISO, PARTS, SERIAL, in_words, plain_date
from leesloket.roster.cleaning.date_orders import DateOrder, is_six_digits

_MIDNIGHT_IN_UTC = re.compile(r"[T ]2[23]:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?$")
_DAY_ALONE = 10
"""Characters: what is longer has a time behind it."""
_DIGITS = re.compile(r"^\d{7,8}$")
# The day before 1 January 1900, minus the day that Excel invented in February 1900.
_EPOCH_1900 = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 7306, 73050  # 1920 up to and including 2099
_OLDEST_YEAR = 1900
_ORDERS_OF_DIGITS = frozenset({"digits_dmy", "digits_mdy", "digits_ymd"})
_MONTHS_IN_A_YEAR = 12
_SHORT_YEAR = 2
"""Digits."""


def parse_date(value: str, *, order: DateOrder, as_of: date) -> date | None:
    """The date a cell means, or None when it is none.

    Two-digit years are the latest that is not after `as_of`.  Serial numbers count from 1900.
    In a column of two orders a date that could be either is none.
    """
    value = plain_date(value)
    found = ISO.match(value)
    if found:
        return _true_date(found, order)
    found = PARTS.match(value)
    if found and (order == "ymd" or (order == "digits_ymd" and len(found[3]) == _SHORT_YEAR)):
        return _date(_full_year(found[1], as_of), int(found[2]), int(found[3]))
    if found:
        parts = _in_order(int(found[1]), int(found[2]), order)
        return _date(_full_year(found[3], as_of), *parts) if parts else None
    written = in_words(value)
    if written:
        day, month, year = written
        return _date(_full_year(year, as_of), month, day)
    if order in _ORDERS_OF_DIGITS and is_six_digits(value):
        return _date_of_six(value.zfill(6), order, as_of)
    return _parse_digits(value, order=order)


def _date_of_six(digits: str, order: DateOrder, as_of: date) -> date | None:
    first, second, last = digits[:2], digits[2:4], digits[4:]
    if order == "digits_ymd":
        return _date(_full_year(first, as_of), int(second), int(last))
    day, month = (second, first) if order == "digits_mdy" else (first, second)
    return _date(_full_year(last, as_of), int(month), int(day))


def _true_date(found: re.Match[str], order: DateOrder) -> date | None:
    """A date with its year of four digits in front."""
    if order == "turned" and found[2] != found[3]:
        return None
    month, day = (found[3], found[2]) if order == "ydm" else (found[2], found[3])
    told = _date(int(found[1]), int(month), int(day))
    if told in {None, date.max} or len(found[0]) <= _DAY_ALONE:
        return told
    # Midnight in the Netherlands is 22 or 23 hours in UTC, on the day before.
    return told + timedelta(days=1) if _MIDNIGHT_IN_UTC.search(found[0]) else told


def _in_order(first: int, second: int, order: DateOrder) -> tuple[int, int] | None:
    """Month and day, or None when a column of two orders does not tell them apart."""
    if order == "mixed" and first <= _MONTHS_IN_A_YEAR >= second and first != second:
        return None
    month_first = second > _MONTHS_IN_A_YEAR if order == "mixed" else order in {"mdy", "digits_mdy"}
    return (first, second) if month_first else (second, first)


def _parse_digits(value: str, *, order: DateOrder) -> date | None:
    if found := SERIAL.match(value):
        serial = int(found[1])
        is_day = _FIRST_SERIAL <= serial <= _LAST_SERIAL
        return _EPOCH_1900 + timedelta(days=serial) if is_day else None
    if not _DIGITS.match(value):
        return None
    digits = value.zfill(8)
    if digits[:2] in {"19", "20"} and (found_date := _date_of_year_first(digits)):
        return found_date
    parts = _in_order(int(digits[:2]), int(digits[2:4]), order)
    return _date(int(digits[4:]), *parts) if parts else None


def _date_of_year_first(digits: str) -> date | None:
    return _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _full_year(year: str, as_of: date) -> int:
    number = int(year)
    if len(year) > _SHORT_YEAR:
        return number
    return 2000 + number if 2000 + number <= as_of.year else 1900 + number


def _date(year: int, month: int, day: int) -> date | None:
    if year < _OLDEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
