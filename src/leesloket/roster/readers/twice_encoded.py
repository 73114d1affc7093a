"""Text that was UTF-8, was taken for a Western encoding and saved again: `ZoÃ«` for `Zoë`.

That happens to a list that was opened in a spreadsheet in the wrong way, and stays in every later
file.  It is put right only when all of a sheet's letters beyond ASCII say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from leesloket.roster.readers.grid import Grid, Line

_TELLTALE = re.compile("[\u00c2-\u00c5\u00e2][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")


def put_right(grid: Grid) -> Grid | None:
    """The sheet as it was meant, or None when there is nothing to put right."""
    told = False
    for text in _beyond_ascii(grid):
        if _decoded(text) is None:
            return None
        told = told or _TELLTALE.search(text) is not None
    if not told:
        return None
    lines = (
        line
        if "".join(line.cells).isascii()
        else Line(line.number, tuple(_decoded(cell) or cell for cell in line.cells))
        for line in grid.lines
    )
    return replace(grid, lines=tuple(lines))


def _beyond_ascii(grid: Grid) -> Iterator[str]:
    for line in grid.lines:
        if not "".join(line.cells).isascii():
            yield from (cell for cell in line.cells if not cell.isascii())


def _decoded(text: str) -> str | None:
    """What the letters were as bytes, read as UTF-8; None when they are no UTF-8."""
    try:
        return b"".join(map(_byte, text)).decode()
    except UnicodeError:
        return None


def _byte(letter: str) -> bytes:
    # Five bytes mean nothing in cp1252, and came through as controls.
    return letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else "cp1252")
