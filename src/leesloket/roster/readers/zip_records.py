"""The records of a zip file, read strictly (APPNOTE.TXT 6.3.10, sections 4.3 and 4.5)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from leesloket.roster.problems import Code
from leesloket.roster.readers.result import RefusedError

_END = struct.Struct("<4s4H2IH")
_END64_LOCATOR = struct.Struct("<4sIQI")
_END64 = struct.Struct("<4sQ2H2I4Q")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_UTF8_NAME = 0x0800
_SIZES_FOLLOW = 0x0008
_MEANT_BY_BOTH = 0x0001 | 0x0008 | 0x0040 | 0x2000
_MADE_ON_UNIX = 3
_EXTRA_ZIP64 = 0x0001
_EXTRA_UNICODE_NAME = 0x7075
_UNICODE_NAME_AT = 5
_ZIP64_PARTS = ("size", "packed", "offset")
_ZIP64_AT_MOST = 28
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_COMMENT_AT_MOST = 0xFFFF


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the directory stands."""

    entries: int
    directory_start: int
    directory_end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the directory."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    unix_mode: int


def unsafe(reason: str) -> RefusedError:
    """The refusal of an archive with two meanings or an impossible claim."""
    return RefusedError(Code.ZIP_UNSAFE, reason=reason)


def find_ending(content: bytes) -> Ending:
    """The end record, which must be the file's very last thing but its own comment."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - _END.size - _COMMENT_AT_MOST))
    if at < 0 or at + _END.size > len(content):
        raise RefusedError(Code.DAMAGED_FILE, what="zip")
    _, disk, start_disk, here, entries, size, start, comment = _END.unpack_from(content, at)
    if at + _END.size + comment != len(content):
        raise unsafe("bytes_behind_the_end")
    if disk or start_disk or here != entries:
        raise unsafe("several_disks")
    locator = at - _END64_LOCATOR.size
    if locator >= 0 and content.startswith(b"PK\x06\x07", locator):
        return _ending64(content, locator, (entries, size, start))
    if start + size != at:
        raise unsafe("directory_not_at_its_place")
    return Ending(entries, start, at)


def _ending64(content: bytes, locator: int, claimed: tuple[int, int, int]) -> Ending:
    _, disk, at, disks = _END64_LOCATOR.unpack_from(content, locator)
    if disk or disks > 1 or at + _END64.size > locator:
        raise unsafe("zip64_ending")
    signature, length, _, _, disk, start_disk, here, entries, size, start = _END64.unpack_from(
        content, at
    )
    if (
        signature != b"PK\x06\x06"
        or length + 12 != locator - at
        or disk
        or start_disk
        or here != entries
        or start + size != at
    ):
        raise unsafe("zip64_ending")
    full = (_FULL16, _FULL32, _FULL32)
    for old, new, not_here in zip(claimed, (entries, size, start), full, strict=True):
        if old not in (new, not_here):
            raise unsafe("two_endings")
    return Ending(entries, start, at)


def iter_central_entries(content: bytes, ending: Ending) -> Iterator[Entry]:
    """The directory's lines; refuses when they do not fill it exactly."""
    at = ending.directory_start
    for _ in range(ending.entries):
        if at + _CENTRAL.size > ending.directory_end:
            raise unsafe("directory_too_short")
        entry, at = _central_entry(content, at)
        if at > ending.directory_end:
            raise unsafe("directory_too_short")
        yield entry
    if at != ending.directory_end:
        raise unsafe("directory_too_long")


def _central_entry(content: bytes, at: int) -> tuple[Entry, int]:
    (
        signature, made_by, _, flags, method, _, _, crc, packed, size,
        name_length, extra_length, comment_length, disk, _, attributes, offset,
    ) = _CENTRAL.unpack_from(content, at)  # fmt: skip
    if signature != b"PK\x01\x02" or disk not in (0, _FULL16):
        raise unsafe("directory_line")
    name_end = at + _CENTRAL.size + name_length
    raw_name = content[at + _CENTRAL.size : name_end]
    entry = Entry(
        name=_decoded(raw_name, flags),
        raw_name=raw_name,
        flags=flags,
        method=method,
        crc=crc,
        packed=packed,
        size=size,
        offset=offset,
        unix_mode=attributes >> 16 if made_by >> 8 == _MADE_ON_UNIX else 0,
    )
    entry = _with_extras(entry, content[name_end : name_end + extra_length])
    return entry, name_end + extra_length + comment_length


def _decoded(raw_name: bytes, flags: int) -> str:
    try:
        return raw_name.decode("utf-8" if flags & _UTF8_NAME else "cp437")
    except UnicodeDecodeError:
        raise unsafe("odd_name") from None


def _iter_extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(extra):
        if at + 4 > len(extra):
            # Fewer than four bytes left over are padding when they are zero.
            if extra[at:].strip(b"\0"):
                raise unsafe("extra_field")
            return
        kind, length = struct.unpack_from("<2H", extra, at)
        if at + 4 + length > len(extra):
            raise unsafe("extra_field")
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _with_extras(entry: Entry, extra: bytes) -> Entry:
    seen: set[int] = set()
    for kind, data in _iter_extras(extra):
        if kind in seen and kind in {_EXTRA_ZIP64, _EXTRA_UNICODE_NAME}:
            raise unsafe("extra_field")
        seen.add(kind)
        if kind == _EXTRA_ZIP64:
            entry = _with_zip64(entry, data)
        elif kind == _EXTRA_UNICODE_NAME:
            _refuse_other_name(entry, data)
    if _FULL32 in (entry.size, entry.packed, entry.offset):
        raise unsafe("zip64_missing")
    return entry


def _with_zip64(entry: Entry, data: bytes) -> Entry:
    if len(data) % 8 not in {0, 4} or len(data) > _ZIP64_AT_MOST:
        raise unsafe("zip64_extra")
    values = [value for (value,) in struct.iter_unpack("<Q", data[: len(data) // 8 * 8])]
    parts = [part for part in _ZIP64_PARTS if getattr(entry, part) == _FULL32]
    if len(values) > len(parts):
        # Some writers repeat what fits in the line itself; it may not say something else.
        parts = list(_ZIP64_PARTS)
    if len(values) < len(parts) and any(getattr(entry, part) == _FULL32 for part in parts):
        raise unsafe("zip64_missing")
    filled = dict(zip(parts, values, strict=False))
    if any(getattr(entry, part) not in {_FULL32, value} for part, value in filled.items()):
        raise unsafe("zip64_extra")
    return replace(entry, **filled)


def _refuse_other_name(entry: Entry, data: bytes) -> None:
    if len(data) < _UNICODE_NAME_AT or data[0] != 1:
        raise unsafe("unicode_name")
    (checksum,) = struct.unpack_from("<I", data, 1)
    if checksum != zlib.crc32(entry.raw_name) or data[_UNICODE_NAME_AT:] != entry.name.encode():
        raise unsafe("unicode_name")


def local_header_end(content: bytes, entry: Entry) -> int:
    """Where a part's own bytes start; refuses when its local header says something else."""
    if entry.offset + _LOCAL.size > len(content):
        raise unsafe("outside_the_archive")
    signature, _, flags, method, _, _, crc, packed, size, name_length, extra_length = (
        _LOCAL.unpack_from(content, entry.offset)
    )
    name_end: int = entry.offset + _LOCAL.size + name_length
    told = replace(
        entry,
        raw_name=content[entry.offset + _LOCAL.size : name_end],
        flags=flags,
        method=method,
        crc=crc,
        packed=packed,
        size=size,
    )
    told = _with_local_extras(told, content[name_end : name_end + extra_length])
    if signature != b"PK\x03\x04" or not _agree(told, entry):
        raise unsafe("local_header")
    return name_end + int(extra_length)


def _with_local_extras(told: Entry, extra: bytes) -> Entry:
    for kind, data in _iter_extras(extra):
        if kind == _EXTRA_ZIP64 and _FULL32 in {told.size, told.packed}:
            return _with_zip64(told, data)
    return told


def _agree(told: Entry, entry: Entry) -> bool:
    """Whether the local header and the directory describe the same part."""
    meant = _MEANT_BY_BOTH if entry.raw_name.isascii() else _MEANT_BY_BOTH | _UTF8_NAME
    if (
        told.raw_name != entry.raw_name
        or told.method != entry.method
        or (told.flags ^ entry.flags) & meant
    ):
        return False
    sizes = zip(
        (told.crc, told.packed, told.size), (entry.crc, entry.packed, entry.size), strict=True
    )
    # With a data descriptor the local header may be silent (0) about what follows.
    silent = bool(told.flags & _SIZES_FOLLOW)
    return all(local == listed or (silent and local == 0) for local, listed in sizes)
