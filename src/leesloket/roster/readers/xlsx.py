"""Office Open XML workbooks: the active parts left aside, and calamine's cells checked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from leesloket.roster.problems import Code, Problem
from leesloket.roster.readers.grid import Grid
from leesloket.roster.readers.result import Budget, RefusedError, too_large, warning
from leesloket.roster.readers.workbooks import read_cells
from leesloket.roster.readers.xlsx_cells import read_xlsx_cells
from leesloket.roster.readers.xlsx_notes import SHEET_DATA, column_at, notes_of
from leesloket.roster.readers.xlsx_parts import (
    FIRST_PARTS,
    USUAL_BOOK,
    Sheet,
    book_part,
    checked_parts,
    sheets_of,
)
from leesloket.roster.readers.zip_gate import Archive

_ACTIVE = re.compile(
    r"vbaProject|/macrosheets/|/externalLinks/|/embeddings/|/activeX/|/ctrlProps/|/customUI",
    re.IGNORECASE,
)
_ROW_NUMBER = re.compile(rb"<row\s[^>]*\br=\"(\d{1,8})\"")
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


def read_xlsx(archive: Archive, *, budget: Budget) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """The sheets of a workbook, active parts left aside.  Raises RefusedError."""
    if any(name.lower() == "xl/workbook.bin" for name in archive.names()):
        raise RefusedError(Code.XLSB_WORKBOOK)
    parts, recoded = checked_parts(archive)
    if any(name.lower() != name and name.lower() in FIRST_PARTS for name in parts):
        # Names of parts are one in any size of letters (ECMA-376 part 2, 6.2.2.3).
        parts, recoded = {name.lower(): part for name, part in parts.items()}, True
    book = book_part(parts)
    sheets = tuple(sheets_of(parts, book, budget))
    # Two sheets may say that they are the same part, and each of them is read.
    if sum(len(parts.get(sheet.part, b"")) for sheet in sheets) > budget.unpacked_bytes:
        raise too_large("unpacked", budget.unpacked_bytes)
    problems: tuple[Problem, ...] = ()
    if any(_ACTIVE.search(name) for name in archive.names()):
        if not sheets:
            raise RefusedError(Code.MACRO_WORKBOOK)
        problems = (warning(Code.ACTIVE_PARTS_IGNORED),)
    if recoded or book != USUAL_BOOK:
        # calamine knows UTF-8 and the usual place only.
        notes = notes_of(parts, sheets)
        return read_xlsx_cells(parts, sheets, notes=notes, budget=budget), problems
    return _cells(archive, parts, sheets, budget), problems


def _cells(
    archive: Archive,
    parts: Mapping[str, bytes],
    sheets: Sequence[Sheet],
    budget: Budget,
) -> tuple[Grid, ...]:
    notes = notes_of(parts, sheets)
    of_sheets = [parts[sheet.part] for sheet in sheets if sheet.part in parts]
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
    furthest = max(map(column_at, set(_FAR_COLUMN.findall(part))))
    return rows * furthest > _SQUARE_AT_MOST


def _tells_texts_oddly(part: bytes) -> bool:
    has_prefix = part[: part.find(SHEET_DATA)].endswith(b":")
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
