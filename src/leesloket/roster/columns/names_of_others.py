"""Names of somebody else in columns called as the child's are: a parent's, a teacher's.

Headings do not tell (`Voornaam` twice), but the cells do; a person looks at them.
"""

from __future__ import annotations

from collections.abc import Callable

from leesloket.roster.cleaning import (
    clean_text,
    fold,
    is_initials,
    is_particle,
    split_surname,
    split_whole_name,
)
from leesloket.roster.columns.draft import DraftMapping
from leesloket.roster.columns.raw_cells import cells_beside
from leesloket.roster.columns.values import fits
from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import field_for_heading, says_of_whom
from leesloket.roster.model import Field, RawTable

_MORE_OF_ONES_NAME = frozenset({Field.GIVEN_NAMES, Field.INITIALS})
_USED_NAMES = _MORE_OF_ONES_NAME | {Field.FIRST_NAME, Field.SURNAME, Field.FULL_NAME}
_ALIKE, _FEWEST = 0.3, 5
"""Who is called Sjaak may be Jacobus; of two people one in twelve begin with the same letter."""
_MOST, _NEARLY_ALL, _FEWEST_OTHERS = 0.5, 0.9, 2


def doubt_names_of_others(draft: DraftMapping) -> None:
    """Put in doubt what cannot all be of one child, and propose what its heading says is of it."""
    _doubt_what_the_heading_says_is_the_childs(draft)
    _doubt_whole_names_for_surnames(draft)
    _doubt_other_first_names(draft)
    _doubt_other_prefixes(draft)


def _doubt_other_first_names(draft: DraftMapping) -> None:
    """Given names or initials that begin otherwise than the first names beside them."""
    first = draft.headed(Field.FIRST_NAME)
    if first is None:
        return
    for at in draft.columns_of(_MORE_OF_ONES_NAME):
        headings = {fold_heading(draft.table.headings[one]) for one in (first, at)}
        fewest = _FEWEST if len(headings) > 1 else 1
        is_headed = draft.how[at] == "heading"
        if is_headed and _begin_otherwise(draft.table, at, first, fewest=fewest):
            draft.leave(at)
            draft.doubts.update((first, at))


def _begin_otherwise(table: RawTable, one: int, other: int, *, fewest: int) -> bool:
    """Whether hardly any row has a word in both that begins with the same letter."""
    letters = [
        (_letters(cell), _letters(beside)) for cell, beside in cells_beside(table.rows, one, other)
    ]
    both = [(here, there) for here, there in letters if here and there]
    alike = sum(not here.isdisjoint(there) for here, there in both)
    return len(both) >= fewest and alike < _ALIKE * len(both)


def _letters(cell: str) -> frozenset[str]:
    return frozenset(word[0] for word in fold(cell).split())


def _doubt_other_prefixes(draft: DraftMapping) -> None:
    """Prefixes beside names that have others inside: `de` beside `van Dijk`, more than once.

    Or none beside such names, nearly as often as there are prefixes: it is a parent's column.  Some
    names keep their prefix in any list (`de la Cruz`), and double ones (`van Dijk-Bos`); with a
    capital it is no prefix of a Dutch list (`Al Masri`, `De Smet`).
    """
    prefix = draft.headed(Field.PREFIX)
    if prefix is None:
        return
    for at in draft.columns_of({Field.SURNAME, Field.FULL_NAME}):
        split = split_surname if draft.fields[at] is Field.SURNAME else _prefix_and_surname
        beside = [
            (fold(cell), _prefix_inside(clean_text(name), split))
            for cell, name in cells_beside(draft.table.rows, prefix, at)
        ]
        others = sum(bool(inside) and told not in {"", inside} for told, inside in beside)
        none = sum(bool(inside) and not told for told, inside in beside)
        filled = sum(told != "" for told, _ in beside)
        is_of_others = filled > 0 and none >= max(_FEWEST, _MOST * filled)
        if others >= _FEWEST_OTHERS or is_of_others:
            draft.doubts.update((prefix, at))


def _prefix_inside(name: str, split: Callable[[str], tuple[str, str]]) -> str:
    """Folded; empty for a name without one, with a hyphen, or with a capital at it."""
    if " " not in name or "-" in name:
        return ""
    told = split(name)[0]
    return fold(told) if told and f" {told.lower()} " in f" {name} " else ""


def _prefix_and_surname(name: str) -> tuple[str, str]:
    whole = split_whole_name(name)
    return whole.prefix, whole.surname


def _doubt_whole_names_for_surnames(draft: DraftMapping) -> None:
    """`Naam` with first names that are not those of the child beside it."""
    surname = draft.headed(Field.SURNAME)
    if surname is None or draft.column_of(Field.FIRST_NAME) is None:
        return
    names = [name for name in draft.cells(surname) if name]
    if sum(map(_is_whole, names)) >= max(_FEWEST, _NEARLY_ALL * len(names)):
        draft.doubts.add(surname)


def _is_whole(name: str) -> bool:
    """Not `Bos-Vos`, `Bos - de Vries` or `Vries, A. de`: those are surnames."""
    words = clean_text(name).replace(",", " ").split()
    return "-" not in name and sum(not (is_particle(it) or is_initials(it)) for it in words) > 1


def _doubt_what_the_heading_says_is_the_childs(draft: DraftMapping) -> None:
    """`Kind` or `Leerling` above names that the columns in use do not have.

    Or a whole name that is passed over for a first name and a surname, and has neither.
    """
    used = draft.columns_of(_USED_NAMES)
    has_parts = draft.holds_any({Field.FIRST_NAME}) and draft.holds_any({Field.SURNAME})
    for at in range(len(draft.table.headings)):
        is_whole = has_parts and draft.fields.get(at) is Field.FULL_NAME
        beside = [other for other in used if other != at]
        if not (is_whole or _is_called_the_child(draft, at)) or not _are_others(
            draft.table, at, beside
        ):
            continue
        draft.doubts.update((at, *beside))
        if not draft.holds_any({Field.FIRST_NAME}):
            draft.propose(at, Field.FIRST_NAME)


def _is_called_the_child(draft: DraftMapping, at: int) -> bool:
    heading, seen = draft.table.headings[at], draft.profiles[at]
    return (
        at not in draft.fields
        and field_for_heading(heading) is Field.FULL_NAME
        and says_of_whom(heading)
        and seen.filled > 0
        and not seen.is_hardly_different
        and fits(Field.FIRST_NAME, seen)
    )


def _are_others(table: RawTable, column: int, used: list[int]) -> bool:
    """Whether most names of a column have no word of those in the columns that are used."""
    seen = others = 0
    for row in table.rows:
        cells = [fold(cell) for cell in row.cells]
        here = set(cells[column].split()) if column < len(cells) else set()
        if here:
            seen += 1
            there = {word for at in used if at < len(cells) for word in cells[at].split()}
            others += here.isdisjoint(there)
    return others > _MOST * seen
