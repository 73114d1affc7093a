"""Text that was UTF-8, was taken for another encoding and saved again: `ZoÃ«` for `Zoë`.

That happens to a list that was opened in a spreadsheet in the wrong way, and stays in every later
file.  A Mac makes a root sign of it, and DOS lines of a frame.  A cell with two signs that no name
has side by side (`Ã«`) is put right; when all letters of a sheet beyond ASCII can be meant so,
every cell is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from leesloket.roster.readers.grid import Grid, Line

_FIRST_BYTES = (0xC2, 0xC3, 0xC4, 0xC5, 0xE2)
"""Of the letters of names in Latin script, and of typographic signs."""
_NEXT_BYTES = range(0x80, 0xC0)
_TIMES = 3
"""It may have happened more than once."""
_BETWEEN_TAGS = re.compile(r">[^<>]+")


@dataclass(frozen=True, slots=True)
class _Way:
    """An encoding that UTF-8 was taken for."""

    telltale: re.Pattern[str]
    as_bytes: Callable[[str], bytes]


# Five bytes mean nothing in cp1252, and came through as controls, which latin-1 has as well.
_BYTES_OF_WESTERN = {
    ord(sign[0]): byte
    for byte in range(0x80, 0xA0)
    if (sign := bytes([byte]).decode("cp1252", "ignore"))
}
_WESTERN = _Way(
    re.compile(
        "[\u00c2-\u00c5\u00e2][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]",
    ),
    lambda text: text.translate(_BYTES_OF_WESTERN).encode("latin-1"),
)


def _taken_for(encoding: str) -> _Way:
    """Told by two signs of which one is no letter: two letters may stand side by side in a name."""
    first, following = (
        [bytes([byte]).decode(encoding, "ignore") for byte in some]
        for some in (_FIRST_BYTES, _NEXT_BYTES)
    )
    telltale = "|".join(
        f"[{_of(first, letters=letters)}][{_of(following, letters=False)}{also}]"
        for letters, also in ((True, ""), (False, _of(following, letters=True)))
        if _of(first, letters=letters)
    )
    return _Way(re.compile(telltale), lambda text: text.encode(encoding))


def _of(signs: Iterable[str], *, letters: bool) -> str:
    return "".join(re.escape(sign) for sign in signs if sign and sign.isalpha() is letters)


_WAYS = (_WESTERN, *map(_taken_for, ("cp850", "cp437", "mac_roman", "cp1250")))


def put_right(grid: Grid) -> Grid | None:
    """The sheet as it was meant, or None when there is nothing to put right."""
    meant = _meant({*_beyond_ascii(grid)})
    if not meant:  # as in nearly every list
        return None
    lines = (
        line
        if "".join(line.cells).isascii()
        else Line(line.number, tuple(meant.get(cell, cell) for cell in line.cells))
        for line in grid.lines
    )
    return replace(grid, lines=tuple(lines))


def markup_put_right(text: str) -> str | None:
    """A text with tags as it was meant, or None when there is nothing to put right."""
    if text.isascii():
        return None
    pieces = {found[0] for found in _BETWEEN_TAGS.finditer(text) if not found[0].isascii()}
    meant = _meant(pieces)
    if not meant:
        return None
    return _BETWEEN_TAGS.sub(lambda found: meant.get(found[0], found[0]), text)


def _meant(texts: Iterable[str]) -> Mapping[str, str]:
    """What each text was, of those that are to be put right."""
    meant = {text: text for text in texts}
    for _ in range(_TIMES):
        right = max((_once({*meant.values()}, way) for way in _WAYS), key=len)
        if not right:
            break
        meant = {text: right.get(now, now) for text, now in meant.items()}
    return {text: right for text, right in meant.items() if text != right}


def _once(texts: Iterable[str], way: _Way) -> Mapping[str, str]:
    beyond = [text for text in texts if not text.isascii()]
    if not any(map(way.telltale.search, beyond)):
        return {}
    meant = {text: right for text in beyond if (right := _decoded(text, way)) is not None}
    told = {text: right for text, right in meant.items() if way.telltale.search(text)}
    # Somebody typed a name afterwards, and that one is as it should be.
    return told if not told or len(meant) < len(beyond) else meant


def _beyond_ascii(grid: Grid) -> Iterator[str]:
    for line in grid.lines:
        if not "".join(line.cells).isascii():
            yield from (cell for cell in line.cells if not cell.isascii())


def _decoded(text: str, way: _Way) -> str | None:
    """What the letters were as bytes, read as UTF-8; None when they are no UTF-8."""
    try:
        return way.as_bytes(text).decode()
    except UnicodeError:
        return None
