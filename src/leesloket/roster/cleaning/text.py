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
        *("-", "--", "---", "\u2013", "\u2014", "?", ".", "..", "..."),
    }
)

_LOST_LETTER = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")

# Marks that cannot be seen and change nothing: byte order mark, soft hyphen, zero-width space, and
# the marks of direction that come along with what is copied from a web page or a mail.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\ufeff]")
# Overrides that make text read differently from what it is, controls, and the sign that stands
# for bytes nobody could read.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufff9-\ufffd]"
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
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", value)).split())


def is_error_value(value: str) -> bool:
    """Whether a spreadsheet put the message of a failed formula here."""
    return value.startswith("#") and value.upper() in _ERROR_VALUES


def is_not_known(value: str) -> bool:
    """Whether a cell says in words or with a dash that it is empty."""
    return value.lower() in _NOT_KNOWN


def has_forbidden_characters(value: str) -> bool:
    """Whether text holds controls, direction overrides or the sign for unreadable bytes."""
    if value.isascii() and value.isprintable():
        return False
    return _FORBIDDEN.search(value) is not None


def has_lost_letters(value: str) -> bool:
    """Whether letters became question marks: `Ç?nar`, for want of a code in the file's alphabet."""
    return "?" in value and _LOST_LETTER.search(value) is not None
