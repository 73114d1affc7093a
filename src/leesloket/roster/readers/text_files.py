"""Bytes of a text file as text, with the evidence for the encoding that was chosen."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field, replace
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
    "\u0130".lower(): 3,
    **dict.fromkeys("łą\u2019\u2013", 2),
    **dict.fromkeys("âîôûàúßåøæãõýčđ€½", 1),
    **dict.fromkeys("\u2018\u201c\u201d\u2014\u2022\u2026", 0),
}
"""How much each character speaks for an encoding in which it stands in a name list."""

_ODD = -4
_OLD_ENCODINGS = (("cp1252", 1), ("cp1254", 0), ("cp850", 0), ("mac_roman", 0))
"""What Dutch school systems and Turkish and Polish computers write; the usual one has a head start.

charset-normalizer needs some twenty names before it tells these three apart (two names in
MacRoman it calls cp1252), and takes 20 ms to import; the letters of Dutch names need one.
"""
_POLISH = (*_OLD_ENCODINGS, ("cp1250", 0))
_POLISH_BYTES = re.compile(b"[\xa3\xa5\xb3\xb9]")
"""Its \u0141, \u0104, \u0142 and \u0105: signs for pounds and powers in cp1252, in no name."""

_BARE_SPACE = re.compile(r"(?<![^\W\d_])\xa0|(?<!ov)(?<!sk)\xa0(?![^\W\d_A-Z])")
_FITS_A_SPACE = 4
"""A space that does not break, where no \u00e1 of cp850 stands: at an end, or before a capital.

But many Czech and Slovak names end in one: Nov\u00e1kov\u00e1, Horsk\u00e1.
"""

_LOOKED_AT = 4096
_TELLING_AT_MOST = 65_536
"""Bytes of lines with a letter that is not ASCII: more of them tell nothing new."""

_ON_A_SIGN = {
    "cp850": "\u00e6\u00f4\u00f6\u00f2\u00fb\u00f9\u0131\u00f0",
    "mac_roman": "\u00eb\u00ed\u00ec\u00ee\u00ef\u00f1\u00f3",
}
"""Small letters on the bytes where another encoding has its quotation marks, dashes and bullet."""
_OUT_OF_PLACE_IN = {
    encoding: re.compile(rf"[{letters}](?:(?=[A-Z])|(?<![^\W\d_].)[nst]?(?![^\W\d_]))")
    for encoding, letters in _ON_A_SIGN.items()
}
"""By itself, before a capital, or where the apostrophe of `'t` and `'s` stands."""
_AMOUNT = re.compile(r"(?<![^\W\d_])[\u00c7\u00c4\u00db][ \xa0]?\d")
"""Before it a letter on the byte where another encoding has the euro."""
_OUT_OF_PLACE = 2 * _ODD

_NOT_ASCII_AFTER = re.compile(r"[^\W\d_]{0,2}[^\x00-\x7f\xa0]")
_DECLARED = re.compile(rb"(?:encoding|charset)\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
_DECLARED_AS = {
    **dict.fromkeys(
        (b"iso-8859-1", b"iso-8859-15", b"windows-1252", b"cp1252", b"latin1"), "cp1252"
    ),
    **dict.fromkeys((b"iso-8859-9", b"windows-1254", b"cp1254", b"latin5"), "cp1254"),
    **dict.fromkeys((b"windows-1250", b"cp1250"), "cp1250"),
    b"iso-8859-2": "iso-8859-2",
}
_TURKISH_LETTER = re.compile("[\u011f\u0131\u015f]", re.IGNORECASE)
_NOT_TURKISH = re.compile(
    "[\u00e1\u00e9\u00ed\u00f3\u00fa\u00e6\u00f8\u00e5]|(?<![aeiou\u0131\u00f6\u00fc])\u011f"
    "|[eiou\u00f6\u00fc][^aeiou\u0131\u00f6\u00fc]*\u0131"
)
"""Vowels that Turkish has not, a \u011f behind a consonant, an \u0131 in the syllable after o or e.

In such a word the letter is another one: `Sigur\u00f0sson`, `Novotn\u00fd`.
"""
_UTF7 = re.compile(rb"[A-Za-z]\+A[M-P][A-Za-z](?![A-Za-z0-9+/])")
"""`Zo+AOs-`: nothing writes it any more, and it would be read as it stands."""
_CONTROLS = frozenset(chr(code) for code in range(1, 32)) - set("\t\n\r\f\x0b\x1a\x1c\x1d\x1e\x1f")


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
    # Two files put together have a mark in the middle.
    text = replace(text, content=text.content.replace("\ufeff", ""))
    if not _CONTROLS.isdisjoint(text.content[:_LOOKED_AT]) or _UTF7.search(content[:_LOOKED_AT]):
        raise RefusedError(Code.UNKNOWN_FORMAT)
    if "\0" in text.content:
        raise RefusedError(Code.DAMAGED_FILE, what="nul")
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
    if declared and content.lstrip().startswith(b"<"):
        encoding = _DECLARED_AS.get(declared.group(1).lower())
        if encoding is not None:
            return Text(content.decode(encoding, "replace"), encoding)
    lines = content.splitlines(keepends=True)
    # Two lists that were put together may each have an encoding of their own.
    unicode = {line for line in lines if not line.isascii() and _as(line, "utf-8") is not None}
    telling = b"".join(line for line in lines if not line.isascii() and line not in unicode)
    candidates = _POLISH if _POLISH_BYTES.search(telling) else _OLD_ENCODINGS
    scores = [
        (_fitness(telling[:_TELLING_AT_MOST], encoding, start), encoding)
        for encoding, start in candidates
        if _as(telling, encoding) is not None
    ]
    # MacRoman has a letter for every byte.
    _, encoding = max(scores, key=itemgetter(0))
    if not unicode:
        return Text(content.decode(encoding), encoding, guessed=True)
    text = "".join(line.decode("utf-8" if line in unicode else encoding) for line in lines)
    return Text(text, encoding, guessed=True)


def _as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _fitness(lines: bytes, encoding: str, start: int) -> float:
    """How well the letters that are not plain ASCII fit Dutch name lists."""
    text = lines.decode(encoding, "ignore")
    fit = start + sum(
        often * _fit_in_word(piece)
        for piece, often in Counter(_NOT_ASCII_AFTER.findall(text)).items()
    )
    fit += _OUT_OF_PLACE * _letters_out_of_place(text, encoding)
    if encoding in {"cp1252", "cp1254"}:
        fit += _FITS_A_SPACE * len(_BARE_SPACE.findall(text))
    return fit + _ODD * _unlike_turkish(text) if encoding == "cp1254" else fit


def _letters_out_of_place(text: str, encoding: str) -> int:
    """How many letters stand where a dash, an apostrophe or a euro does: `5 \u00f1 juf Els`.

    Only letters that share their byte with such a sign: `\u00e0 Campo` is a name.
    """
    small = _OUT_OF_PLACE_IN.get(encoding)
    return len(_AMOUNT.findall(text)) + (len(small.findall(text)) if small is not None else 0)


def _unlike_turkish(text: str) -> int:
    """How many words have a letter of Turkish only, and cannot be Turkish."""
    return sum(
        often
        for word, often in Counter(re.findall(r"[^\W\d_]+", text)).items()
        if _TURKISH_LETTER.search(word) and _NOT_TURKISH.search(word.lower())
    )


def _fit_in_word(piece: str) -> int:
    """A letter behind the one or two before it: a change of case inside a word speaks against."""
    before, letter = piece[:-1], piece[-1]
    if letter.isupper() and before[-1:].islower():
        return _ODD
    if letter.islower() and len(before) > 1 and before.isupper():
        return _ODD
    return _LETTERS.get(letter.lower(), 0 if letter.isalpha() else _ODD)
