"""The words that prefixes of Dutch surnames are made of: `van`, `den`, `'t`, `v.d.`.

They come from the BRP's table 36 and from a count of Dutch surnames (DOMAIN.md 8).
"""

from __future__ import annotations

import re

PARTICLES = frozenset(
    {
        *("van", "de", "der", "den", "het", "ten", "ter", "te", "tot", "toe", "op", "in", "aan"),
        *("bij", "uit", "over", "onder", "voor", "achter", "'t", "'s", "t", "van't", "vd", "v.d."),
        *("v/d", "v", "v.", "d", "d.", "von", "vom", "zu", "zum", "zur", "del", "della", "di"),
        *("da", "do", "dos", "das", "du", "le", "la", "les", "des", "dem", "el", "al", "ben"),
        *("bin", "binti", "ibn", "bint", "lo", "los", "of", "genaamd", "d'", "auf", "af", "y", "e"),
        *("vande", "vander", "vanden", "op't", "in't", "aan't", "'n", "een", "wan", "ver"),
    }
)
# Words that open a prefix.  The others ("in", "of", "y") only go on with one.
_OPENERS = PARTICLES - {"y", "e", "of", "ben", "een", "t", "d", "d.", "v", "lo", "ver", "wan"}

# No first names, with a capital in front neither: `Van den Berg Jan`, but `El Mehdi Amrani`.  In
# brackets the others are call names: `Benjamin (Ben) de Vries`.
WITH_A_CAPITAL_TOO = frozenset({"van", "de", "den", "der", "het", "ten", "ter", "von", "'t", "'s"})
BEFORE_AN_ARTICLE = frozenset({"in", "op", "aan", "uit", "bij", "over", "onder", "voor"})
"""In `in 't Veld` and `op de Beek`."""

_APOSTROPHES = re.compile("[\u2018\u2019\u00b4\u0060\u2032\u02bc]")


def is_particle(word: str) -> bool:
    """Whether a word can be part of a prefix: `van`, `'t`, `v.d.`; but `D.` is an initial."""
    return plain_word(word) in PARTICLES and not _is_capital_initial(word)


def opens_prefix(word: str) -> bool:
    """Whether a word inside a whole name starts the surname; a capital `De` does so as well."""
    return plain_word(word) in _OPENERS and not _is_capital_initial(word)


def plain_word(word: str) -> str:
    """A word in small letters, with the plain apostrophe.  Asked for every word of every name."""
    if word.isascii() and "`" not in word:
        return word.lower()
    return _APOSTROPHES.sub("'", word).lower()


def _is_capital_initial(word: str) -> bool:
    return word[1:] == "." and word[0].isupper()
