"""Citizen service numbers: a library may not have them, whatever they stand under (DOMAIN.md 7).

One number of nine digits in eleven passes the check (elfproef), so a column is judged, never a
value: where most of its numbers of nine digits pass, they are BSNs.  Of a list of one child that
takes an innocent number once in eleven times, and a child can do without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from leesloket.roster.cleaning.numbers import passes_eleven_test

_COLUMN_SHARE = 0.8
_MOST = 0.5
_DIGITS = 9
_PROBES = 50
_NINE = re.compile(rf"\d{{{_DIGITS}}}", re.ASCII)
_SEPARATORS = str.maketrans("", "", ". -\u00a0\t")
# Between hexadecimal digits it is a part of an ECK iD or of another key, behind one letter that of
# a card (`V123456789`).
_IN_TEXT = re.compile(
    rf"(?<![0-9a-f])(?<!\b[a-z])\d{{{_DIGITS}}}(?![0-9a-f])", re.ASCII | re.IGNORECASE
)
_MAY_HOLD_NINE = re.compile(rf"\d(?:[. \-\u00a0\t]?\d){{{_DIGITS - 1}}}", re.ASCII)


def holds_bsn(values: Sequence[str]) -> bool:
    """Whether most of a column's cells are BSNs.

    One that starts with zero may have lost it in the spreadsheet, so eight digits count too, but
    only beside others of nine.
    """
    if not any(_is_nine(value) for value in values[:: len(values) // _PROBES + 1]):
        return False
    long = [number for value in values if len(number := _digits(value)) in {_DIGITS - 1, _DIGITS}]
    if len(long) <= _COLUMN_SHARE * len(values):
        return False
    passing = sum(1 for number in long if passes_eleven_test(number))
    return passing > _COLUMN_SHARE * len(long)


def cells_with_bsn(values: Iterable[str]) -> dict[str, str]:
    """The cells of a column, and what is left of each, in which a BSN stands among other things."""
    told = set(values)
    if max(map(len, told), default=0) < _DIGITS:
        return {}
    if not _NINE.search("\n".join(told).translate(_SEPARATORS)):  # as in nearly every column
        return {}
    nine = {
        value: numbers
        for value in told
        if _MAY_HOLD_NINE.search(value) and (numbers := _numbers_in(value))
    }
    numbers = [number for found in nine.values() for number in found]
    bsns = frozenset(filter(passes_eleven_test, numbers))
    if sum(number in bsns for number in numbers) <= _MOST * len(numbers):
        return {}
    return {value: _without(value, bsns) for value, found in nine.items() if bsns & {*found}}


def _numbers_in(value: str) -> list[str]:
    """The numbers of nine digits in a cell; a cell of digits may have dots and spaces in them."""
    numbers = [_digits(value)] if _digits(value) else _IN_TEXT.findall(value)
    return [*filter(_is_nine, numbers)]


def _without(value: str, bsns: frozenset[str]) -> str:
    if _is_nine(value):
        return ""
    return " ".join(_IN_TEXT.sub(lambda found: "" if found[0] in bsns else found[0], value).split())


def _digits(value: str) -> str:
    """The digits of a number written with or without dots and spaces, or nothing."""
    digits = value.translate(_SEPARATORS)
    return digits if digits.isascii() and digits.isdecimal() else ""


def _is_nine(value: str) -> bool:
    """Whether it can be a BSN: one with more zeros in front is a short number, filled up."""
    digits = _digits(value)
    return len(digits) == _DIGITS and not digits.startswith("00")
