"""A workbook that Excel locks by itself is read; a password that somebody chose is not tried."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from tests.roster.formats.locked_books import (
    EXCELS_OWN,
    Lock,
    locked_xls,
    locked_xlsx,
    rc4,
    rc4_by_cryptoapi,
)
from tests.roster.formats.reader_books import HEADINGS, PUPILS, as_xlsx, compound_file

from leesloket.roster.problems import Code
from leesloket.roster.readers import ReadResult, read

LONG_LIST = (HEADINGS, *PUPILS * 40)


def _cells(result: ReadResult) -> list[tuple[str, ...]]:
    assert result.table is not None, result.problems
    return [row.cells for row in result.table.rows]


def _codes(result: ReadResult) -> list[Code]:
    return [problem.code for problem in result.problems]


def test_a_workbook_with_excels_own_password_is_read() -> None:
    opened = read(as_xlsx({"Leerlingen": LONG_LIST}))

    locked = read(locked_xlsx(EXCELS_OWN, as_xlsx({"Leerlingen": LONG_LIST})))

    assert _cells(locked) == _cells(opened)
    assert locked.problems == opened.problems


@pytest.mark.parametrize("kind", [rc4, rc4_by_cryptoapi])
def test_an_old_workbook_with_excels_own_password_is_read(kind: Lock) -> None:
    assert _cells(read(locked_xls(kind, EXCELS_OWN, LONG_LIST))) == _cells(
        read(as_xlsx({"Leerlingen": LONG_LIST}))
    )


@pytest.mark.parametrize(
    "book",
    [
        pytest.param(lambda: locked_xlsx("geheim", as_xlsx({"Leerlingen": LONG_LIST})), id="xlsx"),
        pytest.param(lambda: locked_xls(rc4, "geheim", LONG_LIST), id="xls"),
        pytest.param(
            lambda: locked_xls(rc4_by_cryptoapi, "geheim", LONG_LIST), id="xls by CryptoAPI"
        ),
        pytest.param(lambda: compound_file("EncryptionInfo"), id="nothing in it"),
        pytest.param(lambda: compound_file("EncryptedPackage"), id="no word about it"),
    ],
)
def test_a_password_of_somebodys_own_is_refused(book: Callable[[], bytes]) -> None:
    assert _codes(read(book())) == [Code.PASSWORD_PROTECTED]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'spinCount="100000"', b'spinCount="900000"'),
        (b'<?xml version="1.0"', b'<!DOCTYPE  a><a b="'),
        (b'keyBits="256"', b'keyBits="x56"'),
        (b'hashAlgorithm="SHA512"', b'hashAlgorithm="SHA999"'),
    ],
)
def test_a_lock_that_is_not_excels_is_a_password(old: bytes, new: bytes) -> None:
    locked = locked_xlsx(EXCELS_OWN, as_xlsx({"Leerlingen": LONG_LIST}))
    assert old in locked
    assert len(old) == len(new)

    assert _codes(read(locked.replace(old, new))) == [Code.PASSWORD_PROTECTED]


def test_what_is_behind_the_lock_meets_the_same_gate() -> None:
    inside = io.BytesIO()
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    with zipfile.ZipFile(inside, "w") as parts:
        parts.writestr("[Content_Types].xml", f'<Types xmlns="{namespace}"/>')
        # A container keeps a small stream elsewhere, and what writes this one does not.
        parts.writestr("xl/workbook.bin", bytes(10_000))

    assert _codes(read(locked_xlsx(EXCELS_OWN, inside.getvalue()))) == [Code.XLSB_WORKBOOK]


def test_what_is_behind_the_lock_is_a_workbook_and_no_folder_of_lists() -> None:
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as parts:
        parts.writestr("lijst.csv", ";".join(HEADINGS) * 1000)
    locked = io.BytesIO()
    office = OOXMLFile.__new__(OOXMLFile)
    office.type, office.file = "plain", inside
    office.encrypt(EXCELS_OWN, locked)

    assert _codes(read(locked.getvalue())) == [Code.ZIP_UNSAFE]
