"""Workbooks with a password, made by the same ciphers that open them."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable

import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from xlwt.CompoundDoc import XlsDoc

EXCELS_OWN = "VelvetSweatshop"
SALT = bytes(range(16))
IN_THE_CLEAR = {0x0809, 0x002F, 0x00E1}
BOUNDSHEET = 0x0085
Cipher = Callable[[bytes], bytes]
Lock = Callable[[str], tuple[bytes, Cipher]]


def locked_xlsx(password: str, book: bytes) -> bytes:
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(book)).encrypt(password, target)
    return target.getvalue()


def rc4(password: str) -> tuple[bytes, Cipher]:
    """The FilePass record of MS-XLS 2.4.117 with RC4, and the cipher (it is its own opposite)."""

    def cipher(raw: bytes) -> bytes:
        return bytes(
            DocumentRC4.decrypt(password, SALT, io.BytesIO(raw), blocksize=1024).getbuffer()
        )

    verifier = bytes(16)
    verified = cipher(verifier + hashlib.md5(verifier, usedforsecurity=False).digest())
    return struct.pack("<3H", 1, 1, 1) + SALT + verified, cipher


def rc4_by_cryptoapi(password: str) -> tuple[bytes, Cipher]:
    """The same with RC4 CryptoAPI (MS-OFFCRYPTO 2.3.5.1), as Excel 2002 and later write it."""

    def cipher(raw: bytes) -> bytes:
        stream = io.BytesIO(raw)
        made = DocumentRC4CryptoAPI.decrypt(password, SALT, 128, stream, blocksize=1024)
        return bytes(made.getbuffer())

    verifier = bytes(16)
    verified = cipher(verifier + hashlib.sha1(verifier, usedforsecurity=False).digest())
    about = struct.pack("<8I", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0)
    head = struct.pack("<3H2I", 1, 2, 2, 4, len(about)) + about
    sizes = (struct.pack("<I", 16), struct.pack("<I", 20))
    return head + sizes[0] + SALT + verified[:16] + sizes[1] + verified[16:], cipher


def locked_xls(kind: Lock, password: str, rows: tuple[tuple[str, ...], ...]) -> bytes:
    """A workbook of one sheet with something in it, enciphered record by record (MS-XLS 2.2.10)."""
    book = xlwt.Workbook()
    for name, lines in (("Leerlingen", rows), ("Leeg", ())):
        sheet = book.add_sheet(name)
        for row, values in enumerate(lines):
            for column, value in enumerate(values):
                sheet.write(row, column, value)
    stream = book.get_biff_data()
    told, cipher = kind(password)
    records = list(_records(stream))
    locked = [records[0], (0x002F, told), *(_moved(*one, by=4 + len(told)) for one in records[1:])]
    headers, hidden = [], []
    for number, body in locked:
        clear = len(body) if number in IN_THE_CLEAR else 4 if number == BOUNDSHEET else 0
        headers.append(struct.pack("<HH", number, len(body)) + body[:clear])
        hidden.append(body[clear:])
    laid_out = b"".join(bytes(len(a)) + b for a, b in zip(headers, hidden, strict=True))
    enciphered = cipher(laid_out)
    parts, at = [], 0
    for head, tail in zip(headers, hidden, strict=True):
        at += len(head)
        parts += [head, enciphered[at : at + len(tail)]]
        at += len(tail)
    target = io.BytesIO()
    XlsDoc().save(target, b"".join(parts))
    return target.getvalue()


def _moved(number: int, body: bytes, *, by: int) -> tuple[int, bytes]:
    """A record behind the one that was put in: a sheet begins so much later."""
    if number != BOUNDSHEET:
        return number, body
    return number, struct.pack("<I", struct.unpack_from("<I", body)[0] + by) + body[4:]


def _records(stream: bytes) -> list[tuple[int, bytes]]:
    found, at = [], 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        found.append((number, stream[at + 4 : at + 4 + length]))
        at += 4 + length
    return found
