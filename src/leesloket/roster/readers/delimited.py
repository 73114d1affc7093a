"""Comma, semicolon, tab and pipe files."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from leesloket.roster.headings import field_for_heading
from leesloket.roster.problems import Code
from leesloket.roster.readers.grid import Grid, Line
from leesloket.roster.readers.heading_delimiter import with_one_delimiter
from leesloket.roster.readers.quoting import is_torn, tolerant_records
from leesloket.roster.readers.result import Budget, CellsLeft, RefusedError

_DELIMITERS = (";", ",", "\t", "|")
_USUAL = ";"
_MOST_LINES = 0.5
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SAMPLE_CHARACTERS = 32_768
_SAMPLE_RECORDS = 100
_HEADING_LINES = 20
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?$", re.IGNORECASE)
_ROWS_BESIDE_PUPILS = 10
"""So many times the pupils' rows at most: no list has more of anything else beside them."""
_NEWLINES_IN_A_CELL = 8
"""A quoted cell with more line breaks swallowed the rest of the file: the quote is a plain one."""

_FEW = 0.05
"""Share of the lines that may be shorter than usual only because something is wrong with them."""


def read_delimited(text: str, *, budget: Budget, delimiter: str | None = None) -> Grid:
    """The file as one sheet; a record's number is what a spreadsheet would show for it.

    Without a `delimiter` the one that fits best.
    """
    text = with_one_delimiter(_unwrapped(text), _DELIMITERS)
    delimiter = delimiter or delimiter_of(text) or _USUAL
    lines = _lines(text, delimiter, budget)
    if lines and _SEPARATOR_LINE.match(delimiter.join(lines[0].cells)):
        lines = lines[1:]
    return Grid(None, tuple(lines), uneven_rows=_uneven(lines))


def _unwrapped(text: str) -> str:
    """A list whose every line went into quotes as a whole, as saving it twice does, without them.

    Blank lines stay, so that rows keep their numbers.
    """
    if not text.startswith('"'):
        return text
    lines = text.splitlines()
    if not all(_QUOTED.fullmatch(line) for line in lines if line):
        return text
    inside = [line[1:-1].replace('""', '"') for line in lines]
    return "\n".join(inside) if any(mark in inside[0] for mark in _DELIMITERS) else text


def _told_delimiter(text: str) -> str | None:
    """The delimiter in Excel's own first line `sep=;`."""
    told = _SEPARATOR_LINE.match(text[:8].split("\n", 1)[0].split("\r", 1)[0])
    return told.group(1) if told else None


def delimiter_of(text: str) -> str | None:
    """The delimiter that a text tells or shows, or None when none stands out."""
    told = _told_delimiter(text)
    if told is not None:
        return told
    sample = text[:_SAMPLE_CHARACTERS]
    likeliest = max(_DELIMITERS, key=lambda delimiter: _fitness(sample, delimiter))
    fields, share, _ = _fitness(sample, likeliest)
    if fields or share >= _MOST_LINES or not _stands(sample):
        return likeliest
    return None


def _stands(sample: str) -> bool:
    """Whether most lines have some delimiter outside quotes, beside something else."""
    lines = [line for line in _QUOTED.sub("x", sample).splitlines() if line.strip(" ;,\t|")]
    several = sum(any(mark in line for mark in _DELIMITERS) for line in lines)
    return several > _MOST_LINES * len(lines)


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


def _reader(text: str, delimiter: str, *, strict: bool = False) -> Iterable[list[str]]:
    source = io.StringIO(text, newline="")
    return csv.reader(source, delimiter=delimiter, skipinitialspace=True, strict=strict)


def _lines(text: str, delimiter: str, budget: Budget) -> list[Line]:
    """The records with something in them; where quotes break the rules each line is weighed."""
    csv.field_size_limit(max(budget.content_bytes, 131_072))
    try:
        lines = _numbered(_reader(text, delimiter, strict=True), text, budget)
    except csv.Error:
        lines = None
    if lines is None or _swallowed(lines, delimiter):
        lines = _numbered(tolerant_records(text, delimiter), text, budget)
    return lines


def _numbered(records: Iterable[list[str]], text: str, budget: Budget) -> list[Line]:
    lines: list[Line] = []
    cells_left = CellsLeft(budget)
    dressed = '="' in text
    rows_left = _ROWS_BESIDE_PUPILS * budget.rows
    for number, record in enumerate(records, start=1):
        if any(record):
            cells_left.take(len(record))
            rows_left -= 1
            if rows_left < 0:
                raise RefusedError(Code.TOO_MANY_ROWS, limit=budget.rows)
            lines.append(Line(number, tuple(map(_bare, record) if dressed else record)))
    return lines


def _bare(cell: str) -> str:
    """`="001234"`, by which an export keeps Excel from dropping zeros, means 001234."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _swallowed(lines: Sequence[Line], delimiter: str) -> bool:
    """Whether a cell holds what must have been lines of their own."""
    return any(
        cell.count("\n") > _NEWLINES_IN_A_CELL
        or cell.count("\r") > _NEWLINES_IN_A_CELL
        or is_torn(line.cells, delimiter)
        for line in lines
        for cell in line.cells
        if "\n" in cell or "\r" in cell
    )


def _uneven(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of the lines with more or fewer cells than the file's other lines have.

    Their cells may stand under the wrong heading.  Fewer cells are no sign where a system leaves
    out the empty ones at the end of a line.
    """
    widths = Counter(len(line.cells) for line in lines)
    usual, often = widths.most_common(1)[0] if widths else (0, 0)
    if usual <= 1 or often * 2 <= len(lines):
        return frozenset()
    wide = {line.number for line in lines if any(line.cells[usual:])}
    narrow = {
        line.number
        for line in lines
        if len(line.cells) < usual and len(line.cells) - line.cells.count("") > 1
    }
    leaves_out = not any(len(line.cells) == usual and not line.cells[-1] for line in lines)
    if leaves_out and len(narrow) > max(1, _FEW * len(lines)):
        return frozenset(wide)
    return frozenset(wide | narrow)
