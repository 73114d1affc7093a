"""Counts over a whole file that tell whether it is what it says it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from leesloket.roster.cleaning import fold, looks_like_date
from leesloket.roster.columns.cells import Sheet
from leesloket.roster.columns.fields import Values, years_out_of_step
from leesloket.roster.model import Field

_STAFF = frozenset(
    {
        *("leerkracht", "leerkrachten", "personeel", "team", "docent", "docenten", "staf"),
        *("directie", "medewerker", "medewerkers", "oop", "onderwijzend personeel", "staff"),
        *("teacher", "teachers", "ouders", "vrijwilligers", "leraren", "leraar", "juf", "meester"),
    }
)
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
    out_of_step = ages_known = 0
    for born, year in zip(values.birth_date, values.year_group, strict=True):
        if born is not None and year:
            ages_known += 1
            out_of_step += years_out_of_step(born, year, sheet.as_of) >= _YEARS_OUT_OF_STEP
    return Oddities(
        adults=values.adults,
        staff_groups=sum(fold(group) in _STAFF for group in values.group),
        shifted=_shifted_rows(sheet, values),
        in_order=_in_order(values),
        out_of_step=out_of_step,
        ages_known=ages_known,
    )


def _shifted_rows(sheet: Sheet, values: Values) -> int:
    """Rows where two cells or more cannot be what their column says."""
    raw_numbers = sheet.column(Field.PUPIL_NUMBER)
    raw_dates = sheet.column(Field.BIRTH_DATE)
    shifted = 0
    for at, group in enumerate(values.group):
        wrong = (
            _has_no_digit(raw_numbers[at])
            + _has_no_digit(raw_dates[at])
            + _has_digits(values.first_name[at])
            + _has_digits(values.surname[at])
            + (len(group) > _MAX_GROUP_LENGTH or looks_like_date(group))
        )
        shifted += wrong > 1
    return shifted


def _has_no_digit(text: str) -> bool:
    return text != "" and not any(sign.isdigit() for sign in text)


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


def _is_in_order(texts: Sequence[str]) -> bool:
    if len(set(texts)) < _MIN_DISTINCT_IN_ORDER:
        return False
    pairs = list(pairwise(texts))
    return all(a <= b for a, b in pairs) or all(a >= b for a, b in pairs)
