"""Workbooks that Excel locks with a password of its own, and opens without asking for one.

A workbook whose structure is protected is enciphered too, and who did not choose a password to open
it gets Excel's own, the same in every file (The Microsoft Excel File Format of OpenOffice.org,
4.18.3; MS-OFFCRYPTO 2.3).  It is no secret and nobody can take it off, so such a workbook is read.
A password that somebody chose is never tried.
"""

from __future__ import annotations

import binascii
import re
import struct
from io import BytesIO
from xml.parsers.expat import ExpatError

from msoffcrypto.exceptions import DecryptionError, FileFormatError, ParseError
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.format.xls97 import Xls97File
from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI

from leesloket.roster.problems import Code
from leesloket.roster.readers.ole import open_container
from leesloket.roster.readers.result import RefusedError
from leesloket.roster.readers.xls_far_cells import with_stream

_EXCELS_OWN = "VelvetSweatshop"
_ROUNDS = re.compile(rb"\bspinCount\s*=\s*[\"'](\d+)[\"']")
_ROUNDS_AT_MOST = 100_000
"""What Excel writes.  MS-OFFCRYPTO allows a hundred times as many, seconds of work."""
_DECLARATION = b"<!"
_BLOCK = 1024
_HEADER = struct.Struct("<HH")
_BOUNDSHEET, _FILEPASS = 0x0085, 0x002F
_WHERE_THE_SHEET_STARTS = 4
_IN_THE_CLEAR = frozenset({0x0809, _FILEPASS, 0x0193, 0x0194, 0x00E1, 0x0138, 0x0196})
"""BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDHead and RRDInfo (MS-XLS 2.2.10)."""
_NOT_EXCELS = (
    *(DecryptionError, FileFormatError, ParseError, ExpatError, binascii.Error, OSError),
    *(ValueError, LookupError, AttributeError, AssertionError, struct.error),
)
"""What the libraries say of a password of somebody's own, and of a container that is broken."""


def unlocked(content: bytes) -> bytes:
    """The workbook in a container with a password: a zip, or an old workbook that is open.

    Raises RefusedError: damaged_file, or password_protected when it is not Excel's own password.
    """
    container = open_container(content)
    streams = container.streams
    try:
        if "EncryptionInfo" in streams:
            return _package(content, container.read("EncryptionInfo"))
        if "Workbook" in streams:
            return _old_workbook(content, container.read("Workbook"))
    except _NOT_EXCELS:
        pass
    raise RefusedError(Code.PASSWORD_PROTECTED, what="workbook")


def _package(content: bytes, about: bytes) -> bytes:
    if _DECLARATION in about or any(
        int(rounds) > _ROUNDS_AT_MOST for rounds in _ROUNDS.findall(about)
    ):
        raise ValueError
    package = BytesIO()
    office = OOXMLFile(BytesIO(content))
    office.load_key(password=_EXCELS_OWN)
    # With another key it would be no zip, and the library says so.
    office.decrypt(package)
    return package.getvalue()


def _old_workbook(content: bytes, book: bytes) -> bytes:
    office = Xls97File(BytesIO(content))
    office.load_key(password=_EXCELS_OWN)
    return with_stream(content, "Workbook", _deciphered(office, book))


def _deciphered(office: Xls97File, book: bytes) -> bytes:
    """The stream with every record readable.  The library would write it to a temporary file."""
    stream = BytesIO(book)
    if office.type == "rc4":
        plain = DocumentRC4.decrypt(_EXCELS_OWN, office.salt, stream, blocksize=_BLOCK).getvalue()
    elif office.type == "rc4_cryptoapi":
        plain = DocumentRC4CryptoAPI.decrypt(
            _EXCELS_OWN, office.salt, office.keySize, stream, blocksize=_BLOCK
        ).getvalue()
    else:
        raise ValueError
    # The key stream runs on under headers and records that stand in the clear.
    parts = []
    at = 0
    while at + _HEADER.size <= len(book):
        number, length = _HEADER.unpack_from(book, at)
        start, end = at + _HEADER.size, at + _HEADER.size + length
        clear = start
        if number in _IN_THE_CLEAR:
            clear = end
        elif number == _BOUNDSHEET:
            clear = min(start + _WHERE_THE_SHEET_STARTS, end)
        # Zeros instead of its number: what reads this takes the workbook for an open one.
        parts += [bytes(2) + book[at + 2 : clear] if number == _FILEPASS else book[at:clear]]
        parts += [plain[clear:end]]
        at = end
    return b"".join((*parts, book[at:]))[: len(book)]
