"""The gate before any archive: its directory must have one meaning only.

Everything is checked on the bytes of the central directory and the local headers before a part is
unpacked, since the standard library and the workbook readers take archives that lie (SECURITY.md
4.2).  Data descriptors and directory entries occur in honest workbooks and are fine.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from leesloket.roster.problems import Code
from leesloket.roster.readers.result import Budget, RefusedError, too_large
from leesloket.roster.readers.zip_records import (
    Ending,
    Entry,
    find_ending,
    iter_central_entries,
    local_header_end,
    unsafe,
)

_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x0001
_STRONG_ENCRYPTION = 0x0040
_DESCRIPTOR_AT_MOST = 24
_TEXT_PARTS = (".xml", ".rels", ".vml")
_UNIX_KIND, _UNIX_FILE, _UNIX_FOLDER = 0xF000, 0x8000, 0x4000
_ODD_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e]|^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that passed the gate.  Parts are unpacked one by one, checked against its word."""

    content: bytes = field(repr=False)
    entries: Mapping[str, Entry] = field(repr=False)
    renamed: bool
    """Whether names had backslashes, which the workbook readers do not know."""

    def names(self) -> Iterator[str]:
        """Names of the parts, folders left out."""
        return (name for name in self.entries if not name.endswith("/"))

    def read(self, name: str) -> bytes:
        """One part, unpacked; refuses when its size or checksum is not what the archive says."""
        return _unpack(self.content, self.entries[name])

    def holds_text(self, name: str) -> bool:
        """Whether a part is XML by its name."""
        return name.lower().endswith(_TEXT_PARTS)


def open_archive(content: bytes, *, budget: Budget) -> Archive:
    """Check the whole directory of `content` and hand out its parts.

    Raises RefusedError: damaged_file, password_protected, too_large or zip_unsafe with a reason.
    """
    ending = find_ending(content)
    if ending.entries > budget.members:
        raise RefusedError(Code.TOO_LARGE, what="parts", limit=budget.members)
    entries = _checked_entries(content, ending, budget)
    named, renamed = _by_name(entries)
    _refuse_overlap(content, entries, ending)
    return Archive(content, named, renamed)


def _checked_entries(content: bytes, ending: Ending, budget: Budget) -> tuple[Entry, ...]:
    entries = []
    total = 0
    for entry in iter_central_entries(content, ending):
        _refuse_odd_entry(entry)
        if entry.size > budget.part_bytes:
            raise too_large("part", budget.part_bytes)
        total += entry.size
        entries.append(entry)
    if total > budget.unpacked_bytes:
        raise too_large("unpacked", budget.unpacked_bytes)
    return tuple(entries)


_ODD: tuple[tuple[str, Callable[[Entry], object]], ...] = (
    ("odd_method", lambda entry: entry.method not in {_STORED, _DEFLATED}),
    ("stored_size", lambda entry: entry.method == _STORED and entry.packed != entry.size),
    ("odd_name", lambda entry: not entry.name or _ODD_NAME.search(entry.name)),
    ("absolute_name", lambda entry: entry.name.startswith("/") and entry.name.count("/") == 1),
    ("climbing_name", lambda entry: ".." in entry.name.replace("\\", "/").split("/")),
    ("link", lambda entry: entry.unix_mode & _UNIX_KIND not in {0, _UNIX_FILE, _UNIX_FOLDER}),
    ("folder_with_content", lambda entry: entry.name.endswith("/") and entry.size),
)


def _refuse_odd_entry(entry: Entry) -> None:
    if entry.flags & (_ENCRYPTED | _STRONG_ENCRYPTION):
        raise RefusedError(Code.PASSWORD_PROTECTED, what="zip")
    for reason, is_odd in _ODD:
        if is_odd(entry):
            raise unsafe(reason)


def _by_name(entries: Iterable[Entry]) -> tuple[dict[str, Entry], bool]:
    named: dict[str, Entry] = {}
    places = set()
    renamed = False
    for entry in entries:
        name = entry.name.replace("\\", "/").lstrip("/")
        renamed = renamed or name != entry.name
        place = _place(name)
        if place in places:
            raise unsafe("same_name_twice")
        places.add(place)
        named[name] = entry
    return named, renamed


def _place(name: str) -> bytes:
    """Where a part would stand: office programs take `XL/./Book.xml` for `xl/book.xml`.

    Only letters of ASCII are one whether small or not (ECMA-376 part 2, 6.2.2.3).
    """
    return posixpath.normpath(name).encode().lower()


def _refuse_overlap(content: bytes, entries: Iterable[Entry], ending: Ending) -> None:
    """Parts stand one behind the other; between them only a data descriptor or zeros."""
    end_of_last = 0
    for entry in sorted(entries, key=lambda each: each.offset):
        if entry.offset < end_of_last:
            raise unsafe("overlap")
        _refuse_unlisted(content, end_of_last, entry.offset)
        end_of_last = local_header_end(content, entry) + entry.packed
        if end_of_last > ending.directory_start:
            raise unsafe("outside_the_archive")
    _refuse_unlisted(content, end_of_last, ending.directory_start)


def _refuse_unlisted(content: bytes, start: int, end: int) -> None:
    if end - start > _DESCRIPTOR_AT_MOST and content[start:end].strip(b"\0"):
        raise unsafe("part_not_listed")


def _unpack(content: bytes, entry: Entry) -> bytes:
    start = local_header_end(content, entry)
    packed = content[start : start + entry.packed]
    if entry.method == _STORED:
        part = packed
    else:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            part = inflater.decompress(packed, entry.size + 1)
            # A stream may end with an empty block that yields nothing more.
            part += inflater.decompress(inflater.unconsumed_tail, 1)
        except zlib.error:
            raise RefusedError(Code.DAMAGED_FILE, what="zip") from None
        if not inflater.eof or inflater.unused_data:
            raise unsafe("lying_size")
    if len(part) != entry.size or zlib.crc32(part) != entry.crc:
        raise unsafe("lying_size" if len(part) != entry.size else "checksum")
    return part
