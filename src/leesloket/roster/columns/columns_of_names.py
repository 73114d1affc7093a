"""Names in several columns: which is which, beside each other and by their values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from leesloket.roster.cleaning import clean_text, fold, is_initials, is_particle
from leesloket.roster.columns.common_names import (
    are_swapped,
    shows_first_names,
    shows_surnames,
)
from leesloket.roster.columns.raw_cells import cells_beside, cells_of, spread
from leesloket.roster.columns.values import (
    SAMPLE_SIZE,
    Profile,
    begins_with_surnames,
    fits,
    holds_surnames,
    shows_surname_first,
    tells_names_apart,
)
from leesloket.roster.headings import field_for_heading
from leesloket.roster.model import WHOLE_NAMES, Field, RawTable

NAMES = frozenset({Field.SURNAME, Field.FULL_NAME})
ANY_NAME = NAMES | {Field.SURNAME_FIRST, Field.FIRST_NAME, Field.GIVEN_NAMES, Field.INITIALS}
_BESIDE_CALL_NAMES = frozenset({Field.INITIALS, Field.GIVEN_NAMES})
_FIRST_OR_WHOLE = frozenset({Field.FIRST_NAME, Field.GIVEN_NAMES, *WHOLE_NAMES})
_MOST, _NEARLY_ALL = 0.5, 0.8
_LENGTHS_OF_NAMES = 3
_IN_ACCOUNTS = frozenset("._@0123456789")
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
        whole = _holds_first_names(table, whole=column, first=first)
    elif called := [at for at, field in fields.items() if field in _BESIDE_CALL_NAMES]:
        whole = fields[column] is Field.FULL_NAME or any(
            _holds_who_is_called(table, whole=column, called=at) for at in called
        )
    else:
        whole = fits(Field.FULL_NAME, profiles[column])
    fields[column] = Field.FULL_NAME if whole else Field.SURNAME


def _holds_first_names(table: RawTable, *, whole: int, first: int) -> bool:
    """Whether the cells of column `whole` contain the first name of column `first`, or initials."""
    seen = inside = 0
    for in_whole, in_first in cells_beside(spread(table.rows, SAMPLE_SIZE), whole, first):
        words, name = fold(in_whole).split(), fold(in_first).split()
        if words and name:
            seen += 1
            # A surname that is the first name too (Thijs Thijs) is no whole name.
            told = name[0] in words or _starts_with_initial(in_whole)
            inside += told and len(words) > len(name)
    return seen > 0 and inside >= _MOST * seen


def _starts_with_initial(value: str) -> bool:
    word = value.split(maxsplit=1)[0]
    return word[0].isupper() and is_initials(word) and not is_particle(word)


def _holds_who_is_called(table: RawTable, *, whole: int, called: int) -> bool:
    """Whether most cells of column `whole` hold a first name that begins as `called` does.

    `Vries, Anna de` beside `A.J.` or `Anna Jacoba`; but `Vries, A. de` is a surname.
    """
    seen = inside = 0
    for in_whole, in_called in cells_beside(table.rows, whole, called):
        letter = fold(in_called)[:1]
        names = in_whole.replace(",", " ").split()
        if letter and names:
            seen += 1
            told = [name for name in names if not (is_particle(name) or is_initials(name))]
            inside += len(told) > 1 and any(fold(name)[:1] == letter for name in told)
    return inside > _MOST * seen


def settle_two_names(table: RawTable, fields: dict[int, Field]) -> list[int]:
    """Beside a whole name and without a first name a column of surnames says nothing new.

    Or it holds other names, a teacher's perhaps: then a person looks at both.
    """
    by_field = {field: column for column, field in fields.items()}
    if not by_field.keys() >= NAMES or Field.FIRST_NAME in by_field:
        return []
    whole, surname = by_field[Field.FULL_NAME], by_field[Field.SURNAME]
    called = [by_field[field] for field in _BESIDE_CALL_NAMES if field in by_field]
    if called and not any(_holds_who_is_called(table, whole=whole, called=at) for at in called):
        return []
    del fields[surname]
    return [] if holds_surnames(table, whole=whole, surname=surname) else [whole, surname]


def settle_other_name(
    table: RawTable, fields: Mapping[int, Field], doubts: Collection[int]
) -> Mapping[int, Field]:
    """`Naam` beside `Achternaam`, and no first name anywhere: it may hold those, as a person says.

    `doubts` are the columns that both claim to be the surname.
    """
    by_field = {field: column for column, field in fields.items()}
    if by_field.get(Field.SURNAME) not in doubts or Field.FIRST_NAME in by_field:
        return {}
    others = [
        at for at in doubts if at not in fields and field_for_heading(table.headings[at]) in NAMES
    ]
    return dict.fromkeys(others, Field.FIRST_NAME) if len(others) == 1 else {}


def first_names_beside_initials(
    table: RawTable, fields: Mapping[int, Field], unknown: Iterable[int]
) -> Mapping[int, Field]:
    """`Roepnaamm` beside `Voorletters`: an unknown column whose cells begin as the initials do.

    The code of an account begins so too, but is not written as names are: `anna.vos`, `AV`, `AnVo`.
    """
    by_field = {field: column for column, field in fields.items()}
    initials = by_field.get(Field.INITIALS)
    if initials is None or not by_field.keys().isdisjoint(_FIRST_OR_WHOLE):
        return {}
    found = [
        at for at in unknown if _begins_as(table, at, initials) and _are_written_out(table, at)
    ]
    return {found[0]: Field.FIRST_NAME} if len(found) == 1 else {}


def names_by_common_ones(
    table: RawTable,
    present: AbstractSet[Field],
    unknown: Iterable[int],
    profiles: Sequence[Profile],
) -> Mapping[int, Field]:
    """The columns that hold first names and surnames, in a list whose headings name neither.

    Only where one column stands out; a teacher's name comes back in every row of the class.  Where
    a heading calls a column a name, and it could not be one, a person looks at that.
    """
    if any(field_for_heading(heading) in ANY_NAME - present for heading in table.headings):
        return {}
    of_many = [at for at in unknown if profiles[at].distinct > _MOST * profiles[at].filled]
    some = spread(table.rows, _ROWS_LOOKED_AT)
    cells = {at: [text for text in map(clean_text, cells_of(some, at)) if text] for at in of_many}
    found = {}
    for field, beside, shows in (
        (Field.FIRST_NAME, _FIRST_OR_WHOLE | {Field.INITIALS}, shows_first_names),
        (Field.SURNAME, NAMES | {Field.SURNAME_FIRST}, shows_surnames),
    ):
        told = [at for at in of_many if shows(cells[at])] if beside.isdisjoint(present) else []
        if len(told) == 1:
            found[told[0]] = field
    return found


def _begins_as(table: RawTable, column: int, initials: int) -> bool:
    told = cells_beside(table.rows, column, initials)
    folded = [(fold(name), fold(letters)) for name, letters in told]
    both = [(name, letters) for name, letters in folded if name and letters]
    alike = sum(name[0] == letters[0] and len(name) > 1 for name, letters in both)
    return bool(both) and alike > _NEARLY_ALL * len(both)


def _are_written_out(table: RawTable, column: int) -> bool:
    """Whether nearly all cells are words with a capital in front and none behind: `Anne-Fleur`.

    Or all are in capitals, and of several lengths, as abbreviations are not.
    """
    names = [name for name in cells_of(table.rows, column) if name]
    if "".join(names).isupper():
        return len(set(map(len, names))) >= _LENGTHS_OF_NAMES
    return sum(map(_is_written_out, names)) > _NEARLY_ALL * len(names)


def _is_written_out(name: str) -> bool:
    return name.istitle() and not (set(name) & _IN_ACCOUNTS)


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
        if shows_surname_first(cells_of(table.rows, at)):
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
    some = list(cells_beside(spread(table.rows, _ROWS_LOOKED_AT), first, surname))
    firsts = [clean_text(cell) for cell, _ in some]
    if not are_swapped(firsts, [clean_text(cell) for _, cell in some]):
        return []
    fields[first], fields[surname] = Field.SURNAME, Field.FIRST_NAME
    return [first, surname]
