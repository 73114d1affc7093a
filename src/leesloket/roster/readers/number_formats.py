"""Number formats that keep leading zeros: pupil number 1234 shown as 001234 by format `000000`.

calamine gives the bare number; schools mean what they see (DOMAIN.md 10.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^<>]*>")
_FORMAT_ID = re.compile(rb"\bnumFmtId=\"(\d+)\"")
_FORMAT_CODE = re.compile(rb"\bformatCode=\"([^\"]*)\"")
_STYLES, _END_OF_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b"), re.compile(rb"</(?:\w+:)?cellXfs>")
_STYLE = re.compile(rb"<(?:\w+:)?xf\s[^<>]*>")
_LITERAL = re.compile(r"\\(.)|\"([^\"]*)\"|([ -])|(0)")
_LITERALS = re.compile(r"(?:\\.|\"[^\"]*\"|[ -]|0)*+")
_ZEROS_AT_LEAST = 2
_LONGEST = 255
"""Characters of a format code, by [MS-OI29500] on numFmt (18.8.30): Excel takes no longer one."""


def is_padding(code: str) -> bool:
    """Whether a format code shows nothing but a whole number with leading zeros."""
    first = code.split(";", 1)[0]
    return (
        len(first) <= _LONGEST
        and first.count("0") >= _ZEROS_AT_LEAST
        and _LITERALS.fullmatch(first) is not None
    )


def padding_styles(styles: bytes) -> Mapping[str, str]:
    """Cell style numbers, as text, with the padding format code each has."""
    codes = {}
    for tag in _FORMAT.findall(styles):
        number, code = _FORMAT_ID.search(tag), _FORMAT_CODE.search(tag)
        if (
            number
            and code
            and is_padding(text := unescape(code.group(1).decode("utf-8", "replace")))
        ):
            codes[number.group(1)] = text.split(";", 1)[0]
    if not codes:
        return {}
    start = _STYLES.search(styles)
    end = _END_OF_STYLES.search(styles, start.end()) if start else None
    found = {}
    for index, tag in enumerate(
        _STYLE.findall(styles, start.end(), end.start()) if end and start else ()
    ):
        number = _FORMAT_ID.search(tag)
        if number and number.group(1) in codes:
            found[str(index)] = codes[number.group(1)]
    return found


def padded(text: str, code: str) -> str:
    """A number's digits as the format shows them; any other text stays as it is."""
    if not text.isdecimal():
        return text
    places = code.count("0")
    if places == len(code):
        return text.zfill(places)
    spare, digits = text[: max(0, len(text) - places)], text.zfill(places)[-places:]
    left = iter(digits)
    shown = _LITERAL.sub(lambda part: _shown(part, left), code)
    return spare + shown


def _shown(part: re.Match[str], digits: Iterator[str]) -> str:
    escaped, quoted, plain, zero = part.groups()
    if zero:
        return next(digits)
    return escaped or quoted or plain or ""
