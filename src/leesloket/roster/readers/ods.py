"""OpenDocument spreadsheets: guarded before calamine, since 1.3 KB can ask for a billion cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from leesloket.roster.problems import Code, Problem
from leesloket.roster.readers.grid import Grid
from leesloket.roster.readers.ods_cells import read_ods_cells
from leesloket.roster.readers.result import Budget, RefusedError, too_many_cells, warning
from leesloket.roster.readers.workbooks import SheetNotes, read_cells
from leesloket.roster.readers.xlsx_parts import refuse_declarations
from leesloket.roster.readers.zip_gate import Archive

_ROW = re.compile(
    rb"<table:table-row\b([^<>]*?)(?:/>|>(.*?)</table:table-row>)|<table:table\s[^<>]*?table:name=\""
    rb"([^\"]*)\"",
    re.DOTALL,
)
_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell\b([^<>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
_REPEATED = re.compile(rb"table:number-(?:row|column)s-repeated=[\"'](\d+)[\"']")
_ROWS = re.compile(rb"table:number-rows-repeated=[\"'](\d+)[\"']")
_COLUMNS = re.compile(rb"table:number-columns-repeated=[\"'](\d+)[\"']")
_HIDDEN = re.compile(rb"table:visibility=[\"'](?:collapse|filter)[\"']")
_ACTIVE = re.compile(r"^(?:Basic|Scripts)/|^Object \d+/|^ObjectReplacements/")
_KEPT_ZEROS = re.compile(
    rb"office:value-type=[\"'](?:float|percentage|currency)[\"'][^<>]*>\s*<text:p>0\d+</text:p>"
)
_ERROR = b'calcext:value-type="error"'
"""A cell that shows #N/A: its text says so, its value is empty."""
_SPACES = re.compile(rb"text:c=[\"']\d{1,3}[\"']")
_VALUE = re.compile(rb"office:(?:string-|date-|time-|boolean-)?value=")
_SMALL_REPEAT = 64
_HIGHEST = 1_048_576 * 16
_TALL = 100_000
"""Rows: calamine makes every cell between the first filled one and the last."""


def read_ods(archive: Archive, *, budget: Budget) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """The sheets of an OpenDocument spreadsheet.  Raises RefusedError."""
    names = set(archive.names())
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    if b"encryption-data" in manifest:
        raise RefusedError(Code.PASSWORD_PROTECTED, what="ods")
    if "content.xml" not in names:
        raise RefusedError(Code.DAMAGED_FILE, what="ods")
    content = archive.read("content.xml")
    refuse_declarations(content)
    problems = []
    if any(_ACTIVE.match(name) for name in names):
        problems.append(warning(Code.ACTIVE_PARTS_IGNORED))
    return _cells(archive, content, budget), tuple(problems)


def _cells(archive: Archive, content: bytes, budget: Budget) -> tuple[Grid, ...]:
    bounded = _is_bounded(content, budget)
    if not bounded or _KEPT_ZEROS.search(content) or _ERROR in content:
        return read_ods_cells(content, budget=budget)
    try:
        return read_cells(archive.content, notes=_notes(content), budget=budget)
    except RefusedError as refused:
        if refused.problem.code is not Code.DAMAGED_FILE:
            raise
        return read_ods_cells(content, budget=budget)


def _has_content(cell: bytes | None, attributes: bytes) -> bool:
    return bool(cell) or _VALUE.search(attributes) is not None


def _repeated(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found.group(1)[:12]) if found else 1


def _is_bounded(content: bytes, budget: Budget) -> bool:
    """Count the cells that repeats would make, before anything makes them.

    Whether calamine can be let loose: it also makes cells that have a type and no value.  Raises
    RefusedError when the cells with content alone are too many.
    """
    repeats = _REPEATED.findall(content)
    if content.count(b"s-repeated") != len(repeats):
        return False  # some are written as XML allows and no file has them
    if content.count(b"text:c") != len(_SPACES.findall(content)):
        return False
    if not any(len(number) > 1 and int(number[:12]) > _SMALL_REPEAT for number in repeats):
        return True
    filled = made = height = tallest = 0
    for attributes, inside, name in _ROW.findall(content):
        rows = _repeated(_ROWS, attributes)
        height = 0 if name else height + rows
        for of_cell, text in _CELL.findall(inside):
            cells = _repeated(_COLUMNS, of_cell) * rows
            filled += cells if _has_content(text, of_cell) else 0
            made += cells if b"value-type" in of_cell else 0
            tallest = max(tallest, height) if text else tallest
        if filled > budget.cells:
            raise too_many_cells(budget)
    return made <= budget.cells and tallest <= _TALL


def _notes(content: bytes) -> dict[str, SheetNotes]:
    if b"table:visibility" not in content and b"table:formula" not in content:
        return {}
    notes: dict[str, SheetNotes] = {}
    for name, rows in _sheets(content):
        hidden: set[int] = set()
        number = 0
        formulas = 0
        for attributes, inside in rows:
            repeat = min(_repeated(_ROWS, attributes), _HIGHEST)
            if _HIDDEN.search(attributes) and repeat <= _SMALL_REPEAT:
                hidden.update(range(number + 1, number + 1 + repeat))
            number += repeat
            formulas += inside.count(b"table:formula=")
        notes[name] = SheetNotes(hidden_rows=frozenset(hidden), formulas=formulas)
    return notes


def _sheets(content: bytes) -> Iterator[tuple[str, list[tuple[bytes, bytes]]]]:
    rows: list[tuple[bytes, bytes]] = []
    current: str | None = None
    for attributes, inside, name in _ROW.findall(content):
        if name:
            if current is not None:
                yield current, rows
            current, rows = unescape(name.decode("utf-8", "replace")), []
        else:
            rows.append((attributes, inside))
    if current is not None:
        yield current, rows
