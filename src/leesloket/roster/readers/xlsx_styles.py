"""Styles of the cells of a workbook that say something: zeros in front, and struck through.

Many people strike through who left.  A style is called by its number, as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape

from leesloket.roster.readers.number_formats import is_padding

_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^<>]*>")
_FORMAT_ID = re.compile(rb"\bnumFmtId=\"(\d+)\"")
_FORMAT_CODE = re.compile(rb"\bformatCode=\"([^\"]*)\"")
_FONT = re.compile(rb"<(?:\w+:)?font(?=[\s/>])")
_STRIKE = re.compile(rb"<(?:\w+:)?strike(?:\s+val=\"(?:1|true)\")?\s*/>")
_FONT_ID = re.compile(rb"\bfontId=\"(\d+)\"")
_STYLE = re.compile(rb"<(?:\w+:)?xf\s[^<>]*>")


def padding_styles(styles: bytes) -> Mapping[str, str]:
    """The styles whose number format shows zeros in front, each with its format code."""
    codes = {}
    for tag in _FORMAT.findall(styles):
        number, code = _FORMAT_ID.search(tag), _FORMAT_CODE.search(tag)
        if number and code and is_padding(text := unescape(code[1].decode("utf-8", "replace"))):
            codes[number[1]] = text.split(";", 1)[0]
    used = _used_by_cells(styles, _FORMAT_ID) if codes else ()
    return {str(style): codes[number] for style, number in enumerate(used) if number in codes}


def struck_styles(styles: bytes) -> frozenset[str]:
    """The styles whose font is struck through; mostly none."""
    # Each ends where the next begins: to look for the end of each, where none has one, takes long.
    _, *fonts = _FONT.split(_section(styles, b"fonts")) if b"strike" in styles else (b"",)
    struck = {b"%d" % number for number, font in enumerate(fonts) if _STRIKE.search(font)}
    used = _used_by_cells(styles, _FONT_ID) if struck else ()
    return frozenset(str(style) for style, font in enumerate(used) if font in struck)


def _used_by_cells(styles: bytes, told_by: re.Pattern[bytes]) -> Sequence[bytes]:
    """Per style of a cell the number of its format or font; empty where it tells none."""
    tags = _STYLE.findall(_section(styles, b"cellXfs"))
    return [number[1] if (number := told_by.search(tag)) else b"" for tag in tags]


def _section(styles: bytes, name: bytes) -> bytes:
    """The element of this name, of which there is one, with all that is in it; or nothing."""
    # Two searches: where the end is missing, one expression would look for it from every start.
    start = re.search(rb"<(?:\w+:)?%b\b" % name, styles)
    rest = styles[start.start() :] if start else b""
    end = re.search(rb"</(?:\w+:)?%b>" % name, rest)
    return rest[: end.start()] if end else b""
