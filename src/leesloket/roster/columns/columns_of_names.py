"""Names in several columns: which is which, beside each other and by their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leesloket.roster.cleaning import clean_text
from leesloket.roster.columns.common_names import are_swapped
from leesloket.roster.columns.values import (
    Profile,
    begins_with_surnames,
    fits,
    holds_first_names,
    holds_surnames,
    shows_surname_first,
    tells_names_apart,
)
from leesloket.roster.model import Field, RawTable

NAMES = frozenset({Field.SURNAME, Field.FULL_NAME})
ANY_NAME = NAMES | {Field.SURNAME_FIRST, Field.FIRST_NAME, Field.GIVEN_NAMES, Field.INITIALS}
_ROWS_LOOKED_AT = 300
"""For common names, evenly over the list."""


def settle_whole_name(
    table: RawTable, fields: dict[int, Field], profiles: Sequence[Profile]
) -> None:
    """`Naam` is the surname beside a first name, unless it holds the first name as well."""
    column = next((at for at, field in fields.items() if field in NAMES), None)
    if column is None or len(NAMES.intersection(fields.values())) > 1:
        return
    first = next((at for at, field in fields.items() if field is Field.FIRST_NAME), None)
    if first is not None:
        whole = holds_first_names(table, whole=column, first=first)
    elif any(field in {Field.INITIALS, Field.GIVEN_NAMES} for field in fields.values()):
        whole = fields[column] is Field.FULL_NAME
    else:
        whole = fits(Field.FULL_NAME, profiles[column])
    fields[column] = Field.FULL_NAME if whole else Field.SURNAME


def settle_two_names(table: RawTable, fields: dict[int, Field]) -> list[int]:
    """Beside a whole name and without a first name a column of surnames says nothing new.

    Or it holds other names, a teacher's perhaps: then a person looks at both.
    """
    by_field = {field: column for column, field in fields.items()}
    if not by_field.keys() >= NAMES or not by_field.keys().isdisjoint(ANY_NAME - NAMES):
        return []
    whole, surname = by_field[Field.FULL_NAME], by_field[Field.SURNAME]
    del fields[surname]
    return [] if holds_surnames(table, whole=whole, surname=surname) else [whole, surname]


def settle_order_of_names(
    table: RawTable, fields: dict[int, Field], how: Mapping[int, str]
) -> list[int]:
    """The columns whose whole names do not show which word is the first name: a person says."""
    doubts = [
        at
        for at, field in fields.items()
        if field is Field.FULL_NAME and how[at] == "heading" and not tells_names_apart(table, at)
    ]
    swapped = [
        at
        for at, field in fields.items()
        if field is Field.FULL_NAME
        and how[at] == "heading"
        and at not in doubts
        and begins_with_surnames(table, at)
    ]
    for at in swapped:
        fields[at] = Field.SURNAME_FIRST
    for at in doubts:
        if shows_surname_first([row.cells[at] for row in table.rows if at < len(row.cells)]):
            fields[at] = Field.SURNAME_FIRST
    return [*doubts, *swapped]


def settle_swapped_names(
    table: RawTable, fields: dict[int, Field], how: Mapping[int, str]
) -> list[int]:
    """`Voornaam` above surnames and `Achternaam` above first names: a person says so, we propose.

    What was said of an earlier list is not asked again.
    """
    by_field = {field: column for column, field in fields.items() if how[column] == "heading"}
    first, surname = by_field.get(Field.FIRST_NAME), by_field.get(Field.SURNAME)
    if first is None or surname is None:
        return []
    some = table.rows[:: max(1, len(table.rows) // _ROWS_LOOKED_AT)]
    cells = [row.cells for row in some if max(first, surname) < len(row.cells)]
    firsts = [clean_text(row[first]) for row in cells]
    if not are_swapped(firsts, [clean_text(row[surname]) for row in cells]):
        return []
    fields[first], fields[surname] = Field.SURNAME, Field.FIRST_NAME
    return [first, surname]
