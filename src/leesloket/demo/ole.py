"""A workbook with a password, as far as its outside goes.

Excel puts the encrypted package in a compound file (MS-CFB) with the streams `EncryptionInfo` and
`EncryptedPackage` (MS-OFFCRYPTO 2.3.4).  What stands in the streams here is noise: nothing can be
decrypted, and a program that asks for no password has to say so on sight of the names.
"""

from __future__ import annotations

import struct
from random import Random

_SECTOR = 512
_STREAM_SECTORS = 8  # 4,096 bytes, from where on a stream has sectors of its own
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NOBODY = 0xFFFFFFFF
_STORAGE_ROOT, _STREAM = 5, 2


def password_protected(*, seed: int) -> bytes:
    """A compound file of 9.7 kB that looks like a workbook saved with a password."""
    size = _SECTOR * _STREAM_SECTORS
    noise = Random(seed)  # noqa: S311 - stands for an encrypted package, encrypts nothing
    info = b"\x04\x00\x04\x00\x40\x00\x00\x00".ljust(size, b"\0")
    package = noise.randbytes(size)
    first_info, first_package = 2, 2 + _STREAM_SECTORS
    fat = [_FAT, _END, *_chain(first_info), *_chain(first_package)]
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    directory = b"".join(
        (
            _entry("Root Entry", _STORAGE_ROOT, start=_END, size=0, child=1),
            _entry("EncryptionInfo", _STREAM, start=first_info, size=size, right=2),
            _entry("EncryptedPackage", _STREAM, start=first_package, size=size),
            bytes(64) + b"\xff" * 12 + bytes(52),
        )
    )
    return _header() + struct.pack("<128I", *fat) + directory + info + package


def _chain(first: int) -> list[int]:
    return [*range(first + 1, first + _STREAM_SECTORS), _END]


def _header() -> bytes:
    """Version 3, sectors of 512 bytes, the table in sector 0, the directory in sector 1."""
    fixed = struct.pack(
        "<8s16s5H6s9I",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        b"",
        *(0x3E, 3, 0xFFFE, 9, 6),
        b"",
        *(0, 1, 1, 0, 4096, _END, 0, _END, 0),
    )
    return fixed + struct.pack("<109I", 0, *[_FREE] * 108)


def _entry(
    name: str, kind: int, *, start: int, size: int, child: int = _NOBODY, right: int = _NOBODY
) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBB3I16sI8s8sIQ",
        encoded,
        len(encoded),
        kind,
        1,
        *(_NOBODY, right, child),
        b"",
        0,
        b"",
        b"",
        start,
        size,
    )
