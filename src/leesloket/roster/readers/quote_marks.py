"""Marks that a system put around or before every cell of a column, and that nobody typed.

A spreadsheet is told by an apostrophe that a cell is text (`'004711`); some exports write it out,
and some files put a quote around every value once too often.  A word processor counts the names of
a list (`1. Jan Bos`), and what is copied from it has the numbers in its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from leesloket.roster.readers.grid import Line

_APOSTROPHE = "'"
_QUOTES = (
    *(("'", "'"), ('"', '"'), ("\u2018", "\u2019"), ("\u201c", "\u201d")),
    *(("\u201e", "\u201d"), ("\u201e", "\u201c"), ("\u00ab", "\u00bb"), ("^", "^"), ("~", "~")),
)
"""Opening and closing.  A database may be told to take a sign that no text has."""
_OPENING = tuple(quotes[0] for quotes in _QUOTES)
_FEWEST, _FEWEST_OF_LETTERS = 2, 5
"""Cells: a few names can all begin with an apostrophe, a few numbers cannot."""

_COUNTED = re.compile(r"\s*(\d{1,4})[.)]\s*(?=[^\W\d_]|['\u2019])")

_OF_THE_NAME = frozenset({"'t", "'s", "'n", "'d"})
"""An apostrophe that belongs: `'t Hart`, and a column of prefixes that holds nothing but these."""


def without_quote_marks(lines: Sequence[Line], width: int) -> Sequence[Line]:
    """The lines without such marks.  Only where every filled cell of a column has them."""
    marked: dict[int, Mapping[str, str]] = {}
    for at in _may_be_marked(lines, width):
        left = _left_of([cell for cell in _column(lines, at) if cell.strip()])
        if left:
            marked[at] = left
    if not marked:
        return lines
    return [Line(number, _without(cells, marked)) for number, cells in lines]


def _may_be_marked(lines: Sequence[Line], width: int) -> list[int]:
    """The columns whose first filled cell starts with a mark: nearly always none."""
    firsts = (next(filter(None, map(str.strip, _column(lines, at))), "") for at in range(width))
    return [
        at for at, cell in enumerate(firsts) if cell.startswith(_OPENING) or _COUNTED.match(cell)
    ]


def _column(lines: Sequence[Line], at: int) -> Iterator[str]:
    return (line.cells[at] for line in lines if at < len(line.cells))


def _left_of(cells: Sequence[str]) -> Mapping[str, str]:
    """What is left of every cell of a column; nothing when it is not marked."""
    has_letters = any(sign.isalpha() for cell in cells for sign in cell)
    if len(cells) < (_FEWEST_OF_LETTERS if has_letters else _FEWEST):
        return {}
    bare = {cell: cell.strip() for cell in cells}
    for opening, closing in _QUOTES:
        if all(_is_between(text, opening, closing) for text in bare.values()):
            twice = closing * 2
            return {cell: text[1:-1].replace(twice, closing) for cell, text in bare.items()}
    if all(text.startswith(_APOSTROPHE) and not _is_of_a_name(text) for text in bare.values()):
        return {cell: text[1:] for cell, text in bare.items()}
    return _left_of_counted(cells)


def _left_of_counted(cells: Sequence[str]) -> Mapping[str, str]:
    """What is left of every cell where they are counted, as a whole or group by group.

    Most go on from the one before: `1.A` in cell after cell is a class of the first year.
    """
    counted = [found for cell in cells if (found := _COUNTED.match(cell))]
    numbers = [int(found[1]) for found in counted]
    rises = sum(after > before for before, after in pairwise(numbers))
    starts = sum(after == 1 for after in numbers[1:])
    if len(counted) < len(cells) or not starts < rises == len(numbers) - 1 - starts:
        return {}
    return {found.string: found.string[found.end() :] for found in counted}


def _is_between(text: str, opening: str, closing: str) -> bool:
    return len(text) > 1 and text[0] == opening and text[-1] == closing


def _is_of_a_name(text: str) -> bool:
    return text.split(maxsplit=1)[0].casefold() in _OF_THE_NAME


def _without(cells: Sequence[str], marked: Mapping[int, Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(
        marked[at].get(cell, cell) if at in marked else cell for at, cell in enumerate(cells)
    )
