"""Rows whose cells stand under the wrong heading: nobody guesses where they belong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from leesloket.roster.cleaning import is_not_known, looks_like_date
from leesloket.roster.columns.cells import Sheet
from leesloket.roster.columns.fields import Values
from leesloket.roster.model import Field

_MAX_GROUP_LENGTH = 40
_DIGITS_OF_A_DATE = 5
"""At least: a serial number, or day, month and year without signs."""
_DIGIT = re.compile("[\\d\u00b2\u00b3\u00b9\u2070-\u2089]")
_MARK = "x"
"""A cross in a column of numbers or dates: not known, or not needed."""


def shifted_rows(sheet: Sheet, values: Values) -> frozenset[int]:
    """Rows, by index, where two cells or more cannot be what their column says."""
    numbers, dates = sheet.column(Field.PUPIL_NUMBER), sheet.column(Field.BIRTH_DATE)
    told = sheet.column(Field.GROUP)
    groups = set(told)
    no_groups = {group for group in groups if _is_no_group(group)}
    dates_as_group = {group for group in groups if looks_like_date(group)}
    wrong: Counter[int] = Counter()
    wrong.update(_rows_where(_has_no_digit, numbers))
    wrong.update(_rows_where(_has_no_digit, dates))
    wrong.update(_rows_where(_has_digits, values.first_name))
    wrong.update(_rows_where(_has_digits, values.surname))
    if no_groups:
        wrong.update(_rows_where(no_groups.__contains__, told))
    # One is enough: no name is a number or a date, no group a date where the birth date has none.
    for column in (values.surname, values.first_name):
        wrong.update(_rows_where(_is_number_or_date, column))
    if dates_as_group and any(dates):
        wrong.update(
            at
            for at, group in enumerate(told)
            if group in dates_as_group and not _may_be_date(dates[at])
        )
    return frozenset(at for at, count in wrong.items() if count > 1)


def _rows_where(is_wrong: Callable[[str], bool], column: Sequence[str]) -> list[int]:
    return [at for at, text in enumerate(column) if is_wrong(text)]


def _is_no_group(text: str) -> bool:
    return len(text) > _MAX_GROUP_LENGTH or looks_like_date(text)


def _may_be_date(text: str) -> bool:
    return looks_like_date(text) or (text.isdigit() and len(text) >= _DIGITS_OF_A_DATE)


def _has_no_digit(text: str) -> bool:
    # What ends in a digit is by far the most of numbers and dates.
    if text == "" or text[-1].isdigit() or _DIGIT.search(text):
        return False
    return text.lower() != _MARK and not is_not_known(text)


def _has_digits(text: str) -> bool:
    return not text.isalpha() and _DIGIT.search(text) is not None


def _is_number_or_date(text: str) -> bool:
    return _has_digits(text) and (looks_like_date(text) or not any(sign.isalpha() for sign in text))
