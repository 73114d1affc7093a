"""Dates as schools write them.  Day and month are told apart per column, never per cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from leesloket.roster.cleaning.digit_dates import (
    OrderOfDigits,
    is_six_digits,
    order_of_six_digits,
)

DateOrder = Literal["dmy", "mdy", "ymd", "ydm", "mixed", "turned"] | OrderOfDigits
"""`mixed`: the column writes both orders; `turned`: a spreadsheet took some for the other order.

`ymd` is for years of two digits (`14-05-12`), `ydm` for years of four (`2014-12-05`, 12 May).
"""

_ISO = re.compile(r"^(\d{4})[-/._\\](\d{1,2})[-/._\\](\d{1,2})(?:[T ]\d.*|Z|[+-]\d\d:\d\d)?$")
"""A day of XML may have a zone behind it (xs:date): `2014-05-12+02:00`."""
_MIDNIGHT_IN_UTC = re.compile(r"[T ]2[23]:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?$")
_LONGEST = 100
"""Characters: no date is longer, and to take apart thousands of marks takes seconds."""
_DAY_ALONE = 10
"""Characters: what is longer has a time behind it."""
_WEEKDAY = r"(?:(?i:ma|di|wo|do|vr|za|zo|(?:maan|dins|woens|donder|vrij|zater|zon)dag)\.?,?\s+)?"
_PARTS = re.compile(
    f"^{_WEEKDAY}"
    r"(\d{1,2})\s*[-/._\\ ]\s*(\d{1,2})\s*[-/._\\ ]\s*'?(\d{4}|\d{2})(?:[T ]+\d.*)?$"
)
_WORDS = re.compile(
    r"^(?:[a-z]{2,9}\.?,?\s+)?(\d{1,2})(?:de|ste|e|st|nd|rd|th)?[-. ]+([a-z]{3,10})\.?"
    r"[-. ]+'?(\d{4}|\d{2})$"
)
_GLUED = re.compile(r"^(\d{1,2})([a-z]{3,9})(\d{4})$")
_MONTH_IN_FRONT = re.compile(
    r"^(?:[a-z]{3,9},?\s+)?([a-z]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$"
)
_YEAR_IN_FRONT = re.compile(r"^(\d{4})[-. /]+([a-z]{3,10})\.?[-. /]+(\d{1,2})$")
_WITHOUT_YEAR = re.compile(
    r"^(?:\d{1,2}[-. /]+([a-z]{3,9})\.?|([a-z]{3,9})\.?[-. /]+\d{1,2})$", re.IGNORECASE
)
_SERIAL = re.compile(r"^(\d{5})(?:[.,]\d+)?$")
_DIGITS = re.compile(r"^\d{7,8}$")
_YEAR_LAST = re.compile(r"^(\d{1,2})(\d{2})((?:19|20)\d{2})$")
_DRESSED = re.compile(
    r"^(?:geb(?:oren)?\.?(?:\s+op)?\s*:?\s*|\*\s*)(?=\d)|(?<=\d{4})\s*[^\w\s()?]{1,3}$"
    r"|(?<=\d{4}),?\s+(?:te|in)\s+['\u2019]?[^\W\d_][^\d]*$",
    re.IGNORECASE,
)
"""`geb. 2-3-2017 te Ede`, `*2-3-2017`, `2-3-2017.`  Not `2-3-2017?` or `~2-3-2017`: who knows?"""
_AGE_BEHIND = re.compile(
    r"\s*\(\d{1,2}(?:\s*(?:jaar|jr)\.?)?\)$|\s*[\s,;/-]\s*\d{1,2}\s*(?:jaar|jr)\.?$"
)
_ENDS_OF_AN_AGE = (")", "r", ".")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-") | {
    ord("\u0131"): "i"
}
"""What word processors make of a hyphen; and the Turkish i without its dot, for the months."""

# The day before 1 January 1900, minus the day that Excel invented in February 1900.
_EPOCH_1900 = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 7306, 73050  # 1920 up to and including 2099
_OLDEST_YEAR = 1900
_ORDERS_OF_DIGITS = frozenset({"digits_dmy", "digits_mdy", "digits_ymd"})
_SHORT_YEAR = 2
"""Digits."""
_CLEAR_SHARE = 0.25
_MIXED_SHARE, _MIXED_AT_LEAST = 0.1, 2
_TURNED_AT_LEAST = 5
_YEAR_FIRST_AT_LEAST, _YEARS_OF_A_SCHOOL, _SPREAD_OF_DAYS = 10, 16, 20
_DAY_BEFORE_MONTH_AT_LEAST = 2
_MONTHS_IN_A_YEAR, _DAYS_IN_A_MONTH = 12, 31


def _numbered(*names_of_months: str) -> dict[str, int]:
    return {
        name: number
        for number, names in enumerate(names_of_months, start=1)
        for name in names.split()
    }


MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september"),
    *("oktober", "november", "december"),
)
_MONTHS = _numbered(*MONTHS) | _numbered(
    "jan january",
    "feb february",
    "mrt mar maa march",
    "apr",
    "may",
    "jun june",
    "jul july",
    "aug august",
    "sep sept",
    "okt oct october",
    "nov",
    "dec",
)
_MONTHS_ELSEWHERE = _MONTHS | _numbered(
    "januar janvier jannewaris ocak",
    "februar fevrier febrewaris subat",
    "marz maerz mars mart",
    "avril nisan",
    "mai maaie mayis",
    "juin juny haziran",
    "juillet july temmuz",
    "aout agustos",
    "septembre septimber eylul",
    "octobre ekim",
    "novembre novimber kasim",
    "dezember dez decembre desimber aralik",
)
"""German, French, Frisian and Turkish as well.  Only beside a year: `Mars 5` is a group."""


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
    for value in values:
        # Asked here too: nearly every date is plain, and a list has thousands.
        text = (
            value
            if value.isascii() and value[-1:].isdigit() and value[:1].isdigit()
            else _plain(value)
        )
        found = _PARTS.match(text) or _YEAR_LAST.match(text)
        if found:
            first, second, last = found.groups()
            total += 1
            first_above += int(first) > _MONTHS_IN_A_YEAR
            second_above += int(second) > _MONTHS_IN_A_YEAR
            parts[0].add(first)
            parts[1].add(second)
            parts[2].add(last)
        elif (found := _ISO.match(text)) is not None:
            true_dates.append((int(found[2]), int(found[3])))
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
    years, months, days = (sorted(map(int, numbers)) for numbers in (firsts, seconds, lasts))
    return (
        months[-1] <= _MONTHS_IN_A_YEAR
        and years[-1] - years[0] <= _YEARS_OF_A_SCHOOL
        and days[-1] - days[0] >= _SPREAD_OF_DAYS
        and days[-1] <= _DAYS_IN_A_MONTH
    )


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
    if not (value.isascii() and value[-1:].isdigit() and value[:1].isdigit()):
        value = _plain(value)
    found = _ISO.match(value)
    if found:
        return _true_date(found, order)
    found = _PARTS.match(value)
    if found and (order == "ymd" or (order == "digits_ymd" and len(found[3]) == _SHORT_YEAR)):
        return _date(_full_year(found[1], as_of), int(found[2]), int(found[3]))
    if found:
        parts = _in_order(int(found[1]), int(found[2]), order)
        return _date(_full_year(found[3], as_of), *parts) if parts else None
    written = _in_words(value)
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


def _in_words(value: str) -> tuple[int, int, str] | None:
    """Day, month and year of `12 mei 2014`, `12. Mai 2014`, `May 12, 2014` and `2014-mei-12`."""
    lowered = value.lower()
    if found := _WORDS.match(lowered) or _GLUED.match(lowered):
        day, month, year = found[1], found[2], found[3]
    elif found := _MONTH_IN_FRONT.match(lowered):
        day, month, year = found[2], found[1], found[3]
    elif found := _YEAR_IN_FRONT.match(lowered):
        day, month, year = found[3], found[2], found[1]
    else:
        return None
    return (int(day), _MONTHS_ELSEWHERE[month], year) if month in _MONTHS_ELSEWHERE else None


def _plain(value: str) -> str:
    """A cell with plain hyphens and letters, and without what stands before or behind the date."""
    if not value.isascii() and len(value) <= _LONGEST:
        letters = unicodedata.normalize("NFKD", value.lower()).translate(_DASHES)
        value = "".join(sign for sign in letters if not unicodedata.combining(sign))
    if value.endswith(_ENDS_OF_AN_AGE):
        value = _AGE_BEHIND.sub("", value)
    return _DRESSED.sub("", value)


def _in_order(first: int, second: int, order: DateOrder) -> tuple[int, int] | None:
    """Month and day, or None when a column of two orders does not tell them apart."""
    if order == "mixed" and first <= _MONTHS_IN_A_YEAR >= second and first != second:
        return None
    month_first = second > _MONTHS_IN_A_YEAR if order == "mixed" else order in {"mdy", "digits_mdy"}
    return (first, second) if month_first else (second, first)


def looks_like_date(value: str) -> bool:
    """Whether a cell has the form of a date; a bare number never has."""
    value = _plain(value)
    if _ISO.match(value) or _PARTS.match(value):
        return True
    return _in_words(value) is not None


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
    if found := _SERIAL.match(value):
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
