"""Names as keys to compare on: what is written in two ways is one key.

A name is stored as the school wrote it; only its keys are folded.
"""

from __future__ import annotations

import re
import unicodedata

from leesloket.roster.cleaning.particles import PARTICLES

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_FIRST_PICTURE = 0x2190
"""The arrows; what is a symbol before them are single signs (`\u00b0`)."""
_BEHIND_LETTERS = 0x40000
"""From here on Unicode has marks that are not seen, and nothing else."""


def _in_ascii(text: str) -> str:
    from anyascii import anyascii  # noqa: PLC0415 - 20 ms that plain ASCII never needs

    return anyascii(text)


class _Letters(dict[int, str]):
    """Every letter by what it is in ASCII, learned as it comes: accents, Cyrillic, ligatures."""

    def __missing__(self, code: int) -> str:
        if code >= _BEHIND_LETTERS:
            return ""
        letter = chr(code)
        # A picture would become its name, `:grinning:`, and no child is called so.
        is_picture = code >= _FIRST_PICTURE and unicodedata.category(letter) == "So"
        plain = self[code] = " " if is_picture else _in_ascii(letter).lower()
        return plain


_LETTERS = _Letters()


def learn_letters() -> None:
    """Need no file from here on to fold any text: anyascii has one for each 256 letters.

    A tenth of a second, for who forks a child that may open none.
    """
    _in_ascii("".join(map(chr, range(0x80, _BEHIND_LETTERS, 256))))


def fold(text: str) -> str:
    """Lower-case ASCII words: accents, capitals, punctuation and ij/y do not count."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = lowered.translate(_LETTERS)
    if lowered.isalpha():
        return lowered.replace("ij", "y")
    lowered = lowered.replace("'", "").replace("`", "")
    return _NOT_LETTERS.sub(" ", lowered).strip().replace("ij", "y")


def fold_first_name(text: str) -> str:
    """A first name as one key: `Anne-Fleur`, `Anne Fleur` and `Annefleur` are the same."""
    if text.isalpha() and text.isascii():
        return text.lower().replace("ij", "y")
    return fold(text).replace(" ", "")


def fold_surname(text: str) -> str:
    """A surname as one key, without its particles: `van Dijk`, `Dijk, van` and `Dyk`.

    The inner particles of a double name go as well (`Bakker-de Vries`).  A name that is nothing
    but particles (`Van`, `De La`) keeps them.
    """
    if text.isalpha() and text.isascii():
        return text.lower().replace("ij", "y")
    folded = fold(text)
    if " " not in folded:
        return folded
    words = folded.split()
    core = [word for word in words if word not in _FOLDED_PARTICLES]
    return "".join(core or words)


def surname_words(text: str) -> frozenset[str]:
    """The words of a double name, without particles: to see `Bakker` inside `Bakker-de Vries`."""
    words = fold(text).split()
    return frozenset(word for word in words if word not in _FOLDED_PARTICLES) or frozenset(words)


_FOLDED_PARTICLES = frozenset(word for particle in PARTICLES for word in fold(particle).split()) - {
    "ben",
    "een",
    "e",
    "y",
    "ver",
    "wan",
    "lo",
    "toe",
    "over",
    "onder",
    "voor",
    "achter",
}
