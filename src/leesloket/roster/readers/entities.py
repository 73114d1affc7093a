"""Letters as web pages spell them out: `Zo&euml;` in a list that came from one."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from leesloket.roster.readers.grid import Grid, Line

_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,5}|#[xX][0-9A-Fa-f]{2,5});")

_OF_A_TAG = frozenset("<>")


def read_out(grid: Grid) -> Grid:
    """The sheet with its letters; nobody means `&euml;` when it stands in a name."""
    spelt = {
        line.number
        for line in grid.lines
        if "&" in (text := "\n".join(line.cells)) and _ENTITY.search(text)
    }
    if not spelt:
        return grid
    lines = (
        Line(line.number, tuple(map(_letters, line.cells))) if line.number in spelt else line
        for line in grid.lines
    )
    return replace(grid, lines=tuple(lines))


def _letters(cell: str) -> str:
    return _ENTITY.sub(_letter, cell)


def _letter(entity: re.Match[str]) -> str:
    """What an entity stands for; brackets, which would make a tag of it, stay as they are."""
    letter = unescape(entity[0])
    return entity[0] if letter in _OF_A_TAG else letter
