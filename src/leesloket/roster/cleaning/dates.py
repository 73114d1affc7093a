"""Dates as schools write them.  Day and month are told apart per column, never per cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

DateOrder = Literal["dmy", "mdy", "mixed", "turned"]
"""`mixed`: the column writes both orders; `turned`: a spreadsheet took some for the other order."""

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d.*)?$")
_MIDNIGHT_IN_UTC = re.compile(r"[T ]2[23]:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)$")
_PARTS = re.compile(r"^(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*'?(\d{4}|\d{2})(?:[T ]+\d.*)?$")
_WORDS = re.compile(r"^(?:[a-z]{2,9}\.?,?\s+)?(\d{1,2})[-. ]+([a-z]{3,9})\.?[-. ]+'?(\d{4}|\d{2})$")
_WITHOUT_YEAR = re.compile(
    r"^(?:\d{1,2}[-. /]+([a-z]{3,9})\.?|([a-z]{3,9})\.?[-. /]+\d{1,2})$", re.IGNORECASE
)
_SERIAL = re.compile(r"^(\d{5})(?:[.,]\d+)?$")
_DIGITS = re.compile(r"^\d{7,8}$")

# The day before 1 January 1900, minus the day that Excel invented in February 1900.
_EPOCH_1900 = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 7306, 73050  # 1920 up to and including 2099
_OLDEST_YEAR = 1900
_CLEAR_SHARE = 0.25
_MIXED_SHARE, _MIXED_AT_LEAST = 0.1, 2
_TURNED_AT_LEAST = 5
_MONTHS_IN_A_YEAR = 12

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb february",
            "maart mrt mar maa march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}


def decide_date_order(values: Iterable[str]) -> DateOrder:
    """Whether a column writes day-month or month-day: the side on which numbers above 12 stand.

    A column that does not tell is Dutch, day first; a few mistyped months do not turn it around.
    Where both sides have such numbers no cell can be trusted that could be read either way.
    """
    first_above = second_above = total = 0
    days_of_true_dates: list[int] = []
    for value in values:
        found = _PARTS.match(value)
        if found:
            total += 1
            first_above += int(found[1]) > _MONTHS_IN_A_YEAR
            second_above += int(found[2]) > _MONTHS_IN_A_YEAR
        elif (found := _ISO.match(value)) is not None:
            days_of_true_dates.append(int(found[3]))
    if _is_turned(days_of_true_dates, first_above, total):
        return "turned"
    fewest = min(first_above, second_above)
    if fewest >= max(_MIXED_AT_LEAST, _MIXED_SHARE * total):
        return "mixed"
    # Of real dates three in five have a day above 12.
    month_first = second_above > first_above and second_above >= _CLEAR_SHARE * total
    return "mdy" if month_first else "dmy"


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


def parse_date(value: str, *, order: DateOrder, as_of: date) -> date | None:
    """The date a cell means, or None when it is none.

    Two-digit years are the latest that is not after `as_of`.  Serial numbers count from 1900.
    In a column of two orders a date that could be either is none.
    """
    found = _ISO.match(value)
    if found:
        if order == "turned" and found[2] != found[3]:
            return None
        day = _date(int(found[1]), int(found[2]), int(found[3]))
        # Midnight in the Netherlands is 22 or 23 hours in UTC, on the day before.
        return day + timedelta(days=1) if day and _MIDNIGHT_IN_UTC.search(value) else day
    found = _PARTS.match(value)
    if found:
        parts = _in_order(int(found[1]), int(found[2]), order)
        return _date(_full_year(found[3], as_of), *parts) if parts else None
    found = _WORDS.match(value.lower())
    if found:
        return _date(_full_year(found[3], as_of), _MONTHS.get(found[2], 0), int(found[1]))
    return _parse_digits(value, order=order)


def _in_order(first: int, second: int, order: DateOrder) -> tuple[int, int] | None:
    """Month and day, or None when a column of two orders does not tell them apart."""
    if order == "mixed" and first <= _MONTHS_IN_A_YEAR >= second and first != second:
        return None
    month_first = second > _MONTHS_IN_A_YEAR if order == "mixed" else order == "mdy"
    return (first, second) if month_first else (second, first)


def looks_like_date(value: str) -> bool:
    """Whether a cell has the form of a date; a bare number never has."""
    if _ISO.match(value) or _PARTS.match(value):
        return True
    found = _WORDS.match(value.lower())
    return found is not None and found[2] in _MONTHS


def looks_like_day(value: str) -> bool:
    """Whether a cell is a date, or one without its year as a spreadsheet shows it: `5-jun`."""
    if looks_like_date(value):
        return True
    found = _WITHOUT_YEAR.match(value)
    return found is not None and (found[1] or found[2]).lower() in _MONTHS


def looks_like_serial(value: str) -> bool:
    """Whether a cell can be a spreadsheet's serial number of a pupil's birth date (1990-2035)."""
    found = _SERIAL.match(value)
    return found is not None and 32874 <= int(found[1]) <= 49673  # noqa: PLR2004 - see docstring


def _parse_digits(value: str, *, order: DateOrder) -> date | None:
    found = _SERIAL.match(value)
    if found:
        serial = int(found[1])
        if _FIRST_SERIAL <= serial <= _LAST_SERIAL:
            return _EPOCH_1900 + timedelta(days=serial)
        return None
    if not _DIGITS.match(value):
        return None
    digits = value.zfill(8)
    if digits[:2] in {"19", "20"} and (found_date := _date_of_year_first(digits)):
        return found_date
    day, month = (digits[2:4], digits[:2]) if order == "mdy" else (digits[:2], digits[2:4])
    return _date(int(digits[4:]), int(month), int(day))


def _date_of_year_first(digits: str) -> date | None:
    return _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _full_year(year: str, as_of: date) -> int:
    number = int(year)
    if len(year) > 2:  # noqa: PLR2004 - digits
        return number
    return 2000 + number if 2000 + number <= as_of.year else 1900 + number


def _date(year: int, month: int, day: int) -> date | None:
    if year < _OLDEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
