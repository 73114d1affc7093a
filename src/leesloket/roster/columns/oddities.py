"""Counts over a whole file that tell whether it is what it says it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from leesloket.roster.cleaning import fold
from leesloket.roster.columns.cells import Sheet
from leesloket.roster.columns.fields import Values
from leesloket.roster.columns.staff import is_staff
from leesloket.roster.model import Field, Origin

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

    adults: frozenset[Origin] = frozenset()
    """The rows with the birth date of an adult: a teacher, or a child whose year was mistyped."""
    staff_groups: int = 0
    shifted: int = 0
    """Rows with two cells or more that cannot stand in their columns."""
    in_order: tuple[Field, ...] = ()
    """Two columns that cannot both be in order, and are."""
    out_of_step: int = 0
    """Rows whose age does not fit the year group, among `ages_known`."""
    ages_known: int = 0


def find_oddities(
    sheet: Sheet, values: Values, *, shifted: int, below_staff: Collection[int] = ()
) -> Oddities:
    """Count what no good list has; `shifted` is the number of such rows.

    Staff is known by its group, by a status (`Functie`) of its own, or stands in the rows
    `below_staff`, below a title.
    """
    known = [years for years in values.out_of_step if years is not None]
    statuses = sheet.column(Field.STATUS)
    staff = {text for text in {*values.group, *statuses} if is_staff(fold(text))}
    return Oddities(
        adults=frozenset(sheet.table.rows[at].origin for at in values.adults),
        staff_groups=len(_staff_rows(staff, values.group, statuses).union(below_staff)),
        shifted=shifted,
        in_order=_in_order(values),
        out_of_step=sum(years >= _YEARS_OUT_OF_STEP for years in known),
        ages_known=len(known),
    )


def _staff_rows(staff: set[str], groups: Sequence[str], statuses: Sequence[str]) -> set[int]:
    if not staff:
        return set()
    told = enumerate(zip(groups, statuses, strict=True))
    return {at for at, (group, status) in told if group in staff or status in staff}


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
    in_order = all(a <= b for a, b in pairwise(texts)) or all(a >= b for a, b in pairwise(texts))
    return in_order and len(set(texts)) >= _MIN_DISTINCT_IN_ORDER
