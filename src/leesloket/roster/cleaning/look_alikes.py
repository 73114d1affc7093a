"""Letters of other alphabets that look like ours, in codes: a Cyrillic A in `3A`."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LOOK_ALIKES = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b1\u03bf",
    "ABEKMHOPCTYXSIJaeopcyxsijABEZHIKMNOPTYXao",
)
"""Cyrillic and Greek letters that nobody tells from the Latin ones."""


@lru_cache(maxsize=2048)  # a school has some dozens of groups, and a row each
def as_code(value: str) -> str:
    """A group or a number in the letters and digits that it looks like.

    Full-width ones and digits of other scripts too.  What does not become plain wholly is a word of
    its own, and stays; so does one with no plain letter or digit at all.
    """
    if value.isascii():
        return value
    plain = "".join(map(_plain, value.translate(_LOOK_ALIKES)))
    if not plain.isascii():
        return value
    wide = any(unicodedata.east_asian_width(sign) == "F" for sign in value)
    is_code = wide or any(sign.isdecimal() or (sign.isascii() and sign.isalpha()) for sign in value)
    return plain if is_code else value


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    same = unicodedata.normalize("NFKC", sign)
    return same if len(same) == 1 else sign
