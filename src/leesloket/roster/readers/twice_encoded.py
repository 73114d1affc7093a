"""Text that was UTF-8, was taken for a Western encoding and saved again: `ZoÃ«` for `Zoë`.

That happens to a list that was opened in a spreadsheet in the wrong way, and stays in every later
file.  A cell with two signs that no name has side by side (`Ã«`) is put right; when all letters of
a sheet beyond ASCII can be meant so, every cell is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from leesloket.roster.readers.grid import Grid, Line

_TELLTALE = re.compile("[\u00c2-\u00c5\u00e2][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")

# Five bytes mean nothing in cp1252, and came through as controls, which latin-1 has as well.
_AS_BYTES = {
    ord(sign[0]): byte
    for byte in range(0x80, 0xA0)
    if (sign := bytes([byte]).decode("cp1252", "ignore"))
}


def put_right(grid: Grid) -> Grid | None:
    """The sheet as it was meant, or None when there is nothing to put right."""
    if not any(map(_has_telltale, grid.lines)):  # as in nearly every list
        return None
    beyond = {*_beyond_ascii(grid)}
    meant = {text: right for text in beyond if (right := _decoded(text)) is not None}
    told = {text for text in meant if _TELLTALE.search(text)}
    if not told:
        return None
    if len(meant) < len(beyond):
        # Somebody typed a name afterwards, and that one is as it should be.
        meant = {text: meant[text] for text in told}
    lines = (
        line
        if "".join(line.cells).isascii()
        else Line(line.number, tuple(meant.get(cell, cell) for cell in line.cells))
        for line in grid.lines
    )
    return replace(grid, lines=tuple(lines))


def _has_telltale(line: Line) -> bool:
    text = "\n".join(line.cells)
    return not text.isascii() and _TELLTALE.search(text) is not None


def _beyond_ascii(grid: Grid) -> Iterator[str]:
    for line in grid.lines:
        if not "".join(line.cells).isascii():
            yield from (cell for cell in line.cells if not cell.isascii())


def _decoded(text: str) -> str | None:
    """What the letters were as bytes, read as UTF-8; None when they are no UTF-8."""
    try:
        return text.translate(_AS_BYTES).encode("latin-1").decode()
    except UnicodeError:
        return None
