"""Headings with a typing mistake: what they almost say.  Whoever uses this asks a person."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache

from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import (
    FIELD_BY_FOLDED,
    NAME_FIELDS,
    field_for_heading,
    is_forbidden,
    is_heading,
    is_needless,
)
from leesloket.roster.model import Field

_LETTERS_AT_LEAST, _ALIKE = 6, 0.85
"""Of a heading with a typing mistake, and its likeness to the word: one letter, or two of a long
one.  Of shorter ones another word is as near: `naar`, `leeg`, `kast`."""
_LETTERS_AT_MOST = 30
_WORDS = tuple(word for word in FIELD_BY_FOLDED if len(word) >= _LETTERS_AT_LEAST)
_FEWEST_FIELDS, _CELLS_AT_MOST = 3, 20
_MOST = 0.6
"""Of the filled cells of a line of headings: the others are the school's own."""


@lru_cache(maxsize=1024)
def field_of_misspelt(heading: str) -> Field | None:
    """The field of the one word of ours that a heading is nearly: `Achternaan`; else None."""
    folded = fold_heading(heading)
    if not _LETTERS_AT_LEAST <= len(folded) <= _LETTERS_AT_MOST:
        return None
    if is_forbidden(heading) or is_needless(heading):
        return None
    near = get_close_matches(folded, _WORDS, n=1, cutoff=_ALIKE)
    return FIELD_BY_FOLDED[near[0]] if near else None


def are_misspelt_headings(cells: Sequence[str]) -> bool:
    """Whether a line can only be the headings of pupils, some with typing mistakes.

    They tell three fields, a name among them, and no cell has a digit: looked at are few lines.
    """
    filled = [cell for cell in cells if cell and not cell.isspace()]
    if not _FEWEST_FIELDS <= len(filled) <= _CELLS_AT_MOST:
        return False
    if any(sign.isdigit() for cell in filled for sign in cell):
        return False
    told = [field_for_heading(cell) or field_of_misspelt(cell) for cell in filled]
    fields = {field for field in told if field is not None}
    known = sum(
        field is not None or is_heading(cell) for cell, field in zip(filled, told, strict=True)
    )
    return (
        len(fields) >= _FEWEST_FIELDS
        and not fields.isdisjoint(NAME_FIELDS)
        and known >= _MOST * len(filled)
    )
