"""Bytes of a text file as text, with the evidence for the encoding that was chosen."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter

from leesloket.roster.problems import Code
from leesloket.roster.readers.result import RefusedError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LETTERS = {
    **dict.fromkeys("éë", 5),
    **dict.fromkeys("èïöüç", 4),
    **dict.fromkeys("áóíêñäšžğışć", 3),
    **dict.fromkeys("\u2019\u2013", 2),
    **dict.fromkeys("âîôûàúßåøæãõýčđł€", 1),
}
"""How much each character speaks for an encoding in which it stands in a name list."""

_ODD = -4
_OLD_ENCODINGS = (("cp1252", 1), ("cp850", 0), ("mac_roman", 0))
"""What Dutch school systems write, and a head start for the usual one.

charset-normalizer needs some twenty names before it tells these three apart (two names in
MacRoman it calls cp1252), and takes 20 ms to import; the letters of Dutch names need one.
"""

_LOOKED_AT = 4096
_TELLING_AT_MOST = 65_536
"""Bytes of lines with a letter that is not ASCII: more of them tell nothing new."""

_NOT_ASCII_AFTER = re.compile(r"[^\W\d_]{0,2}[^\x00-\x7f\xa0]")
_DECLARED = re.compile(rb"(?:encoding|charset)\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
_DECLARED_LATIN = frozenset({b"iso-8859-1", b"iso-8859-15", b"windows-1252", b"cp1252", b"latin1"})
_CONTROLS = frozenset(chr(code) for code in range(32)) - set("\t\n\r\f\x0b\x1a\x1c\x1d\x1e\x1f")


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text, and how its bytes were understood."""

    content: str = field(repr=False)
    encoding: str
    guessed: bool = False


def decode(content: bytes) -> Text:
    """The file as text.

    Raises RefusedError: damaged_file when it has NUL or does not fit its own byte-order mark,
    unknown_format when control characters show that it is no text at all.
    """
    # Ctrl-Z ended a text file in DOS, and still does in some exports.
    text = _decoded(content.rstrip(b"\x1a"))
    if "\0" in text.content:
        raise RefusedError(Code.DAMAGED_FILE, what="nul")
    if not _CONTROLS.isdisjoint(text.content[:_LOOKED_AT]):
        raise RefusedError(Code.UNKNOWN_FORMAT)
    return text


def _decoded(content: bytes) -> Text:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Text(_strict(content, encoding), encoding.removesuffix("-sig"))
    wide = _wide_without_mark(content[:_LOOKED_AT])
    if wide is not None:
        return Text(_strict(content, wide), wide)
    try:
        return Text(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(content)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise RefusedError(Code.DAMAGED_FILE, what="encoding") from None


def _wide_without_mark(start: bytes) -> str | None:
    """UTF-16 without a mark: in Latin text nearly every other byte is zero."""
    even, odd = start[0::2], start[1::2]
    if not odd:
        return None
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return None


def _guessed(content: bytes) -> Text:
    declared = _DECLARED.search(content[:_LOOKED_AT])
    if (
        declared
        and content.lstrip().startswith(b"<")
        and declared.group(1).lower() in _DECLARED_LATIN
    ):
        return Text(content.decode("cp1252", "replace"), "cp1252")
    telling = b"\n".join(line for line in content.split(b"\n") if not line.isascii())
    scores = [
        (_fitness(telling[:_TELLING_AT_MOST], encoding, start), encoding, text)
        for encoding, start in _OLD_ENCODINGS
        if (text := _as(content, encoding)) is not None
    ]
    # MacRoman has a letter for every byte.
    _, encoding, text = max(scores, key=itemgetter(0))
    return Text(text, encoding, guessed=True)


def _as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _fitness(lines: bytes, encoding: str, start: int) -> float:
    """How well the letters that are not plain ASCII fit Dutch name lists."""
    return start + sum(
        often * _fit_in_word(piece)
        for piece, often in Counter(_NOT_ASCII_AFTER.findall(lines.decode(encoding))).items()
    )


def _fit_in_word(piece: str) -> int:
    """A letter behind the one or two before it: a change of case inside a word speaks against."""
    before, letter = piece[:-1], piece[-1]
    if letter.isupper() and before[-1:].islower():
        return _ODD
    if letter.islower() and len(before) > 1 and before.isupper():
        return _ODD
    return _LETTERS.get(letter.lower(), 0 if letter.isalpha() else _ODD)
