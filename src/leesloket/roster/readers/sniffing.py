"""What a file is, by its content and never by its name."""

from __future__ import annotations

import re
from enum import StrEnum

from leesloket.roster.readers.ole import SIGNATURE as OLE_SIGNATURE

_OTHER_KINDS = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "database"),
    (b"MIME-Version:", "web_archive"),
)
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00")
_MARKUP = re.compile(r"\s*<[?!a-zA-Z]")
_MESSAGE = re.compile(r"\s*(?:HTTP/\d|--\S)")
_ENVELOPE, _ENVELOPE_ENDS = re.compile(r"<[\w.:-]{0,32}Envelope\b"), "Envelope>"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style|"
    r"div|center|font)\b",
    re.IGNORECASE | re.DOTALL,
)


class Kind(StrEnum):
    """The families of bytes that are told apart before anything is parsed."""

    EMPTY = "empty"
    ZIP = "zip"
    OLE = "ole"
    TEXT = "text"
    OTHER = "other"


def kind_of(content: bytes) -> Kind:
    """The family of a file."""
    start = content[:64]
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        return Kind.EMPTY
    if start.startswith(_ZIP_STARTS):
        return Kind.ZIP
    if start.startswith(OLE_SIGNATURE):
        return Kind.OLE
    if other_kind(content) is not None:
        return Kind.OTHER
    return Kind.TEXT


def other_kind(content: bytes) -> str | None:
    """What an unwanted file is, for the sentence that says so."""
    return next((name for start, name in _OTHER_KINDS if content.startswith(start)), None)


def is_html(text: str) -> bool:
    """Whether a text is a web page or a bare table, as some systems call `.xls`."""
    return _HTML.match(text[:4096]) is not None


def is_markup(text: str) -> bool:
    """Whether a text is XML of any kind."""
    return _MARKUP.match(text[:256].lstrip("\ufeff")) is not None


def envelope_in(text: str) -> str:
    """The answer of a web service without the headers and parts that were saved around it.

    Any other text is what it was.
    """
    found = _ENVELOPE.search(text) if _MESSAGE.match(text) else None
    end = text.rfind(_ENVELOPE_ENDS)
    return text[found.start() : end + len(_ENVELOPE_ENDS)] if found and end > 0 else text
