"""Text as it may enter the register: composed, without stray spaces, without hidden controls."""

from __future__ import annotations

import re
import unicodedata

MAX_CELL_LENGTH = 200
"""Characters.  The longest field of EDEXML (achternaam, voornamen) has 200."""

# An apostrophe that some writers of csv, we too, put before what a spreadsheet would run.
_GUARDED = ("'=", "'+", "'-", "'@")

# What a spreadsheet shows for a formula that failed, in English and in Dutch.
_ERROR_VALUES = frozenset(
    {
        *("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"),
        *("#N/B", "#VERW!", "#WAARDE!", "#NAAM?", "#DEEL/0!", "#GETAL!", "#LEEG!"),
    }
)

_NOT_KNOWN = frozenset(
    {
        *("onbekend", "geen", "leeg", "nvt", "n v t", "n.v.t.", "n.v.t", "n/a", "null"),
        *("none", "nan", "(null)", "(leeg)", "(geen)", "\\n"),
        *("-", "--", "---", "\u2013", "\u2014", "?", ".", "..", "..."),
    }
)

DITTO = frozenset(
    {'"', "\u201c", "\u201d", "\u201e", "\u2033", "\u3003", "''", ",,", '-"-', '"-"', "-//-", "//"}
    | {"\u2193", "idem", "dito"}
)
"""What stands for the same as in the row above, under any heading; a child may be called Dito."""

_NO_LETTERS = (
    "\u00a1-\u00a9\u00ac\u00ae-\u00b3\u00b6\u00b9\u00bc-\u00bf\u00d7\u00f7\u02db\u2030\u20ac\u2122"
    "\u2200-\u22ff\u2500-\u259f\u25ca"
)
"""Signs that no name has: they come from letters read in the wrong alphabet (`Zo\u2030`)."""
_NONE_BEHIND_A_LETTER = "\u00b8\u02c6\u02dc\u201a\u201e\u2020-\u2022\u2039\u203a\u25a1\u25af"
"""Quotes, daggers, accents by themselves, and the box for a letter that a font has not.

Before a name they may stand: `\u2022 Jan`.
"""
_LOST_LETTER = re.compile(
    rf"[^\W\d_][?{_NO_LETTERS}{_NONE_BEHIND_A_LETTER}]|[?{_NO_LETTERS}][^\W\d_]"
    r"|[%=][89A-F][0-9A-F](?![0-9])|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|&(?!(?:lt|gt);)#?\w{2,8};"
)
"""Also what stands for a letter in mails and programs: `Zo=C3=AB`, `Zo\\xeb`."""
_MAY_BE_LOST = re.compile(rf"[?%=\\&{_NO_LETTERS}{_NONE_BEHIND_A_LETTER}]")
_PERHAPS_LOST = re.compile(
    "[a-z][\u00c0-\u00d6\u00d8-\u00de\u00fe\u0160\u017d\u0178\u00b4\u00b7\u2018]"
)
"""Among names that lost letters (`Lo\u2039s`) these lost some as well: `Zo\u00d9`, `Ren\u017de`."""

# Marks that cannot be seen and change nothing: byte order mark, soft hyphen, zero-width space, and
# the marks of direction that come along with what is copied from a web page or a mail.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
# Putting marks in order takes the square of their number; Unicode draws its line at 30 (UAX 15).
_MARKS_WITHOUT_END = re.compile(r"[^\w\s\x00-\x7f]{31}")
# Overrides that make text read differently from what it is, controls, and the sign that stands
# for bytes nobody could read.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2061-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufff9-\uffff]"
)


def clean_text(value: str) -> str:
    """The same words, composed (NFC) and with single spaces; nothing visible is changed.

    But for the apostrophe that keeps a spreadsheet from running a text: it was never the text.
    """
    if value.isalnum() and value.isascii():
        return value
    if value.startswith(_GUARDED):
        value = value[1:]
    if value.isascii():
        return " ".join(value.split())
    if _MARKS_WITHOUT_END.search(value) is None:
        value = unicodedata.normalize("NFC", value)
    return " ".join(_INVISIBLE.sub("", value).split())


def is_error_value(value: str) -> bool:
    """Whether a spreadsheet put the message of a failed formula here."""
    return value.startswith("#") and (value.upper() in _ERROR_VALUES or not value.strip("#"))


def is_not_known(value: str) -> bool:
    """Whether a cell says in words or with a dash that it is empty."""
    return value.lower() in _NOT_KNOWN


def is_no_prefix(value: str) -> bool:
    """The same below a heading for prefixes, where R writes `NA`; a class may be called so."""
    return value == "NA" or is_not_known(value)


def has_forbidden_characters(value: str) -> bool:
    """Whether text holds controls, direction overrides or the sign for unreadable bytes."""
    if value.isascii() and value.isprintable():
        return False
    return _FORBIDDEN.search(value) is not None


def without_forbidden_characters(value: str) -> str:
    """Words of the file itself, a heading or the name of a sheet, as they are shown and kept."""
    return _FORBIDDEN.sub("", value) if has_forbidden_characters(value) else value


def may_have_lost_letters(value: str) -> bool:
    """Whether a name looks as if, which counts where others in its column did lose some."""
    return has_lost_letters(value) or _PERHAPS_LOST.search(value) is not None


def has_lost_letters(value: str) -> bool:
    """Whether letters became question marks or other signs: `Ç?nar`, `£ukasz`.

    The file's alphabet had no code for them, or they were read in another alphabet.
    """
    return _MAY_BE_LOST.search(value) is not None and _LOST_LETTER.search(value) is not None
