"""What a row changes of a known child.  A blank never erases; a name is a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from leesloket.roster.cleaning import (
    fold_first_name,
    fold_group,
    fold_number,
    is_letter_or_initials,
    year_groups_of,
)
from leesloket.roster.model import Field, FieldChange, KnownPupil, PupilRecord
from leesloket.roster.planning.spelling import (
    Spelling,
    is_lost_accent,
    is_short_for,
    joined,
    with_known_capitals,
)

_ORDINARY = Spelling()


def changes_between(
    record: PupilRecord, known: KnownPupil, *, spelling: Spelling = _ORDINARY
) -> tuple[tuple[FieldChange, ...], tuple[FieldChange, ...]]:
    """(changes, conflicts): a field that was edited by hand since is a conflict, not a change.

    What the `spelling` of the whole list does not tell stays as the register has it.
    """
    if spelling.in_one_size:
        record = with_known_capitals(record, known, spelling.in_one_size)
    found = tuple(_changes(record, known, spelling))
    if not spelling.has_accents:
        found = tuple(change for change in found if not is_lost_accent(change))
    if not known.edited_by_hand or not found:
        return found, ()
    return (
        tuple(change for change in found if change.field not in known.edited_by_hand),
        tuple(change for change in found if change.field in known.edited_by_hand),
    )


def _changes(record: PupilRecord, known: KnownPupil, spelling: Spelling) -> Iterator[FieldChange]:
    number = record.pupil_number
    # Zeros in front and a BRIN are one number written twice; the register keeps its own.
    if number != known.pupil_number and _is_other_number(number, known.pupil_number):
        yield FieldChange(Field.PUPIL_NUMBER, known.pupil_number, number)
    if record.first_name != known.first_name and _is_new_first_name(record, known, spelling):
        yield FieldChange(Field.FIRST_NAME, known.first_name, record.first_name)
    if record.surname != known.surname or record.prefix != known.prefix:
        yield from _surname_changes(record, known)
    if record.birth_date is not None and record.birth_date != known.birth_date:
        yield FieldChange(Field.BIRTH_DATE, _iso(known.birth_date), record.birth_date.isoformat())
    if record.group != known.group and _is_other_group(record.group, known.group):
        yield FieldChange(Field.GROUP, known.group, record.group)
    if record.year_group and record.year_group != known.year_group:
        yield FieldChange(Field.YEAR_GROUP, known.year_group, record.year_group)


def _is_other_number(number: str, before: str) -> bool:
    return number != "" and fold_number(number) != fold_number(before)


def _is_other_group(group: str, before: str) -> bool:
    return group != "" and fold_group(group) != fold_group(before)


def _is_new_first_name(record: PupilRecord, known: KnownPupil, spelling: Spelling) -> bool:
    if not record.first_name or (
        is_letter_or_initials(record.first_name)
        and known.first_name
        and not is_letter_or_initials(known.first_name)
    ):
        return False
    if known.first_name and known.first_name in _names_with_brackets(record.first_name):
        return False
    are_given = spelling.has_given_names or record.first_name == record.given_names
    if not are_given or not known.first_name:
        return True
    # A list with given names only does not know what the child is called.
    called = fold_first_name(known.first_name)
    return called not in {fold_first_name(name) for name in record.first_name.split()}


def _names_with_brackets(first_name: str) -> tuple[str, ...]:
    """`Anna` and `Johanna` of `Anna (Johanna)`: a child is called one of them, and known by it."""
    before, bracket, inside = first_name.partition(" (")
    return (before, inside.rstrip(")")) if bracket else ()


def _surname_changes(record: PupilRecord, known: KnownPupil) -> Iterator[FieldChange]:
    if not record.surname or (
        is_letter_or_initials(record.surname) and not is_letter_or_initials(known.surname)
    ):
        return
    if not record.prefix and record.surname == known.surname:
        return  # the file has no prefixes; the register knows better
    if joined(record.prefix, record.surname) == joined(known.prefix, known.surname):
        return  # one name, taken apart in two ways: El Amrani
    is_short = record.surname == known.surname and is_short_for(record.prefix, known.prefix)
    if record.prefix != known.prefix and not is_short:
        yield FieldChange(Field.PREFIX, known.prefix, record.prefix)
    if record.surname != known.surname:
        yield FieldChange(Field.SURNAME, known.surname, record.surname)


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def inferred_year_group(record: PupilRecord, known: KnownPupil, shift: int | None) -> str:
    """The year of a child in a combination group: the year after its last, or that one again.

    Empty when the group does not tell, or last year's year group does not fit into it.
    """
    years: Sequence[str] = year_groups_of(record.group)
    if not years or not known.year_group.isdigit():
        return ""
    if shift is not None:
        next_year = str(int(known.year_group) + shift)
        if next_year in years:
            return next_year
    return known.year_group if known.year_group in years else ""
