"""Which columns hold the parts of a name, where headings leave it open or say it wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from leesloket.roster.cleaning import clean_text
from leesloket.roster.columns.cells_of_names import (
    are_written_out,
    begin_as_initials,
    begins_with_surnames,
    holds_first_names,
    holds_surnames,
    holds_who_is_called,
    shows_surname_first,
    tells_names_apart,
)
from leesloket.roster.columns.common_names import (
    are_swapped,
    shows_first_names,
    shows_surnames,
)
from leesloket.roster.columns.draft import DraftMapping
from leesloket.roster.columns.raw_cells import cells_beside, cells_of, spread
from leesloket.roster.columns.values import fits
from leesloket.roster.headings import field_for_heading
from leesloket.roster.model import WHOLE_NAMES, Field

NAMES = frozenset({Field.SURNAME, Field.FULL_NAME})
ANY_NAME = NAMES | {Field.SURNAME_FIRST, Field.FIRST_NAME, Field.GIVEN_NAMES, Field.INITIALS}
_BESIDE_CALL_NAMES = frozenset({Field.INITIALS, Field.GIVEN_NAMES})
_FIRST_OR_WHOLE = frozenset({Field.FIRST_NAME, Field.GIVEN_NAMES, *WHOLE_NAMES})
_MOST = 0.5
_ROWS_LOOKED_AT = 300
"""For common names, evenly over the list."""


def settle_whole_name(draft: DraftMapping) -> None:
    """`Naam` is the surname beside a first name, unless it holds the first name as well."""
    names = draft.columns_of(NAMES)
    if len(names) != 1:
        return
    [column] = names
    first = draft.column_of(Field.FIRST_NAME)
    if first is not None:
        whole = holds_first_names(draft.table, whole=column, first=first)
    elif called := draft.columns_of(_BESIDE_CALL_NAMES):
        whole = draft.fields[column] is Field.FULL_NAME or any(
            holds_who_is_called(draft.table, whole=column, called=at) for at in called
        )
    else:
        whole = fits(Field.FULL_NAME, draft.profiles[column])
    draft.fields[column] = Field.FULL_NAME if whole else Field.SURNAME


def settle_two_names(draft: DraftMapping) -> None:
    """Beside a whole name and without a first name a column of surnames says nothing new.

    Or it holds other names, a teacher's perhaps: then a person looks at both.
    """
    whole, surname = draft.column_of(Field.FULL_NAME), draft.column_of(Field.SURNAME)
    if whole is None or surname is None or draft.column_of(Field.FIRST_NAME) is not None:
        return
    called = draft.columns_of(_BESIDE_CALL_NAMES)
    if called and not any(
        holds_who_is_called(draft.table, whole=whole, called=at) for at in called
    ):
        return
    draft.leave(surname)
    if not holds_surnames(draft.table, whole=whole, surname=surname):
        draft.doubts.update((whole, surname))


def settle_other_name(draft: DraftMapping) -> None:
    """`Naam` beside `Achternaam`, and no first name anywhere: it may hold those, as a person says.

    Both claim to be the surname, and are in doubt.
    """
    if draft.column_of(Field.SURNAME) not in draft.doubts or draft.holds_any({Field.FIRST_NAME}):
        return
    others = [
        at
        for at in draft.doubts - draft.fields.keys()
        if field_for_heading(draft.table.headings[at]) in NAMES
    ]
    if len(others) == 1:
        draft.use(others[0], Field.FIRST_NAME, "heading")


def first_names_beside_initials(draft: DraftMapping, unknown: Iterable[int]) -> Mapping[int, Field]:
    """`Roepnaamm` beside `Voorletters`: an unknown column whose cells begin as the initials do.

    The code of an account begins so too, but is not written as names are: `anna.vos`, `AV`, `AnVo`.
    """
    initials = draft.column_of(Field.INITIALS)
    if initials is None or draft.holds_any(_FIRST_OR_WHOLE):
        return {}
    found = [
        at
        for at in unknown
        if begin_as_initials(draft.table, at, initials=initials)
        and are_written_out(draft.cells(at))
    ]
    return {found[0]: Field.FIRST_NAME} if len(found) == 1 else {}


def names_by_common_ones(
    draft: DraftMapping, present: AbstractSet[Field], unknown: Iterable[int]
) -> Mapping[int, Field]:
    """The columns that hold first names and surnames, in a list whose headings name neither.

    Only where one column stands out; a teacher's name comes back in every row of the class.  Where
    a heading calls a column a name, and it could not be one, a person looks at that.  `present` are
    the fields that have a column, or are proposed for one.
    """
    if any(field_for_heading(heading) in ANY_NAME - present for heading in draft.table.headings):
        return {}
    of_many = [
        at for at in unknown if draft.profiles[at].distinct > _MOST * draft.profiles[at].filled
    ]
    some = spread(draft.table.rows, _ROWS_LOOKED_AT)
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


def settle_order_of_names(draft: DraftMapping) -> None:
    """Whole names of which no comma or prefix shows the first name, or that begin with surnames.

    We propose which it is, and a person says.
    """
    whole = draft.headed(Field.FULL_NAME)
    if whole is None:
        return
    are_clear = tells_names_apart(draft.cells(whole))
    surname_first = (
        begins_with_surnames(draft.table, whole)
        if are_clear
        else shows_surname_first(draft.cells(whole))
    )
    if surname_first:
        draft.fields[whole] = Field.SURNAME_FIRST
    if surname_first or not are_clear:
        draft.doubts.add(whole)


def settle_swapped_names(draft: DraftMapping) -> None:
    """`Voornaam` above surnames and `Achternaam` above first names: a person says so, we propose.

    What was said of an earlier list is not asked again.
    """
    first, surname = draft.headed(Field.FIRST_NAME), draft.headed(Field.SURNAME)
    if first is None or surname is None:
        return
    some = list(cells_beside(spread(draft.table.rows, _ROWS_LOOKED_AT), first, surname))
    firsts = [clean_text(cell) for cell, _ in some]
    if are_swapped(firsts, [clean_text(cell) for _, cell in some]):
        draft.fields[first], draft.fields[surname] = Field.SURNAME, Field.FIRST_NAME
        draft.doubts.update((first, surname))
