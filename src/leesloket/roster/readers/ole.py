"""The container of old Office files (MS-CFB): which streams there are, and the bytes of one."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from leesloket.roster.problems import Code
from leesloket.roster.readers.result import RefusedError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_FAT = 109
_FREE_OR_END = 0xFFFFFFFA
_ENTRY = 128
_KIND_STREAM, _KIND_ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class Container:
    """The streams by name.  `streams` says where each starts and how long it is."""

    content: bytes = field(repr=False)
    sector: int
    mini_sector: int
    mini_below: int
    fat: tuple[int, ...] = field(repr=False)
    mini_fat: tuple[int, ...] = field(repr=False)
    mini_stream: bytes = field(repr=False)
    streams: Mapping[str, tuple[int, int]]

    def read(self, name: str) -> bytes:
        """The bytes of a stream."""
        start, size = self.streams[name]
        if size < self.mini_below:
            return _chain(self.mini_stream, 0, self.mini_sector, self.mini_fat, start)[:size]
        return _chain(self.content, self.sector, self.sector, self.fat, start)[:size]


def open_container(content: bytes) -> Container:
    """Raises RefusedError damaged_file when the container's tables make no sense."""
    try:
        return _opened(content)
    except (struct.error, IndexError, ValueError):
        raise RefusedError(Code.DAMAGED_FILE, what="ole") from None


def _opened(content: bytes) -> Container:
    sector = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)
    mini_sector = 1 << min(struct.unpack_from("<H", content, 32)[0], 16)
    directory_start, mini_below, mini_start = struct.unpack_from("<I4xII", content, 48)
    fat = _fat(content, sector)
    directory = _chain(content, sector, sector, fat, directory_start)
    streams: dict[str, tuple[int, int]] = {}
    root = (0, 0)
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        start, size = struct.unpack_from("<II", directory, at + 116)
        if kind == _KIND_STREAM:
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            streams.setdefault(name, (start, size))
        elif kind == _KIND_ROOT:
            root = (start, size)
    if not streams:
        raise ValueError
    container = Container(
        content=content,
        sector=sector,
        mini_sector=mini_sector,
        mini_below=mini_below,
        fat=fat,
        mini_fat=_numbers(_chain(content, sector, sector, fat, mini_start)),
        mini_stream=_chain(content, sector, sector, fat, root[0])[: root[1]],
        streams=streams,
    )
    refuse_loops(container)
    return container


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _fat(content: bytes, sector: int) -> tuple[int, ...]:
    sectors = list(struct.unpack_from(f"<{_HEADER_FAT}I", content, 76))
    following = struct.unpack_from("<I", content, 68)[0]
    seen = set()
    while following < _FREE_OR_END:
        if following in seen:
            raise ValueError
        seen.add(following)
        block = _numbers(content[(following + 1) * sector : (following + 2) * sector])
        if not block:
            break
        sectors.extend(block[:-1])
        following = block[-1]
    return tuple(
        number
        for which in sectors
        if which < _FREE_OR_END
        for number in _numbers(content[(which + 1) * sector : (which + 2) * sector])
    )


def _chain(content: bytes, offset: int, sector: int, table: tuple[int, ...], start: int) -> bytes:
    """The sectors of one chain, joined; a jump outside ends it.  Raises ValueError for a loop."""
    return b"".join(
        content[offset + at * sector : offset + (at + 1) * sector] for at in _links(table, start)
    )


def _links(table: tuple[int, ...], start: int) -> Iterator[int]:
    """The sectors of one chain.  calamine follows a loop until memory is gone."""
    at = start
    for _ in range(len(table) + 1):
        if at >= len(table):
            return
        yield at
        at = table[at]
    raise ValueError("loop")


def refuse_loops(container: Container) -> None:
    """Raises ValueError.  A sector is followed once, however many streams come past it."""
    followed: tuple[set[int], set[int]] = (set(), set())
    for start, size in container.streams.values():
        is_mini = size < container.mini_below
        seen = followed[is_mini]
        own = []
        for at in _links(container.mini_fat if is_mini else container.fat, start):
            if at in seen:
                break
            own.append(at)
        seen.update(own)
