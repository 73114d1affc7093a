"""Office Open XML workbooks: what must be known before and beside calamine's cells."""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from itertools import pairwise

from leesloket.roster.problems import Code, Problem
from leesloket.roster.readers.grid import Grid
from leesloket.roster.readers.number_formats import padding_styles
from leesloket.roster.readers.result import Budget, RefusedError, too_large, warning
from leesloket.roster.readers.struck import struck_styles
from leesloket.roster.readers.workbooks import SheetNotes, read_cells
from leesloket.roster.readers.xlsx_cells import read_xlsx_cells
from leesloket.roster.readers.zip_gate import Archive

_ACTIVE = re.compile(
    r"vbaProject|/macrosheets/|/externalLinks/|/embeddings/|/activeX/|/ctrlProps/|/customUI",
    re.IGNORECASE,
)
_OTHER_SHEETS = re.compile(r"/(?:macro|dialog|chart)sheets/", re.IGNORECASE)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
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
_FEW_STYLES = 20
_DATA, _CELL = b"sheetData", b'<c r="'
_QUOTES_OF_A_NAME = 2
_LETTERS_OF_A_COLUMN, _DIGITS_OF_A_ROW = 3, 7
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FEWEST_STRUCK = 2

_ROW_NUMBER = re.compile(rb"<row\s[^>]*\br=\"(\d{1,8})\"")
_FILLED_ROW = re.compile(rb"<row(?=\s)(?>[^<>]*?\sr=\"(\d{1,8})\")[^<>]*+(?<!/)>")
# Never tried from another place in the same tag: a part may be one tag of megabytes.
_FAR_COLUMN = re.compile(rb" r=\"([A-Z]{2,3})\d")
_ODD_INDEX = re.compile(
    rb"\bt=(?:\"s\"|'s')[^<>]{0,40}>\s{0,40}<(?:\w+:)?v(?:\s*/>|>(?![0-9]{1,9}</))"
)
"""A cell that says which text it has in another form than digits: calamine takes the first text."""
_ODD_VALUE = re.compile(rb"<v(?:>(?![0-9]{1,9}</)|[\s/])")
"""In nearly every list all values are short whole numbers: of texts, days and pupils."""
_FEW, _MANY = 26, 16_384
_SQUARE_AT_MOST = 6_000_000
"""Cells between the corners: calamine takes some 30 bytes for each, empty or not."""

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE_DECLARATION = ("<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_WIDE = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_ENCODING = re.compile(r"\A\ufeff?(<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")
_USUAL_BOOK = "xl/workbook.xml"
_FIRST_PARTS = frozenset({_USUAL_BOOK, "_rels/.rels", "xl/_rels/workbook.xml.rels"})
_OFFICE_DOCUMENT = "/officeDocument"
_BOOK = re.compile(rb"<(?:\w+:)?workbook[\s>]")


def read_xlsx(archive: Archive, *, budget: Budget) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """The sheets of a workbook, active parts left aside.  Raises RefusedError."""
    if any(name.lower() == "xl/workbook.bin" for name in archive.names()):
        raise RefusedError(Code.XLSB_WORKBOOK)
    parts, recoded = _checked_parts(archive)
    if any(name.lower() != name and name.lower() in _FIRST_PARTS for name in parts):
        # Names of parts are one in any size of letters (ECMA-376 part 2, 6.2.2.3).
        parts, recoded = {name.lower(): part for name, part in parts.items()}, True
    book = _book_part(parts)
    sheets = tuple(_sheets(parts, book, budget))
    # Two sheets may say that they are the same part, and each of them is read.
    if sum(len(parts.get(path, b"")) for _, path, _ in sheets) > budget.unpacked_bytes:
        raise too_large("unpacked", budget.unpacked_bytes)
    problems: tuple[Problem, ...] = ()
    if any(_ACTIVE.search(name) for name in archive.names()):
        if not sheets:
            raise RefusedError(Code.MACRO_WORKBOOK)
        problems = (warning(Code.ACTIVE_PARTS_IGNORED),)
    if recoded or book != _USUAL_BOOK:
        # calamine knows UTF-8 and the usual place only.
        notes = _notes(parts, sheets)
        return read_xlsx_cells(parts, sheets, notes=notes, budget=budget), problems
    return _cells(archive, parts, sheets, budget), problems


def _cells(
    archive: Archive,
    parts: Mapping[str, bytes],
    sheets: Sequence[tuple[str, str, bool]],
    budget: Budget,
) -> tuple[Grid, ...]:
    notes = _notes(parts, sheets)
    of_sheets = [parts[path] for _, path, _ in sheets if path in parts]
    if not any(_is_sparse(part) or _tells_texts_oddly(part) for part in of_sheets):
        content = _rebuilt(archive) if archive.renamed else archive.content
        try:
            return read_cells(content, notes=notes, budget=budget)
        except RefusedError as refused:
            if refused.problem.code is not Code.DAMAGED_FILE or not sheets:
                raise
    return read_xlsx_cells(parts, sheets, notes=notes, budget=budget)


def _is_sparse(part: bytes) -> bool:
    """Whether calamine would need far more room than the cells that are there."""
    last_row = part.rfind(b"<row ")
    told = _ROW_NUMBER.match(part, last_row) if last_row >= 0 else None
    rows = int(told.group(1)) if told else 0
    if rows * _FEW > _SQUARE_AT_MOST:
        return True
    if rows * _MANY <= _SQUARE_AT_MOST or not _FAR_COLUMN.search(part):
        return False
    furthest = max(map(_column, set(_FAR_COLUMN.findall(part))))
    return rows * furthest > _SQUARE_AT_MOST


def _checked_parts(archive: Archive) -> tuple[dict[str, bytes], bool]:
    """The XML parts, unpacked and in UTF-8, and whether any of them was not.

    A part with a document type refuses the file.
    """
    parts = {}
    recoded = False
    for name in archive.names():
        if archive.holds_text(name):
            part = archive.read(name)
            encoding = next((code for start, code in _WIDE if part.startswith(start)), None)
            if encoding is not None:
                part, recoded = _as_utf8(part, encoding), True
            refuse_declarations(part)
            parts[name] = part
    return parts, recoded


def _as_utf8(part: bytes, encoding: str) -> bytes:
    try:
        return _ENCODING.sub(r"\1", part.decode(encoding), count=1).encode()
    except UnicodeError:
        raise RefusedError(Code.DAMAGED_FILE, what="workbook") from None


def _book_part(parts: Mapping[str, bytes]) -> str:
    """The part that lists the sheets: where the package says, else at its usual place.

    Raises RefusedError when this is a document of another kind.
    """
    for tag in _RELATION.findall(parts.get("_rels/.rels", b"")):
        attributes = _attributes(tag)
        target = posixpath.normpath(attributes.get("Target", "").lstrip("/"))
        if attributes.get("Type", "").endswith(_OFFICE_DOCUMENT) and target in parts:
            if _BOOK.search(parts[target]):
                return target
            raise RefusedError(Code.DOCUMENT_FILE, looks_like="office")
    if any(name.startswith("xl/") for name in parts):
        return next((name for name in parts if name.lower() == _USUAL_BOOK), _USUAL_BOOK)
    raise RefusedError(Code.DOCUMENT_FILE, looks_like="office")


def refuse_declarations(part: bytes) -> None:
    """Raises RefusedError when an XML part declares a document type or an entity."""
    # One byte is found at once, and hardly any part has these two.
    if (b"!" in part and _DECLARATION.search(part)) or (
        b"\0" in part and any(wide in part for wide in _WIDE_DECLARATION)
    ):
        raise RefusedError(Code.DTD_FORBIDDEN)


def _tells_texts_oddly(part: bytes) -> bool:
    has_prefix = part[: part.find(_DATA)].endswith(b":")
    return (has_prefix or _ODD_VALUE.search(part) is not None) and (
        _ODD_INDEX.search(part) is not None
    )


def _rebuilt(archive: Archive) -> bytes:
    """The same workbook with forward slashes in its names, as the standard asks."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as rebuilt:
        for name in archive.names():
            rebuilt.writestr(name, archive.read(name))
    return target.getvalue()


def _notes(
    parts: Mapping[str, bytes], sheets: Iterable[tuple[str, str, bool]]
) -> dict[str, SheetNotes]:
    styles = next((part for name, part in parts.items() if name.endswith("/styles.xml")), b"")
    padding, struck = padding_styles(styles), struck_styles(styles)
    named = {sheet: path for sheet, path, _ in sheets if path in parts}
    notes = {path: _sheet_notes(parts[path], padding, struck) for path in {*named.values()}}
    return {sheet: notes[path] for sheet, path in named.items()}


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        key.decode().rsplit(":", 1)[-1]: unescape((double or single).decode("utf-8", "replace"))
        for key, double, single in _ATTRIBUTE.findall(tag)
    }


def _sheets(
    parts: Mapping[str, bytes], book: str, budget: Budget
) -> Iterator[tuple[str, str, bool]]:
    """Name, part and visibility of each worksheet, through the workbook's relations."""
    folder, file = posixpath.split(book)
    relations = parts.get(posixpath.join(folder, "_rels", f"{file}.rels"), b"")
    targets: dict[str, str] = {}
    related, listed = _RELATION.findall(relations), _SHEET.findall(parts.get(book, b""))
    if max(len(related), len(listed)) > budget.members:
        raise RefusedError(Code.TOO_LARGE, what="parts", limit=budget.members)
    for tag in related:
        attributes = _attributes(tag)
        target = attributes.get("Target", "")
        target = target.replace("\\", "/")
        inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        path = posixpath.normpath(inside)
        if targets.setdefault(attributes.get("Id", ""), path) != path:
            # Which of both a sheet is, programs do not agree on.
            raise RefusedError(Code.DAMAGED_FILE, what="workbook")
    any_size = {name.lower(): name for name in parts}
    sheets = [
        (attributes, path)
        for attributes in map(_attributes, listed)
        # A module of macros is a sheet without a part of its own.
        if "name" in attributes and attributes.get("id") != ""
        and not _OTHER_SHEETS.search(path := targets.get(attributes.get("id", ""), ""))
    ]  # fmt: skip
    found = [path if path in parts else any_size.get(path.lower()) for _, path in sheets]
    if None in found and any(found):
        # The children of one sheet would be missing without a word.
        raise RefusedError(Code.DAMAGED_FILE, what="workbook")
    for (attributes, path), part in zip(sheets, found, strict=True):
        yield attributes["name"], part or path, attributes.get("state", "visible") == "visible"


def _sheet_notes(part: bytes, padding: Mapping[str, str], struck: Collection[str]) -> SheetNotes:
    start, end = part.find(_DATA), part.rfind(_DATA + b">")
    data = part[start:end] if 0 <= start < end else part
    _refuse_rows_twice(data)
    errors: dict[int, dict[int, str]] = {}
    if b't="e"' in data:
        for letters, row, error in _ERROR_CELL.findall(data):
            shown = error.decode("ascii", "replace")
            errors.setdefault(_column(letters), {})[int(row)] = shown
    padded: dict[int, dict[int, str]] = {}
    for code, references in _padded_cells(data, padding):
        for letters, rows in _rows_by_column(references).items():
            padded.setdefault(_column(letters), {}).update(dict.fromkeys(rows, code))
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
def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
