"""What the cells of columns of names tell: who is called what, alone and beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leesloket.roster.cleaning import (
    clean_text,
    fold,
    is_initials,
    is_particle,
    stands_surname_first,
    without_brackets,
    without_note,
)
from leesloket.roster.columns.common_names import are_swapped
from leesloket.roster.columns.raw_cells import cells_beside, cells_of, spread
from leesloket.roster.columns.values import SAMPLE_SIZE
from leesloket.roster.model import RawTable

_MOST, _NEARLY_ALL = 0.5, 0.8
_SURNAMES_FIRST = 2
"""Names; one may be a slip."""
_NO_NAME_HAS = frozenset(";/|\\\u2022\u00b7*()")
_IN_THE_MIDDLE = re.compile(r"(?<=\w)\s\([^()]*\)(?=\s\w)")
"""A call name between brackets, between the first name and the surname."""
_LENGTHS_OF_NAMES = 3
_IN_ACCOUNTS = frozenset("._@0123456789")


# --- one column of whole names -------------------------------------------------------------------


def tells_names_apart(cells: Sequence[str]) -> bool:
    """Whether the whole names of a column show which word is the first name.

    Without a comma the first name comes first; two names that start with a prefix or a surname in
    capitals say that it does not.  Signs that no name has (`Berg; Jan`) part them too; so do
    brackets (`Berg (Jan)`, `Berg (van den) Jan`), but a call name's (`Jan (Jantje) Berg`).
    """
    names = [without_note(name) if name[-1:] == ")" else name for name in map(clean_text, cells)]
    if shows_surname_first(names) or sum(map(_has_prefix_in_brackets, names)) >= _SURNAMES_FIRST:
        return False
    odd = sum(map(_has_odd_signs, names))
    return odd < max(1, _MOST * len(names))


def _has_prefix_in_brackets(name: str) -> bool:
    """`Jan (van den) Berg` and `Berg (van den) Jan` look the same."""
    return "," not in name and without_brackets(name) != name


def _has_odd_signs(name: str) -> bool:
    if _NO_NAME_HAS.isdisjoint(name):
        return False
    surname, comma, first = without_brackets(name).partition(",")
    if comma:
        name = surname + first.replace("(", "").replace(")", "")
    elif not _has_prefix_in_brackets(name):
        name = _IN_THE_MIDDLE.sub("", name)
    return not _NO_NAME_HAS.isdisjoint(name)


def begins_with_surnames(table: RawTable, column: int) -> bool:
    """Whether common names say that whole names without a comma begin with the surname: `Bos Emma`.

    Only a list with hardly a prefix needs this: `Dijk Emma van` tells it by itself.
    """
    cells = cells_of(spread(table.rows, SAMPLE_SIZE), column)
    words = [told for cell in cells if "," not in cell and len(told := cell.split()) > 1]
    return are_swapped([told[0] for told in words], [told[-1] for told in words])


def shows_surname_first(names: Sequence[str]) -> bool:
    """Whether whole names begin with their surnames, as a prefix or capitals in front tell."""
    return sum(map(stands_surname_first, names)) >= _SURNAMES_FIRST


# --- two columns beside each other ---------------------------------------------------------------


def holds_surnames(table: RawTable, *, whole: int, surname: int) -> bool:
    """Whether column `whole` has in every cell the name of column `surname`: there is no other."""
    seen = inside = 0
    for in_whole, in_surname in cells_beside(table.rows, whole, surname):
        words, name = fold(in_whole).split(), fold(in_surname).split()
        if words and name:
            seen += 1
            inside += set(name) <= set(words)
    return seen > 0 and inside >= _NEARLY_ALL * seen


def holds_first_names(table: RawTable, *, whole: int, first: int) -> bool:
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


def holds_who_is_called(table: RawTable, *, whole: int, called: int) -> bool:
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


def begin_as_initials(table: RawTable, column: int, *, initials: int) -> bool:
    """Whether nearly all cells of a column begin with the first letter of the initials beside."""
    told = cells_beside(table.rows, column, initials)
    folded = [(fold(name), fold(letters)) for name, letters in told]
    both = [(name, letters) for name, letters in folded if name and letters]
    alike = sum(name[0] == letters[0] and len(name) > 1 for name, letters in both)
    return bool(both) and alike > _NEARLY_ALL * len(both)


def are_written_out(cells: Sequence[str]) -> bool:
    """Whether nearly all cells are words with a capital in front and none behind: `Anne-Fleur`.

    Or all are in capitals, and of several lengths, as abbreviations are not.
    """
    names = [name for name in cells if name]
    if "".join(names).isupper():
        return len(set(map(len, names))) >= _LENGTHS_OF_NAMES
    return sum(map(_is_written_out, names)) > _NEARLY_ALL * len(names)


def _is_written_out(name: str) -> bool:
    return name.istitle() and not (set(name) & _IN_ACCOUNTS)
