"""Which cells of a column of names hold two children, by what the other cells tell of names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from leesloket.roster.cleaning import (
    BETWEEN_NAMES,
    MAX_CELL_LENGTH,
    IsFirstName,
    fold_first_name,
    fold_surname,
    has_two_first_names,
    has_two_whole_names,
    is_particle,
    names_two_children,
    whole_name_of_two,
)
from leesloket.roster.columns.common_names import is_common_first_name, is_common_surname
from leesloket.roster.model import Field

_SURELY: Mapping[Field, Callable[[str], bool]] = {
    Field.FIRST_NAME: names_two_children,
    Field.FULL_NAME: whole_name_of_two,
    Field.SURNAME_FIRST: partial(whole_name_of_two, surname_first=True),
}
_BY_FIRST_NAMES: Mapping[Field, Callable[[str, IsFirstName], bool]] = {
    Field.FIRST_NAME: has_two_first_names,
    Field.FULL_NAME: has_two_whole_names,
    Field.SURNAME_FIRST: partial(has_two_whole_names, surname_first=True),
}
_LETTERS_AT_LEAST = 2
MAY_HOLD_TWO = _SURELY.keys()
_SIGNS = (*BETWEEN_NAMES, "(en ")


def rows_of_two(what: Field, cells: Sequence[str]) -> Iterator[int]:
    """The cells with the names of two children where one should stand.

    Between other signs than `en` and `&` only names that surely are first names make two: those
    that others in the list are called by, or everybody knows, and that are nobody's surname.
    """
    joined = "\n".join(cells).lower()
    # Of two names with a comma between, nearly all lists of whole names have no other sign.
    if not (any(sign in joined for sign in _SIGNS) or _has_few_commas(what, joined, len(cells))):
        return
    is_surely, is_by_first_names = _SURELY[what], _BY_FIRST_NAMES[what]
    is_first_name: IsFirstName | None = None
    for at, text in enumerate(cells):
        lowered = text.lower()
        if len(text) > MAX_CELL_LENGTH or not (
            "," in text or any(sign in lowered for sign in _SIGNS)
        ):
            continue  # too long for a name is told by itself
        is_first_name = is_first_name or _first_names(what, cells)
        if is_surely(text) or is_by_first_names(text, is_first_name):
            yield at


def _has_few_commas(what: Field, joined: str, rows: int) -> bool:
    return what is Field.FULL_NAME and 0 < joined.count(",") < rows


def _first_names(what: Field, cells: Sequence[str]) -> IsFirstName:
    told = [_first_and_last(what, text) for text in cells if _is_of_one(text)]
    firsts = {fold_first_name(first) for first, _ in told}
    surnames = {fold_surname(last) for _, last in told if last}

    def is_first_name(word: str) -> bool:
        name = fold_first_name(word)
        if len(name) < _LETTERS_AT_LEAST or is_particle(word) or name in surnames:
            return False
        return name in firsts or (is_common_first_name(name) and not is_common_surname(name))

    return is_first_name


def _is_of_one(text: str) -> bool:
    lowered = text.lower()
    return not any(sign in lowered for sign in _SIGNS)


def _first_and_last(what: Field, text: str) -> tuple[str, str]:
    """The first name of a cell, one word, and the last word of the surname; or nothing."""
    if what is Field.FIRST_NAME:
        return (text.split() or [""])[0], ""
    before, comma, after = text.partition(",")
    if comma:
        return (after.split() or [""])[0], (before.split() or [""])[-1]
    words = text.split()
    if not words[1:]:
        return "", ""
    return (words[-1], words[0]) if what is Field.SURNAME_FIRST else (words[0], words[-1])
