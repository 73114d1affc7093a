"""What calamine does not tell of a sheet: hidden and struck rows, formulas, errors, shown zeros."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from leesloket.roster.problems import Code
from leesloket.roster.readers.result import RefusedError
from leesloket.roster.readers.workbooks import SheetNotes
from leesloket.roster.readers.xlsx_parts import Sheet
from leesloket.roster.readers.xlsx_styles import padding_styles, struck_styles

_PREFIXED_FORMULA = re.compile(rb"<\w+:f[ >/]")
_HIDDEN_ROW = re.compile(
    rb"<(?:\w+:)?row\s(?=[^<>]*\bhidden=\"(?:1|true)\")[^<>]*\br=\"(\d{1,7})\""
)
_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*\bt=\"e\")(?=[^<>]*\br=\"([A-Z]{1,3})(\d{1,7})\")[^<>]*>"
    rb"(?:<(?:\w+:)?f[^<>]*/>|<(?:\w+:)?f[^<>]*>[^<]*</(?:\w+:)?f>)?<(?:\w+:)?v>([^<]*)<"
)
_STYLED_CELL = (
    rb"<(?:\w+:)?c\s(?=[^<>]*\bs=\"%s\")(?=[^<>]*\br=\"([A-Z]{1,3}\d{1,7})\")[^<>]*[^<>/]>"
)
# Never tried from another place in the same tag: a part may be one tag of megabytes.
_FILLED_ROW = re.compile(rb"<row(?=\s)(?>[^<>]*?\sr=\"(\d{1,8})\")[^<>]*+(?<!/)>")
_FEW_STYLES = 20
SHEET_DATA, _CELL = b"sheetData", b'<c r="'
_QUOTES_OF_A_NAME = 2
_LETTERS_OF_A_COLUMN, _DIGITS_OF_A_ROW = 3, 7
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FEWEST_STRUCK = 2


def notes_of(parts: Mapping[str, bytes], sheets: Iterable[Sheet]) -> dict[str, SheetNotes]:
    """The notes of each sheet whose part is there, by its name.

    Raises RefusedError for a sheet that has two rows of one number.
    """
    styles = next((part for name, part in parts.items() if name.endswith("/styles.xml")), b"")
    padding, struck = padding_styles(styles), struck_styles(styles)
    named = {sheet.name: sheet.part for sheet in sheets if sheet.part in parts}
    notes = {part: _sheet_notes(parts[part], padding, struck) for part in {*named.values()}}
    return {name: notes[part] for name, part in named.items()}


def _sheet_notes(part: bytes, padding: Mapping[str, str], struck: Collection[str]) -> SheetNotes:
    start, end = part.find(SHEET_DATA), part.rfind(SHEET_DATA + b">")
    data = part[start:end] if 0 <= start < end else part
    _refuse_rows_twice(data)
    errors: dict[int, dict[int, str]] = {}
    if b't="e"' in data:
        for letters, row, error in _ERROR_CELL.findall(data):
            shown = error.decode("ascii", "replace")
            errors.setdefault(column_at(letters), {})[int(row)] = shown
    padded: dict[int, dict[int, str]] = {}
    for code, references in _padded_cells(data, padding):
        for letters, rows in _rows_by_column(references).items():
            padded.setdefault(column_at(letters), {}).update(dict.fromkeys(rows, code))
    hidden = _HIDDEN_ROW.findall(data) if b"hidden=" in data else ()
    return SheetNotes(
        hidden_rows=frozenset(int(number) for number in hidden),
        formulas=_formulas(data, prefixed=part[:start].endswith(b":")),
        errors=errors,
        padding=padded,
        struck_rows=_struck_rows(data, struck),
    )


def _refuse_rows_twice(data: bytes) -> None:
    """Of two rows with one number only the last would be read, and the other child be missing."""
    numbers = _FILLED_ROW.findall(data)
    if len(set(numbers)) < len(numbers):
        raise RefusedError(Code.DAMAGED_FILE, what="workbook")


def _rows_by_column(references: Iterable[bytes]) -> Mapping[bytes, Sequence[int]]:
    """`B12` and `B13` as 12 and 13 of B."""
    rows: dict[bytes, list[int]] = {}
    for reference in references:
        row = reference.lstrip(_LETTERS)
        letters = len(reference) - len(row)
        if 0 < len(row) <= _DIGITS_OF_A_ROW and letters <= _LETTERS_OF_A_COLUMN:
            rows.setdefault(reference[:letters], []).append(int(row))
    return rows


def _struck_rows(data: bytes, struck: Collection[str]) -> frozenset[int]:
    """The rows in which two filled cells or more are struck through: one may be an old number."""
    if not struck or len(struck) > _FEW_STYLES:
        return frozenset()
    often = Counter(
        reference.lstrip(_LETTERS)
        for style in struck
        for reference in _cells_in_style(data, style.encode())
    )
    return frozenset(
        int(row)
        for row, cells in often.items()
        if cells >= _FEWEST_STRUCK and 0 < len(row) <= _DIGITS_OF_A_ROW
    )


def _padded_cells(data: bytes, padding: Mapping[str, str]) -> Iterator[tuple[str, Sequence[bytes]]]:
    """The format codes that show zeros in front, each with the cells that have one."""
    if len(padding) <= _FEW_STYLES:
        yield from (
            (code, _cells_in_style(data, style.encode())) for style, code in padding.items()
        )
        return
    for style, reference in re.findall(_STYLED_CELL % rb"(\d+)", data):
        if (code := padding.get(style.decode())) is not None:
            yield code, (reference,)


def _cells_in_style(data: bytes, style: bytes) -> list[bytes]:
    """The cells of one style that are not empty, by their names (`B12`).

    Nearly every writer begins a cell with its name and its style, and those are found many times
    as fast as by an expression.
    """
    pieces = data.split(b' s="%s"' % style)
    found = []
    for before, after in pairwise(pieces):
        tag = before[before.rfind(b"<") :]
        if tag.startswith(_CELL) and tag.count(b'"') == _QUOTES_OF_A_NAME:
            if not after.startswith(b"/"):
                found.append(tag[len(_CELL) : -1])
        elif not tag.startswith((b"<row", b"<col")):
            return re.findall(_STYLED_CELL % style, data)
    return found


def _formulas(data: bytes, *, prefixed: bool) -> int:
    if prefixed:
        return len(_PREFIXED_FORMULA.findall(data))
    # One byte is found at once, and most sheets have none of these.
    if b"f" not in data:
        return 0
    return data.count(b"<f>") + data.count(b"<f ") + data.count(b"<f/")


@lru_cache(maxsize=1024)
def column_at(letters: bytes) -> int:
    """The place of a column, from 0: `AB` is 27."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
