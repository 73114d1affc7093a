"""Number formats that keep leading zeros: pupil number 1234 shown as 001234 by format `000000`.

calamine gives the bare number; schools mean what they see (DOMAIN.md 10.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
