"""The parts of an Office Open XML workbook: in UTF-8, without document types, sheet by sheet."""

from __future__ import annotations

import codecs
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from leesloket.roster.problems import Code
from leesloket.roster.readers.result import Budget, RefusedError
from leesloket.roster.readers.zip_gate import Archive

USUAL_BOOK = "xl/workbook.xml"
FIRST_PARTS = frozenset({USUAL_BOOK, "_rels/.rels", "xl/_rels/workbook.xml.rels"})
_OFFICE_DOCUMENT = "/officeDocument"
_BOOK = re.compile(rb"<(?:\w+:)?workbook[\s>]")
_OTHER_SHEETS = re.compile(r"/(?:macro|dialog|chart)sheets/", re.IGNORECASE)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_ATTRIBUTE = re.compile(rb"(?<![\w:])([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE_DECLARATION = ("<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_WIDE = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_ENCODING = re.compile(r"\A\ufeff?(<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")


class Sheet(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    part: str
    """The name of its part, which may not be there."""
    visible: bool


def checked_parts(archive: Archive) -> tuple[dict[str, bytes], bool]:
    """The XML parts, unpacked and in UTF-8, and whether any of them was not.

    A part with a document type refuses the file.
    """
    parts = {}
    recoded = False
    for name in archive.names():
        if archive.holds_text(name):
            part = archive.read(name)
            encoding = next((code for start, code in _WIDE if part.startswith(start)), None)
            if encoding is not None:
                part, recoded = _as_utf8(part, encoding), True
            refuse_declarations(part)
            parts[name] = part
    return parts, recoded


def _as_utf8(part: bytes, encoding: str) -> bytes:
    try:
        return _ENCODING.sub(r"\1", part.decode(encoding), count=1).encode()
    except UnicodeError:
        raise RefusedError(Code.DAMAGED_FILE, what="workbook") from None


def book_part(parts: Mapping[str, bytes]) -> str:
    """The part that lists the sheets: where the package says, else at its usual place.

    Raises RefusedError when this is a document of another kind.
    """
    for tag in _RELATION.findall(parts.get("_rels/.rels", b"")):
        attributes = _attributes(tag)
        target = posixpath.normpath(attributes.get("Target", "").lstrip("/"))
        if attributes.get("Type", "").endswith(_OFFICE_DOCUMENT) and target in parts:
            if _BOOK.search(parts[target]):
                return target
            raise RefusedError(Code.DOCUMENT_FILE, looks_like="office")
    if any(name.startswith("xl/") for name in parts):
        return next((name for name in parts if name.lower() == USUAL_BOOK), USUAL_BOOK)
    raise RefusedError(Code.DOCUMENT_FILE, looks_like="office")


def sheets_of(parts: Mapping[str, bytes], book: str, budget: Budget) -> Iterator[Sheet]:
    """The worksheets, through the workbook's relations.

    Raises RefusedError where one has no part, two are meant by one relation, or too many are told.
    """
    targets = _targets(parts, book, budget)
    listed = _SHEET.findall(parts.get(book, b""))
    _refuse_too_many(listed, budget)
    any_size = {name.lower(): name for name in parts}
    sheets = [
        (attributes, path)
        for attributes in map(_attributes, listed)
        # A module of macros is a sheet without a part of its own.
        if "name" in attributes and attributes.get("id") != ""
        and not _OTHER_SHEETS.search(path := targets.get(attributes.get("id", ""), ""))
    ]  # fmt: skip
    found = [path if path in parts else any_size.get(path.lower()) for _, path in sheets]
    if None in found and any(found):
        # The children of one sheet would be missing without a word.
        raise RefusedError(Code.DAMAGED_FILE, what="workbook")
    for (attributes, path), part in zip(sheets, found, strict=True):
        yield Sheet(
            attributes["name"], part or path, attributes.get("state", "visible") == "visible"
        )


def _targets(parts: Mapping[str, bytes], book: str, budget: Budget) -> Mapping[str, str]:
    """The parts that the workbook relates to, by the id of the relation."""
    folder, file = posixpath.split(book)
    related = _RELATION.findall(parts.get(posixpath.join(folder, "_rels", f"{file}.rels"), b""))
    _refuse_too_many(related, budget)
    targets: dict[str, str] = {}
    for tag in related:
        attributes = _attributes(tag)
        target = attributes.get("Target", "").replace("\\", "/")
        inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        path = posixpath.normpath(inside)
        if targets.setdefault(attributes.get("Id", ""), path) != path:
            # Which of both a sheet is, programs do not agree on.
            raise RefusedError(Code.DAMAGED_FILE, what="workbook")
    return targets


def _refuse_too_many(tags: Sequence[bytes], budget: Budget) -> None:
    if len(tags) > budget.members:
        raise RefusedError(Code.TOO_LARGE, what="parts", limit=budget.members)


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        key.decode().rsplit(":", 1)[-1]: unescape((double or single).decode("utf-8", "replace"))
        for key, double, single in _ATTRIBUTE.findall(tag)
    }


def refuse_declarations(part: bytes) -> None:
    """Raises RefusedError when an XML part declares a document type or an entity."""
    # One byte is found at once, and hardly any part has these two.
    if (b"!" in part and _DECLARATION.search(part)) or (
        b"\0" in part and any(wide in part for wide in _WIDE_DECLARATION)
    ):
        raise RefusedError(Code.DTD_FORBIDDEN)
