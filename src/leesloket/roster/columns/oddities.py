"""Counts over a whole file that tell whether it is what it says it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from leesloket.roster.cleaning import fold, looks_like_date
from leesloket.roster.columns.cells import Sheet
from leesloket.roster.columns.fields import Values
from leesloket.roster.model import Field

_STAFF = frozenset(
    {
        *("team", "docententeam", "staf", "directie", "oop", "mt", "ib", "staff", "teacher"),
        *("teachers", "ouders", "vrijwilligers", "juf", "meester", "lkr"),
    }
)
_STAFF_WORD = re.compile(
    r"\b(?:(?:groeps|vak|gym)?leerkracht(?:en)?|leraar|leraren|lerares|docent(?:en|e)?"
    r"|(?:onderwys|klassen)assistent(?:en|e)?|personeel|personeelsleden|medewerkers?"
    r"|directeur|adjunct|concierge|intern begeleider|stagiaires?)\b"
)
"""In a folded text: without accents, ij written as y."""
_NOT_KNOWN = frozenset({"onbekend", "geen", "nvt", "n v t", "n.v.t.", "-", "?", "x", "leeg"})
_MAX_GROUP_LENGTH = 40
_YEARS_OUT_OF_STEP = 3
"""Repeating, skipping and special education make two at most, for most children of a school."""
_MIN_ROWS_IN_ORDER = 30
_MIN_DISTINCT_IN_ORDER = 4

# Two of these cannot both be in order over a whole file, unless one was sorted on its own.
_NEVER_BOTH_IN_ORDER = (
    (Field.SURNAME, Field.FIRST_NAME),
    (Field.SURNAME, Field.GROUP),
    (Field.SURNAME, Field.BIRTH_DATE),
    (Field.FIRST_NAME, Field.GROUP),
    (Field.FIRST_NAME, Field.BIRTH_DATE),
)


@dataclass(frozen=True, slots=True)
class Oddities:
    """What is strange in a file, in numbers of rows."""

    adults: int = 0
    staff_groups: int = 0
    shifted: int = 0
    """Rows with two cells or more that cannot stand in their columns."""
    in_order: tuple[Field, ...] = ()
    """Two columns that cannot both be in order, and are."""
    out_of_step: int = 0
    """Rows whose age does not fit the year group, among `ages_known`."""
    ages_known: int = 0


def find_oddities(sheet: Sheet, values: Values) -> Oddities:
    """Count what no good list has."""
    known = [years for years in values.out_of_step if years is not None]
    staff = {group for group in set(values.group) if _is_staff(fold(group))}
    return Oddities(
        adults=values.adults,
        staff_groups=sum(group in staff for group in values.group) if staff else 0,
        shifted=_shifted_rows(sheet, values),
        in_order=_in_order(values),
        out_of_step=sum(years >= _YEARS_OUT_OF_STEP for years in known),
        ages_known=len(known),
    )


def _is_staff(group: str) -> bool:
    return group in _STAFF or _STAFF_WORD.search(group) is not None


def _shifted_rows(sheet: Sheet, values: Values) -> int:
    """Rows where two cells or more cannot be what their column says."""
    numbers, dates = sheet.column(Field.PUPIL_NUMBER), sheet.column(Field.BIRTH_DATE)
    groups = set(values.group)
    no_groups = {group for group in groups if _is_no_group(group)}
    dates_as_group = {group for group in groups if looks_like_date(group)}
    wrong: Counter[int] = Counter()
    wrong.update(_rows_where(_has_no_digit, numbers))
    wrong.update(_rows_where(_has_no_digit, dates))
    wrong.update(_rows_where(_has_digits, values.first_name))
    wrong.update(_rows_where(_has_digits, values.surname))
    if no_groups:
        wrong.update(_rows_where(no_groups.__contains__, values.group))
    # One is enough: no name is a number or a date, no group a date where the birth date has none.
    for column in (values.surname, values.first_name):
        wrong.update(_rows_where(_is_number_or_date, column))
    if dates_as_group and any(dates):
        wrong.update(
            at
            for at, group in enumerate(values.group)
            if group in dates_as_group and not looks_like_date(dates[at])
        )
    return sum(count > 1 for count in wrong.values())


def _rows_where(is_wrong: Callable[[str], bool], column: Sequence[str]) -> list[int]:
    return [at for at, text in enumerate(column) if is_wrong(text)]


def _is_no_group(text: str) -> bool:
    return len(text) > _MAX_GROUP_LENGTH or looks_like_date(text)


def _has_no_digit(text: str) -> bool:
    # What ends in a digit is by far the most of numbers and dates.
    if text == "" or text[-1].isdigit() or any(sign.isdigit() for sign in text):
        return False
    return text.lower() not in _NOT_KNOWN


def _has_digits(text: str) -> bool:
    return not text.isalpha() and any(sign.isdigit() for sign in text)


def _in_order(values: Values) -> tuple[Field, ...]:
    """The first pair of columns that are both in order and cannot be."""
    if len(values.group) < _MIN_ROWS_IN_ORDER:
        return ()
    ordered = {
        Field.SURNAME: _is_in_order([text.casefold() for text in values.surname]),
        Field.FIRST_NAME: _is_in_order([text.casefold() for text in values.first_name]),
        Field.GROUP: _is_in_order([text.casefold() for text in values.group]),
        Field.BIRTH_DATE: _is_in_order([born.isoformat() for born in values.birth_date if born]),
    }
    for pair in _NEVER_BOTH_IN_ORDER:
        if all(ordered[what] for what in pair):
            return pair
    return ()


def _is_number_or_date(text: str) -> bool:
    return _has_digits(text) and (looks_like_date(text) or not any(sign.isalpha() for sign in text))


def _is_in_order(texts: Sequence[str]) -> bool:
    in_order = all(a <= b for a, b in pairwise(texts)) or all(a >= b for a, b in pairwise(texts))
    return in_order and len(set(texts)) >= _MIN_DISTINCT_IN_ORDER
