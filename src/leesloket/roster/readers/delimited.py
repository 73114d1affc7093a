"""Comma, semicolon, tab and pipe files."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Literal

from leesloket.roster.headings import field_for_heading
from leesloket.roster.problems import Code
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.result import Budget, RefusedError

_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_CHARACTERS = 32_768
_SAMPLE_RECORDS = 100
_HEADING_LINES = 20
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?$", re.IGNORECASE)
_NEWLINES_IN_A_CELL = 8
"""A quoted cell with more line breaks swallowed the rest of the file: the quote is a plain one."""


def read_delimited(text: str, *, budget: Budget) -> Grid:
    """The file as one sheet; a record's number is what a spreadsheet would show for it."""
    delimiter = _told_delimiter(text) or _likeliest_delimiter(text[:_SAMPLE_CHARACTERS])
    lines = _lines(text, delimiter, csv.QUOTE_MINIMAL, budget)
    if _swallowed(lines):
        lines = _lines(text, delimiter, csv.QUOTE_NONE, budget)
    if lines and _SEPARATOR_LINE.match(delimiter.join(lines[0].cells)):
        lines = lines[1:]
    return Grid(None, tuple(lines))


def _told_delimiter(text: str) -> str | None:
    """The delimiter in Excel's own first line `sep=;`."""
    told = _SEPARATOR_LINE.match(text[:8].split("\n", 1)[0].split("\r", 1)[0])
    return told.group(1) if told else None


def _likeliest_delimiter(sample: str) -> str:
    return max(_DELIMITERS, key=lambda delimiter: _fitness(sample, delimiter))


def _fitness(sample: str, delimiter: str) -> tuple[int, float, int]:
    """Headings recognised, then records of equal width, then width: more is better."""
    records = [
        record for record in islice(_reader(sample, delimiter), _SAMPLE_RECORDS) if any(record)
    ]
    if not records:
        return (0, 0.0, 0)
    headings = max(
        len({field_for_heading(cell) for cell in record} - {None})
        for record in records[:_HEADING_LINES]
    )
    # The sample's last record may be cut off.
    widths = Counter(len(record) for record in records[:-1] or records)
    width, often = max(widths.items(), key=lambda item: (item[0] > 1, item[1]))
    return (headings, often / sum(widths.values()) if width > 1 else 0.0, width)


def _reader(
    text: str, delimiter: str, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
) -> Iterable[list[str]]:
    source = io.StringIO(text, newline="")
    return csv.reader(source, delimiter=delimiter, quoting=quoting, skipinitialspace=False)


def _lines(text: str, delimiter: str, quoting: Literal[0, 3], budget: Budget) -> list[Line]:
    csv.field_size_limit(max(budget.content_bytes, 131_072))
    lines: list[Line] = []
    cells_left = budget.cells
    dressed = '="' in text
    try:
        for number, record in enumerate(_reader(text, delimiter, quoting), start=1):
            if any(record):
                cells_left -= len(record)
                if cells_left < 0:
                    raise RefusedError(Code.TOO_MANY_CELLS, limit=budget.cells)
                lines.append(Line(number, tuple(map(_bare, record) if dressed else record)))
    except csv.Error:
        raise RefusedError(Code.DAMAGED_FILE, what="csv") from None
    return lines


def _bare(cell: str) -> str:
    """`="001234"`, by which an export keeps Excel from dropping zeros, means 001234."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _swallowed(lines: Sequence[Line]) -> bool:
    return any(
        cell.count("\n") > _NEWLINES_IN_A_CELL or cell.count("\r") > _NEWLINES_IN_A_CELL
        for line in lines
        for cell in line.cells
        if len(cell) > _NEWLINES_IN_A_CELL and ("\n" in cell or "\r" in cell)
    )


_FIXED_WIDTH_AT_LEAST = 60
_PADDING = re.compile(r"\S {3,}")


def is_fixed_width(text: str) -> bool:
    """Whether a text is EDEX2000: long lines of one length, padded with spaces, no delimiter."""
    lines = text[:_SAMPLE_CHARACTERS].splitlines()[:-1] or text.splitlines()
    if not lines or any(len(line) != len(lines[0]) for line in lines):
        return False
    return len(lines[0]) >= _FIXED_WIDTH_AT_LEAST and all(
        _PADDING.search(line) and not any(mark in line for mark in ";\t|") for line in lines
    )
