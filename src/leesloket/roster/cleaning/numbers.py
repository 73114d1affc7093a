"""Pupil numbers: text with its zeros, compared without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_THOUSANDS = re.compile(r"^\d{1,3}(?:[.,]\d{3})*$")
_AMOUNT = re.compile(r"^(\d{1,3}(?:,\d{3})+)\.0+$|^(\d{1,3}(?:\.\d{3})+),0+$")
_FEWEST_WITH_THOUSANDS = 2
_TRAILING_ZERO_DECIMAL = re.compile(r"^(\d+)[.,]0+$")
_BRIN_IN_FRONT = re.compile(r"^\d\d[a-z]{2}(?:(?:\d\d)?[-_ ./])?(?=\d)")
"""With the location only where a sign ends it: of 05KO4711 the 47 is the number's."""
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?[eE]\+?\d+$")
_NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z]+")

_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

MAX_LENGTH = 64
"""EDEXML's keys have at most 64 characters up to version 2.0 (256 since; ours are shorter)."""


def clean_number(value: str) -> str:
    """A number as text: `4711.0` and `4,711.00` are `4711`; zeros in front stay."""
    amount = _AMOUNT.match(value)
    if amount:
        return (amount[1] or amount[2]).replace(",", "").replace(".", "")
    found = _TRAILING_ZERO_DECIMAL.match(value)
    return found[1] if found else value.removeprefix("'")


def clean_numbers(values: Iterable[str]) -> Sequence[str]:
    """The numbers of a column.  `4.711` among `12.000` is 4711, as a spreadsheet shows amounts."""
    told = list(values)
    parted = {value for value in told if value and not value.isdigit()}
    if (
        len(parted) >= _FEWEST_WITH_THOUSANDS
        and any(not value.endswith("000") for value in parted)
        and all(_THOUSANDS.match(value) for value in told if value)
    ):
        return [value.replace(".", "").replace(",", "") for value in told]
    return list(map(clean_number, told))


def is_unreadable_number(value: str) -> bool:
    """Whether digits got lost (`1.23457E+11`), or this cannot be a number at all: zeros only."""
    if value.isdigit() and len(value) <= MAX_LENGTH:
        return not value.strip("0")
    return (
        _SCIENTIFIC.match(value) is not None
        or len(value) > MAX_LENGTH
        or not any(sign.isdigit() for sign in value)
    )


def looks_like_power(value: str) -> bool:
    """Whether a spreadsheet took a text for a power of ten: `1,00E+01`, of the class 1E1."""
    return "+" in value and _SCIENTIFIC.match(value) is not None


def fold_number(value: str) -> str:
    """The key two numbers are compared on: no zeros in front, no BRIN, no signs in between."""
    if value.isdigit() and value.isascii():
        return value.lstrip("0") or value
    folded = _NOT_ALPHANUMERIC.sub("", without_brin(value))
    return folded.lstrip("0") or folded


def without_brin(value: str) -> str:
    """A number in small letters, without the school's code in front: `05KO00 4711` is `4711`."""
    return _BRIN_IN_FRONT.sub("", value.lower())


def passes_eleven_test(number: str) -> bool:
    """Whether eight or nine digits pass the elfproef of a BSN (DOMAIN: BSN elfproef).

    A random number passes one time in eleven, so this judges columns, never a value.  A zero in
    front may have been lost in a spreadsheet.
    """
    weighed = zip(_BSN_WEIGHTS, number.zfill(9), strict=True)
    return sum(weight * int(digit) for weight, digit in weighed) % 11 == 0 and int(number) > 0
