"""Old Excel workbooks (BIFF5 and BIFF8): password, macros, hidden rows, zeros, errors.

Record numbers and layouts: MS-XLS 2.3 and 2.4.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from leesloket.roster.problems import Code, Problem
from leesloket.roster.readers.grid import Grid
from leesloket.roster.readers.number_formats import is_padding
from leesloket.roster.readers.ole import open_container
from leesloket.roster.readers.result import Budget, RefusedError, warning
from leesloket.roster.readers.workbooks import SheetNotes, read_cells
from leesloket.roster.readers.xls_far_cells import (
    COLUMNS_OF_A_SHEET,
    SQUARE_AT_MOST,
    drawn_together,
    noted_together,
    put_back,
    square,
    with_stream,
)

_BOF, _EOF, _BOUNDSHEET, _FILEPASS = 0x0809, 0x000A, 0x0085, 0x002F
_FORMAT, _XF, _ROW = 0x041E, 0x00E0, 0x0208
_NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0205, 0x0006
_LABELSST, _BLANK = 0x00FD, 0x0201
_OF_ONE_CELL = frozenset({_LABELSST, _BLANK, _NUMBER, _RK, _BOOLERR, _ROW})
_ONE_CELL_AT_MOST = 64
"""Bytes of a record of one cell or row; the longest has 16, and some writers add to them."""

_SIMPLE = (
    rb"(?:\xfd\x00\x0a\x00.{10}|\x01\x02\x06\x00.{6}"
    rb"|\x03\x02\x0e\x00.{4}%(other)b.{9}|\x7e\x02\x0a\x00.{4}%(other)b.{5}"
    rb"|\x08\x02\x10\x00.{12}[\x00-\x1f\x40-\x5f\x80-\x9f\xc0-\xdf].{3}){0,1000}"
)
"""LabelSst, Blank, Number or RK in another style, and Row that is not hidden; each with its length.

So many at a time: `re` remembers where each began.  (Possessive, it would not need to; Python
before 3.11.5 gets that wrong, gh-106052.)
"""
_OF_A_STYLE = rb"(?:\x03\x02\x0e\x00(.{6}).{8}|\x7e\x02\x0a\x00(.{6}).{4})?"
"""After those perhaps a Number or RK, of which row, column and style are looked at."""

_NUMBERS = frozenset({_NUMBER, _RK, _MULRK})
_CELL = struct.Struct("<3H")
_BIFF8 = 0x0600
_ROW_HIDDEN = 0x20
_RESULT_ENDS, _ERROR_VALUE = 14, 2
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
           0x24: "#NUM!", 0x2A: "#N/A"}  # fmt: skip


@dataclass(slots=True)
class _Globals:
    """The workbook's own records, before the sheets."""

    biff8: bool = True
    sheets: list[tuple[int, str]] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    style_formats: list[int] = field(default_factory=list)
    locked: bool = False


def _code_of_other(names: Iterable[str]) -> Code:
    """What else a container holds: a letter of Word, a message of Outlook, something unknown."""
    if any(name.startswith("__substg1.0") for name in names):
        return Code.MAIL_FILE
    documents = {"WordDocument", "PowerPoint Document"}
    return Code.UNKNOWN_FORMAT if documents.isdisjoint(names) else Code.DOCUMENT_FILE


def read_xls(content: bytes, *, budget: Budget) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """The sheets of an old workbook.  Raises RefusedError."""
    container = open_container(content)
    names = container.streams
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise RefusedError(Code.PASSWORD_PROTECTED, what="workbook")
    stream = next((name for name in names if name.lower() in {"workbook", "book"}), None)
    if stream is None:
        raise RefusedError(_code_of_other(names), looks_like="office")
    book = container.read(stream)
    facts = _globals(book)
    if facts.locked:
        raise RefusedError(Code.PASSWORD_PROTECTED, what="workbook")
    grids = _grids(content, stream, book, facts, budget)
    if not any(name.startswith("_VBA_PROJECT") or name == "PROJECT" for name in names):
        return grids, ()
    if not grids:
        raise RefusedError(Code.MACRO_WORKBOOK)
    return grids, (warning(Code.ACTIVE_PARTS_IGNORED),)


def _grids(
    content: bytes, stream: str, book: bytes, facts: _Globals, budget: Budget
) -> tuple[Grid, ...]:
    # Two sheets may say that they stand in the same place.
    starts = {at for at, _ in facts.sheets}
    notes_at = {at: _sheet_notes(book, at, facts) for at in starts}
    if sum(square(book, _records(book, at)) for at in starts) <= SQUARE_AT_MOST:
        notes = {name: notes_at[at] for at, name in facts.sheets}
        return read_cells(content, notes=notes, budget=budget, columns=COLUMNS_OF_A_SHEET)
    sheets = {at: tuple(_records(book, at)) for at in starts}
    together, places_at = drawn_together(book, sheets, budget=budget)
    places = {name: places_at[at] for at, name in facts.sheets}
    notes = {name: noted_together(notes_at[at], places_at[at]) for at, name in facts.sheets}
    grids = read_cells(
        with_stream(content, stream, together),
        notes=notes,
        budget=budget,
        columns=COLUMNS_OF_A_SHEET,
    )
    return tuple(put_back(grid, places.get(grid.name or "")) for grid in grids)


def _records(
    book: bytes, at: int, *, pass_by: Callable[[int], int] = int
) -> Iterator[tuple[int, int, int]]:
    """Number, start and length of each record from `at` to the end of its substream.

    `pass_by` leads from where a record ends past those, whole ones, that nobody needs to look at.
    """
    depth = 0
    end = len(book) - 4
    unpack = struct.Struct("<HH").unpack_from
    while at <= end:
        number, length = unpack(book, at)
        if number == _BOF:
            depth += 1
        elif number == _EOF:
            depth -= 1
            if depth <= 0:
                return
        yield number, at + 4, length
        at = pass_by(at + 4 + length)


def _globals(book: bytes) -> _Globals:
    facts = _Globals()
    for number, at, length in _records(book, 0):
        record = book[at : at + length]
        if number == _BOF and len(record) >= 2:  # noqa: PLR2004 - the version's two bytes
            facts.biff8 = struct.unpack_from("<H", record)[0] == _BIFF8
        elif number == _FILEPASS:
            facts.locked = True
            break
        elif number == _BOUNDSHEET and len(record) > 8:  # noqa: PLR2004 - fixed part of the record
            facts.sheets.append((struct.unpack_from("<I", record)[0], _text(record[6:], facts, 1)))
        elif number == _FORMAT and len(record) > 4:  # noqa: PLR2004 - fixed part of the record
            size = 2 if facts.biff8 else 1
            facts.formats[struct.unpack_from("<H", record)[0]] = _text(record[2:], facts, size)
        elif number == _XF and len(record) >= 4:  # noqa: PLR2004 - font and format
            facts.style_formats.append(struct.unpack_from("<H", record, 2)[0])
    return facts


def _text(raw: bytes, facts: _Globals, size: int) -> str:
    """A short string behind its length, which takes `size` bytes."""
    count = int.from_bytes(raw[:size], "little")
    if not facts.biff8:
        return raw[size : size + count].decode("cp1252", "replace")
    body = raw[size + 1 :]
    if raw[size : size + 1] and raw[size] & 1:
        return body[: 2 * count].decode("utf-16-le", "replace")
    return body[:count].decode("latin-1")


def _sheet_notes(book: bytes, start: int, facts: _Globals) -> SheetNotes:
    formats = {
        style: facts.formats[number].split(";", 1)[0]
        for style, number in enumerate(facts.style_formats)
        if is_padding(facts.formats.get(number, ""))
    }
    padding = _Padding(book, formats)
    hidden: set[int] = set()
    formulas = 0
    errors: dict[int, dict[int, str]] = {}
    for number, at, length in _records(book, start, pass_by=padding.pass_by):
        if number in _OF_ONE_CELL and length > _ONE_CELL_AT_MOST:
            # It swallows the cells behind it, which nobody would miss.
            raise RefusedError(Code.DAMAGED_FILE, what="workbook")
        if number == _ROW and length >= 16 and book[at + 12] & _ROW_HIDDEN:  # noqa: PLR2004 - MS-XLS 2.4.221
            hidden.add(struct.unpack_from("<H", book, at)[0] + 1)
        elif number == _FORMULA:
            formulas += 1
            _note_outcome(book[at : at + length], padding, errors)
        elif number == _BOOLERR and length >= 8 and book[at + 7] == 1:  # noqa: PLR2004 - MS-XLS 2.4.24
            _show(errors, book, at, _ERRORS.get(book[at + 6]))
        elif number in _NUMBERS:
            padding.note(number, book[at : at + length])
    return SheetNotes(
        hidden_rows=frozenset(hidden), formulas=formulas, errors=errors, padding=padding.cells
    )


def _note_outcome(formula: bytes, padding: _Padding, errors: dict[int, dict[int, str]]) -> None:
    """Note what the cell of a formula shows: an error, or perhaps zeros in front of a number."""
    if len(formula) < _RESULT_ENDS:
        return
    if formula[12:14] != b"\xff\xff":  # MS-XLS 2.5.133: the outcome is a number
        padding.note(_FORMULA, formula)
    elif formula[6] == _ERROR_VALUE:
        _show(errors, formula, 0, _ERRORS.get(formula[8]))


class _Padding:
    """The cells of a sheet whose style shows zeros in front of a number."""

    def __init__(self, book: bytes, formats: Mapping[int, str]) -> None:
        self.cells: dict[int, dict[int, str]] = {}
        self._book = book
        self._formats = formats
        self._usual = _usual_records(formats)

    def pass_by(self, at: int) -> int:
        """Where the simple records from `at` on end; numbers among them are noted."""
        while (found := self._usual.match(self._book, at)) and found.end() > at:
            if cell := found[1] or found[2]:
                self._note(*_CELL.unpack(cell))
            at = found.end()
        return at

    def note(self, number: int, record: bytes) -> None:
        """Note the cells of a Number, RK, MulRk or Formula record.

        MS-XLS 2.4.180, 2.4.220, 2.4.175 and 2.4.127.
        """
        if len(record) < _CELL.size:
            return
        if number != _MULRK:
            self._note(*_CELL.unpack_from(record))
            return
        row, column = struct.unpack_from("<2H", record)
        for at in range(4, len(record) - 7, 6):
            self._note(row, column + (at - 4) // 6, *struct.unpack_from("<H", record, at))

    def _note(self, row: int, column: int, style: int) -> None:
        if style in self._formats:
            self.cells.setdefault(column, {})[row + 1] = self._formats[style]


def _usual_records(padding: Iterable[int]) -> re.Pattern[bytes]:
    """A run of simple records, and perhaps a number behind it whose style may show zeros.

    They are most of a list, and `re` passes over them many times as fast as a loop.  The first byte
    of a style's number tells most cells apart.
    """
    low = b"".join(re.escape(bytes([style & 0xFF])) for style in padding)
    return re.compile(
        _SIMPLE % {b"other": b"[^%b]" % low if low else b"."} + _OF_A_STYLE, re.DOTALL
    )


def _show(shown: dict[int, dict[int, str]], book: bytes, at: int, text: str | None) -> None:
    if text is not None:
        row, column = struct.unpack_from("<2H", book, at)
        shown.setdefault(column, {})[row + 1] = text
