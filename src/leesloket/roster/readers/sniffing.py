"""What a file is, by its content and never by its name."""

from __future__ import annotations

import re
from enum import StrEnum

from leesloket.roster.readers.ole import SIGNATURE as OLE_SIGNATURE

_OTHER_KINDS = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ", "xz"),
    (b"(\xb5/\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "database"),
    (b"L\0\0\0\x01\x14\x02\0", "shortcut"),
    (b"[InternetShortcut]", "shortcut"),
    (b"BEGIN:VC", "cards"),
)
_FURTHER_ON = (
    (4, b"ftyp", "image"),
    (8, b"WEBP", "image"),
    (4, b"1AY&SY", "bzip2"),
    (257, b"ustar", "tar"),
)
_MAY_BE_TEXT = frozenset({b"MZ"})
"""A list may begin with these letters as well, and has no NUL."""
_TEXTS_OF_PROGRAMS = (
    (re.compile(rb"WEB\r?\n1\r?\n"), "shortcut"),
    (re.compile(rb"\s*\{[^}]{0,400}(?:docs\.google\.com|\"doc_id\")"), "shortcut"),
    (re.compile(rb"\s*(?:\{\s*\"|\[\s*[\{\[])"), "json"),
    (re.compile(rb"TABLE\r?\n0,1\r?\n"), "dif"),
    (re.compile(rb"ID;P[^\r\n]*\r?\n(?:[PF];P|[BC];[XY])"), "sylk"),
    (
        re.compile(
            rb"(?:[A-Za-z][\w-]{1,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*?"
            rb"(?:MIME-Version|Message-ID|Received|Content-Type):",
            re.IGNORECASE,
        ),
        "mail",
    ),
)
PACKED = frozenset({"gzip", "bzip2", "xz", "zstd", "7z", "rar", "tar"})
DOCUMENTS = frozenset({"pdf", "rtf", "postscript", "image"})
OTHER_OPEN_DOCUMENT = rb"application/(?:vnd\.oasis\.opendocument\.(?!spreadsheet)|epub)"
"""What the package of a text, a presentation or a book says it is; in an expression."""
_LOOKED_AT = 4096
_ZIP = re.compile(rb"PK(?:[\0-\x08]{2}|00)")
"""Any record of a zip: one that does not begin with a file is a damaged zip, and no text."""
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
    if _ZIP.match(start):
        return Kind.ZIP
    if start.startswith(OLE_SIGNATURE):
        return Kind.OLE
    if other_kind(content) is not None:
        return Kind.OTHER
    return Kind.TEXT


def other_kind(content: bytes) -> str | None:
    """What an unwanted file is, for the sentence that says so."""
    start = content[:_LOOKED_AT]
    signs = (*((0, sign, name) for sign, name in _OTHER_KINDS), *_FURTHER_ON)
    for at, sign, name in signs:
        if start.startswith(sign, at) and not (sign in _MAY_BE_TEXT and b"\0" not in start):
            return name
    return next((name for form, name in _TEXTS_OF_PROGRAMS if form.match(start)), None)


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
