"""Cells that are struck through: how many people write that a child left."""

from __future__ import annotations

import re

_FONTS = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(
    rb"<(?:\w+:)?font(?:\s[^<>]*)?/>|<(?:\w+:)?font(?:\s[^<>]*)?>.*?</(?:\w+:)?font>", re.DOTALL
)
_STRIKE = re.compile(rb"<(?:\w+:)?strike(?:\s+val=\"(?:1|true)\")?\s*/>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\s[^<>]*>")
_FONT_ID = re.compile(rb"\bfontId=\"(\d+)\"")


def struck_styles(styles: bytes) -> frozenset[str]:
    """The numbers, as text, of the cell styles whose font is struck through; mostly none."""
    if b"strike" not in styles or (fonts := _FONTS.search(styles)) is None:
        return frozenset()
    struck = {
        b"%d" % number
        for number, font in enumerate(_FONT.findall(fonts[0]))
        if _STRIKE.search(font)
    }
    found = _STYLES.search(styles)
    tags = _STYLE.findall(found[0]) if found and struck else ()
    fonts_of = ((index, _FONT_ID.search(tag)) for index, tag in enumerate(tags))
    return frozenset(str(index) for index, font in fonts_of if font and font[1] in struck)
