"""The cells of an Office Open XML workbook, read by ourselves.

Slower than calamine, and used where calamine gives up, or would fill the square between two cells
in far corners of the sheet: here only cells that are present cost anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO

from lxml import etree

from leesloket.roster.problems import Code
from leesloket.roster.readers.grid import TEXTS, Grid, Line
from leesloket.roster.readers.number_formats import padded
from leesloket.roster.readers.result import Budget, CellsLeft, RefusedError
from leesloket.roster.readers.workbooks import SheetNotes
from leesloket.roster.readers.xlsx_notes import column_at
from leesloket.roster.readers.xlsx_parts import Sheet
from leesloket.roster.readers.xlsx_styles import padding_styles
from leesloket.roster.readers.xml_text import local_name

_BUILT_IN_DATES = frozenset({*range(14, 18), 22, *range(27, 32), *range(50, 59)})
_BUILT_IN_TIMES = frozenset({18, 19, 20, 21, 45, 46, 47})
_NO_LETTERS_OF_A_DATE = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|General|Standaard", re.IGNORECASE)
_DATE_LETTER = re.compile(r"[dyj]|m{3,}", re.IGNORECASE)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet has no zone
_NUMBERED_ROW = re.compile(rb"<row\s[^<>]*\br=\"")
_EMPTY_ROW = re.compile(rb"<row\s[^<>]*/>")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells refer to."""

    strings: Sequence[str] = field(repr=False)
    date_styles: frozenset[int]
    padding: Mapping[str, str]
    """The format code of each style that shows zeros in front."""
    epoch: datetime


def read_xlsx_cells(
    parts: Mapping[str, bytes],
    sheets: Sequence[Sheet],
    *,
    notes: Mapping[str, SheetNotes],
    budget: Budget,
) -> tuple[Grid, ...]:
    """The sheets with their cells.  Raises RefusedError."""
    book = _book(parts)
    cells_left = CellsLeft(budget)
    grids = []
    try:
        for name, path, visible in sheets:
            note = notes.get(name, SheetNotes())
            lines = _lines(parts.get(path, b"<sheet/>"), book, cells_left)
            numbers = {line.number for line in lines}
            grids.append(
                Grid(
                    name,
                    tuple(lines),
                    visible,
                    note.hidden_rows & numbers,
                    note.formulas,
                    struck_rows=note.struck_rows,
                )
            )
    except etree.XMLSyntaxError:
        raise RefusedError(Code.DAMAGED_FILE, what="workbook") from None
    return tuple(grids)


def _elements(part: bytes, *names: str) -> Iterator[etree._Element]:
    """Elements by local name, in any namespace, each thrown away when the next is asked for."""
    tags = tuple(f"{{*}}{name}" for name in names)
    for _, element in etree.iterparse(
        BytesIO(part), tag=tags, resolve_entities=False, no_network=True, huge_tree=False
    ):
        yield element
        element.clear()


def _book(parts: Mapping[str, bytes]) -> Book:
    by_file = {name.rsplit("/", 1)[-1].lower(): part for name, part in parts.items()}
    try:
        strings = [
            _joined(item) for item in _elements(by_file.get("sharedstrings.xml", b"<sst/>"), "si")
        ]
        styles = by_file.get("styles.xml", b"<styleSheet/>")
        dates = frozenset(_date_styles(styles))
    except etree.XMLSyntaxError:
        raise RefusedError(Code.DAMAGED_FILE, what="workbook") from None
    is_1904 = re.search(rb"date1904=\"(?:1|true)\"", by_file.get("workbook.xml", b"")) is not None
    return Book(strings, dates, padding_styles(styles), _EPOCH_1904 if is_1904 else _EPOCH)


def _joined(item: etree._Element) -> str:
    """The text of a string, its phonetic help left out."""
    return "".join(
        piece.text or ""
        for piece in item.iter("{*}t")
        if not any(local_name(parent) == "rPh" for parent in piece.iterancestors())
    )


def _date_styles(part: bytes) -> Iterator[int]:
    codes: dict[int, bool] = {}
    for element in _elements(part, "numFmt", "cellXfs"):
        if local_name(element) == "numFmt":
            plain = _NO_LETTERS_OF_A_DATE.sub("", element.get("formatCode") or "")
            codes[_whole(element.get("numFmtId"))] = _DATE_LETTER.search(plain) is not None
            continue
        for index, style in enumerate(element):
            number = _whole(style.get("numFmtId"))
            if codes.get(number, number in _BUILT_IN_DATES | _BUILT_IN_TIMES):
                yield index


def _whole(text: str | None) -> int:
    return int(text[:9]) if text is not None and text.isdecimal() else 0


def _lines(part: bytes, book: Book, cells_left: CellsLeft) -> list[Line]:
    lines: list[Line] = []
    number = 0
    for row in _elements(_without_empty_rows(part), "row"):
        number = _whole(row.get("r")) or number + 1
        cells = dict(_cells(row, book))
        if cells:
            width = max(cells) + 1
            cells_left.take(len(cells), drawn=width)
            lines.append(Line(number, tuple(cells.get(at, "") for at in range(width))))
    return lines


def _without_empty_rows(part: bytes) -> bytes:
    """A sheet of a million rows of which only the height is told, without those.

    Only where every row says its own number, so that no other moves.
    """
    if part.count(b"<row") > len(_NUMBERED_ROW.findall(part)):
        return part
    return _EMPTY_ROW.sub(b"", part)


def _cells(row: etree._Element, book: Book) -> Iterator[tuple[int, str]]:
    """Column (from 0) and text of each filled cell."""
    column = -1
    for cell in row:
        if local_name(cell) != "c":
            continue
        reference = _REFERENCE.match(cell.get("r") or "")
        column = column_at(reference[1].upper().encode()) if reference else column + 1
        text = _text(cell, book)
        if text:
            yield column, text


def _text(cell: etree._Element, book: Book) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return _joined(cell)
    value = next((child.text or "" for child in cell if local_name(child) == "v"), "")
    if kind == "s":
        told = value.strip()
        if not told:
            return ""
        if not told.isdecimal() or _whole(told) >= len(book.strings):
            # A text that is gone: better no list than one with holes.
            raise RefusedError(Code.DAMAGED_FILE, what="workbook")
        return book.strings[_whole(told)]
    if kind == "b":
        return TEXTS[bool](value.strip() == "1")
    if kind in {"str", "e", "d"}:
        return value
    return _number(value, _whole(cell.get("s")), book)


def _number(value: str, style: int, book: Book) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    if style in book.date_styles and 0 <= number <= (date.max - book.epoch.date()).days:
        moment = book.epoch + timedelta(seconds=round(number * 86_400))
        if number >= 1:
            return TEXTS[datetime](moment)
        return moment.time().isoformat() if number else TEXTS[date](moment.date())
    text = TEXTS[float](number)
    code = book.padding.get(str(style))
    return text if code is None else padded(text, code)
