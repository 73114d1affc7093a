"""Small files made on the spot: what the reader tests read.  No real pupil is in any of them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter

HEADINGS = ("Lln.nr.", "Roepnaam", "Tussenvoegsel", "Achternaam", "Geb.datum", "Groep")
PUPILS = (
    ("1001", "Zoë", "van der", "Berg", "2016-03-02", "5b"),
    ("1002", "Gökçe", "", "Şahin", "2017-11-30", "4a"),
    ("1003", "Mees", "", "Jansen", "2018-01-01", "3"),
)

Cell = str | float | bool | date | None


def as_csv(rows: Sequence[Sequence[str]], *, delimiter: str = ";", newline: str = "\r\n") -> str:
    """Rows as plain text, without quotes."""
    return "".join(delimiter.join(row) + newline for row in rows)


def as_xlsx(sheets: Mapping[str, Sequence[Sequence[Cell]]], **options: bool) -> bytes:
    """A workbook; a date becomes a true date cell, None an empty one."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **options}) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    else:
                        sheet.write(row, column, cell)
    return target.getvalue()


def as_zip(files: Mapping[str, bytes | str]) -> bytes:
    """An ordinary zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def compound_file(*names: str) -> bytes:
    """A container of old Office files with empty streams of these names."""

    def entry(name: str, kind: int) -> bytes:
        raw = name.encode("utf-16-le")
        head = raw.ljust(64, b"\0") + struct.pack("<HB", len(raw) + 2, kind)
        return head.ljust(116, b"\0") + struct.pack("<IQ", 0xFFFFFFFE, 0)

    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack(
        "<HHHHH6xIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE
    )
    header += struct.pack("<I", 0) + struct.pack("<I", 0) + b"\xff" * 4 * 108
    fat = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    folder = entry("Root Entry", 5) + b"".join(entry(name, 2) for name in names)
    return header.ljust(512, b"\xff") + fat + folder.ljust(512, b"\0")
